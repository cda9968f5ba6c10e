import { type Agenda, makeAgenda } from './agenda.ts';
import { type Clock, makeClock } from './clock.ts';
import type { DefectName } from './defects/index.ts';
import { type Ids, makeIds } from './ids.ts';
import type { Settings } from './options.ts';
import { makeRateLimiter, type RequestCounter } from './rate-limit.ts';
import { emptyState, type State } from './state.ts';

/** What a handler can see and change. One per running sandbox. */
export interface World {
  readonly settings: Settings;
  readonly hosted: boolean;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly state: State;
  readonly agenda: Agenda;
  readonly limiter: RequestCounter;
  readonly secrets: { readonly internalToken: string; readonly sessionKey: string };
  /** Called after each emitted event, for requests that wait for one. */
  readonly eventListeners: Set<() => void>;
  has(defect: DefectName): boolean;
}

export function makeWorld(settings: Settings): World {
  const clock = makeClock(settings.now);
  const ids = makeIds(settings.seed);
  return {
    settings,
    hosted: settings.profile === 'hosted',
    clock,
    ids,
    state: emptyState(),
    agenda: makeAgenda(),
    limiter: makeRateLimiter(clock),
    secrets: { internalToken: ids.hex('int_', 48), sessionKey: ids.hex('', 64) },
    eventListeners: new Set(),
    has: (defect) => settings.defects.has(defect),
  };
}
