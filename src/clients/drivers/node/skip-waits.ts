import { AsyncResource } from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';
import { performance } from 'node:perf_hooks';
import timers from 'node:timers';
import promised from 'node:timers/promises';
import { promisify } from 'node:util';

/** The waits that the client requested during a call, in seconds. */
export interface CallWaits {
  readonly recorded: readonly number[];
  /** Resolves if the call waits more often or longer than any real call would. */
  readonly endless: Promise<void>;
  end(): void;
}

interface Sleep {
  readonly due: number;
  readonly delayMs: number;
  readonly wake: () => void;
}

const MOST_WAITS = 100;
const MOST_SECONDS = 3600;
/** Timers below 20 ms only order the steps of a program, so they are not skipped. */
const SHORTEST_MS = 20;
/** How often to check whether only timers are pending. */
const LOOK_MS = 4;
const QUIET_LOOKS = 3;

const real = { setTimeout, clearTimeout, dateNow: Date.now, now: performance.now.bind(performance) };

interface State {
  readonly sleeping: Map<NodeJS.Timeout, Sleep>;
  skippedMs: number;
  quiet: number;
  watch: NodeJS.Timeout | undefined;
  current: { readonly recorded: number[]; readonly stop: () => void } | null;
}

/** Must be called before the client is loaded, because the client may keep its own `setTimeout`. */
export function skipWaits(): { readonly begin: () => CallWaits } {
  const state: State = { sleeping: new Map(), skippedMs: 0, quiet: 0, watch: undefined, current: null };
  patchTimers(state);
  Date.now = () => real.dateNow() + state.skippedMs;
  performance.now = () => real.now() + state.skippedMs;
  return {
    begin: () => {
      const recorded: number[] = [];
      state.sleeping.clear();
      const endless = new Promise<void>((resolve) => {
        state.current = { recorded, stop: resolve };
      });
      return { recorded, endless, end: () => endCall(state) };
    },
  };
}

function endCall(state: State): void {
  state.current = null;
  state.sleeping.clear();
  real.clearTimeout(state.watch);
  state.watch = undefined;
}

function patchTimers(state: State): void {
  const sleep = (wake: (...args: unknown[]) => void, delayMs?: number, ...args: unknown[]): NodeJS.Timeout => {
    if (state.current === null || typeof wake !== 'function' || !(Number(delayMs) >= SHORTEST_MS))
      return real.setTimeout(wake, delayMs, ...args);
    return startSleep(
      state,
      AsyncResource.bind(() => wake(...args)),
      Number(delayMs),
    );
  };
  const sleepAsync = <T>(
    delayMs?: number,
    value?: T,
    options?: { readonly signal?: AbortSignal; readonly ref?: boolean },
  ) =>
    options?.signal !== undefined || options?.ref === false
      ? originalAsync(delayMs, value, options)
      : new Promise<T | undefined>((resolve) => void sleep(() => resolve(value), delayMs));
  const originalAsync = promised.setTimeout;
  const patched = Object.assign(sleep, { [promisify.custom]: sleepAsync });
  Object.assign(globalThis, { setTimeout: patched });
  Object.assign(timers, { setTimeout: patched });
  Object.assign(promised, { setTimeout: sleepAsync });
  syncBuiltinESMExports();
}

/** Starts a real timer. If a request is pending, the timer fires after its real time. */
function startSleep(state: State, wake: () => void, delayMs: number): NodeJS.Timeout {
  const handle = real.setTimeout(() => {
    state.sleeping.delete(handle);
    wake();
  }, delayMs);
  state.sleeping.set(handle, { due: real.now() + state.skippedMs + delayMs, delayMs, wake });
  state.quiet = 0;
  state.watch ??= real.setTimeout(() => look(state), LOOK_MS);
  return handle;
}

function look(state: State): void {
  state.watch = undefined;
  // A timer is not skipped if it was cleared or does not keep the process alive.
  for (const handle of [...state.sleeping.keys()]) if (handle.hasRef() !== true) state.sleeping.delete(handle);
  if (state.current === null || state.sleeping.size === 0) return;
  state.quiet = process.getActiveResourcesInfo().every((kind) => IDLE.has(kind)) ? state.quiet + 1 : 0;
  if (state.quiet >= QUIET_LOOKS) wakeFirst(state);
  if (state.current !== null && state.sleeping.size > 0) state.watch ??= real.setTimeout(() => look(state), LOOK_MS);
}

/** The driver itself may keep these resources open. If no other resource is open, only timers are pending. */
const IDLE = new Set(['Timeout', 'Immediate', 'PipeWrap', 'TTYWrap', 'TickObject']);

function wakeFirst(state: State): void {
  const [first] = [...state.sleeping].sort(([, a], [, b]) => a.due - b.due);
  if (first === undefined || state.current === null) return;
  const [handle, { due, delayMs, wake }] = first;
  const { recorded, stop } = state.current;
  real.clearTimeout(handle);
  state.sleeping.delete(handle);
  // The skipped time is rounded up to whole milliseconds. A timer would otherwise seem to fire too early.
  state.skippedMs += Math.max(0, Math.ceil(due - real.now() - state.skippedMs) + 1);
  state.quiet = 0;
  recorded.push(delayMs / 1000);
  if (recorded.length > MOST_WAITS || recorded.reduce((sum, each) => sum + each, 0) > MOST_SECONDS) stop();
  else wake();
}
