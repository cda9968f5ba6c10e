import { formatDuration } from '../../lib/duration.ts';
import { sleep } from '../../lib/on-abort.ts';
import type { RateNotice } from './rate-headers.ts';

/** Servers usually count the calls of one actor to one operation together. */
export interface CallLane {
  /** Name of the actor, or an empty text for a call without a credential. */
  readonly key: string;
  readonly operation: string;
}

interface LimitsOptions {
  readonly now: () => number;
  readonly longestWaitMs: number;
}

/** A pause applies to one operation until responses show that other operations share its rate limit. */
export function createServerLimits({ now, longestWaitMs }: LimitsOptions) {
  const pauses = new Map<string, number>();
  const reach = createReach();
  const waitMs = (lane: CallLane) => {
    if (pauses.size === 0) return 0;
    return (
      Math.max(...['', `${lane.key}\n`, `${lane.key}\n${lane.operation}`].map((id) => pauses.get(id) ?? 0)) - now()
    );
  };
  const pauseFor = (scope: string, ms: number) => {
    pauses.set(scope, Math.max(pauses.get(scope) ?? 0, now() + ms + LATER_MS));
  };
  return {
    isPaused: (lane: CallLane) => waitMs(lane) > 0,
    wait: async (lane: CallLane, signal: AbortSignal): Promise<boolean> => {
      for (let ms = waitMs(lane); ms > 0 && ms <= longestWaitMs; ms = waitMs(lane))
        if (!(await sleep(Math.ceil(ms), signal))) return false;
      return true;
    },
    note: (lane: CallLane, notice: RateNotice & { readonly isRefused: boolean }) => {
      if (!notice.isRefused && notice.remaining !== 0) return reach.compare(lane, notice);
      if (notice.waitMs === undefined) return;
      pauseFor(reach.scopeOf(lane), notice.waitMs);
      reach.widen(
        lane,
        [...pauses].flatMap(([scope, until]) => (until > now() ? [scope] : [])),
      );
      pauseFor(reach.scopeOf(lane), notice.waitMs);
    },
    closed: (lane: CallLane): string | undefined => {
      const ms = waitMs(lane);
      if (ms <= longestWaitMs) return undefined;
      const wait = formatDuration(Math.ceil(ms / 1000) * 1000);
      return `the server limits ${reach.nameOf(lane)} and asks to retry in ${wait}, which is longer than a run waits`;
    },
  };
}

/** If this many operations of a caller reach a rate limit at the same time, all calls of the caller share the limit. */
const MOST_APART = 3;
/** Milliseconds added to each pause, because two clocks differ a little. */
const LATER_MS = 20;

function createReach() {
  const seen = new Set<string>();
  const sharedKeys = new Set<string>();
  let isAddress = false;
  return {
    scopeOf: ({ key, operation }: CallLane) => {
      if (isAddress) return '';
      return sharedKeys.has(key) ? `${key}\n` : `${key}\n${operation}`;
    },
    widen: ({ key }: CallLane, paused: readonly string[]) => {
      const keys = paused.map((scope) => scope.split('\n')[0]);
      if (keys.filter((other) => other === key).length >= MOST_APART) sharedKeys.add(key);
      if (new Set(keys).size >= MOST_APART) isAddress = true;
    },
    /** The first response to an operation shows whether its limit also counts other operations. */
    compare: ({ key, operation }: CallLane, { limit, remaining }: RateNotice) => {
      if (limit === undefined || remaining === undefined) return;
      const isFirst = !seen.has(`${key}\n${operation}`);
      const isOnly = ![...seen].some((other) => other.startsWith(`${key}\n`));
      seen.add(`${key}\n${operation}`);
      if (isFirst && !isOnly && remaining < limit - 1) sharedKeys.add(key);
    },
    nameOf: ({ key, operation }: CallLane) => {
      if (isAddress) return 'every caller from this address';
      return sharedKeys.has(key) ? `the calls of ${key || 'callers without a credential'}` : operation;
    },
  };
}
