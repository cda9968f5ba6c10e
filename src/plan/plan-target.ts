import type { JsonObject } from '../model/json.ts';
import type { ActorKinds } from './valid-call/choose-actor.ts';

export interface PlanTarget {
  readonly profile: string;
  readonly readOnly: boolean;
  readonly destructive: boolean;
  /** Operations that a run may call although they affect data that the run did not create. */
  readonly allowDestructive?: readonly string[];
  readonly hasClock: boolean;
  /** Values from the settings of the target, for example a limit that depends on the customer's subscription. */
  readonly values?: JsonObject;
  readonly actors: ActorKinds;
}

/** An empty list of profiles means every profile. */
export function coversProfile(profiles: readonly string[], profile: string): boolean {
  return profiles.length === 0 || profiles.includes(profile);
}
