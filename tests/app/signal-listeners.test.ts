import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createOnSignal } from '../../src/app/signal-listeners.ts';

function fakeProcess() {
  const emitter = new EventEmitter();
  const killedBy: string[] = [];
  const target = {
    on: emitter.on.bind(emitter),
    off: emitter.off.bind(emitter),
    kill: (_pid: number, signal: string) => killedBy.push(signal),
    pid: 1,
  };
  const clock = { ms: 0 };
  const onSignal = createOnSignal(target as never, () => clock.ms);
  const send = (signal: string) => emitter.emit(signal, signal) || killedBy.push(signal);
  return { onSignal, send, clock, killedBy };
}

describe('createOnSignal', () => {
  it('delivers one Ctrl-C that arrives twice only once', () => {
    const { onSignal, send, clock } = fakeProcess();
    const received: string[] = [];
    onSignal((signal) => received.push(signal));
    send('SIGINT');
    clock.ms = 3;
    send('SIGINT');
    expect(received).toEqual(['SIGINT']);
  });

  it('delivers a later signal again, because the user may want to end a clean-up', () => {
    const { onSignal, send, clock } = fakeProcess();
    const received: string[] = [];
    onSignal((signal) => received.push(signal));
    send('SIGINT');
    clock.ms = 2000;
    send('SIGTERM');
    expect(received).toEqual(['SIGINT', 'SIGTERM']);
  });

  it('the copy of a signal does not kill the process after the listener was removed', () => {
    const { onSignal, send, clock, killedBy } = fakeProcess();
    const off = onSignal(() => off());
    send('SIGINT');
    clock.ms = 3;
    send('SIGINT');
    expect(killedBy).toEqual([]);
  });

  it('a later signal kills the process if nothing listens any more', () => {
    const { onSignal, send, clock, killedBy } = fakeProcess();
    const off = onSignal(() => off());
    send('SIGINT');
    clock.ms = 2000;
    send('SIGINT');
    expect(killedBy).toEqual(['SIGINT']);
  });

  it('a signal kills the process before the first and after the last listener', () => {
    const { onSignal, send, killedBy } = fakeProcess();
    send('SIGINT');
    onSignal(() => undefined)();
    send('SIGTERM');
    expect(killedBy).toEqual(['SIGINT', 'SIGTERM']);
  });
});
