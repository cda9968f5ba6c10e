import type { Io } from './io.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** `timeout`, npm and the terminal may each deliver the same Ctrl-C within this time. */
const SAME_SIGNAL_MS = 500;

type SignalProcess = Pick<NodeJS.Process, 'on' | 'off' | 'kill' | 'pid'>;

/** A copy of the first signal is ignored, because a second signal would stop the process before the results are saved. */
export function createOnSignal(target: SignalProcess, now: () => number): Io['onSignal'] {
  const listeners = new Set<(signal: string) => void>();
  let receivedAt: number | undefined;
  const receive = (signal: NodeJS.Signals) => {
    if (receivedAt !== undefined && now() - receivedAt < SAME_SIGNAL_MS) return;
    receivedAt = now();
    if (listeners.size > 0) for (const listener of listeners) listener(signal);
    else {
      stopListening();
      target.kill(target.pid, signal);
    }
  };
  const stopListening = () => {
    for (const signal of SIGNALS) target.off(signal, receive);
  };
  return (listener) => {
    if (listeners.size === 0 && receivedAt === undefined) for (const signal of SIGNALS) target.on(signal, receive);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && receivedAt === undefined) stopListening();
    };
  };
}
