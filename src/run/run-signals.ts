import { onAbort } from '../lib/on-abort.ts';

export interface RunSignals {
  readonly steps: AbortSignal;
  readonly cleanups: AbortSignal;
  /** Has the effect of a first Ctrl-C: no further steps run, but clean-ups do. */
  stop(reason: string): void;
  dispose(): void;
}

interface SignalSources {
  readonly signal: AbortSignal;
  /** The user's second signal, which stops the run at once. */
  readonly force?: AbortSignal;
  readonly graceMs: number;
}

/** A second signal, or the end of the time for clean-ups, stops everything. */
export function createRunSignals({ signal, force, graceMs }: SignalSources): RunSignals {
  const steps = new AbortController();
  const cleanups = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const stop = (reason: unknown) => {
    if (steps.signal.aborted) return;
    steps.abort(reason);
    timer = setTimeout(() => cleanups.abort(reason), graceMs);
  };
  const stopAll = (reason: unknown) => {
    stop(reason);
    cleanups.abort(reason);
  };
  const forget = [onAbort(signal, () => stop(signal.reason))];
  if (force !== undefined) forget.push(onAbort(force, () => stopAll(force.reason)));
  if (signal.aborted) stop(signal.reason);
  if (force?.aborted === true) stopAll(force.reason);
  return {
    steps: steps.signal,
    cleanups: cleanups.signal,
    stop,
    dispose: () => {
      clearTimeout(timer);
      for (const each of forget) each();
    },
  };
}
