import type { JsonObject } from '../model/json.ts';

/** What a plan must know about a target. `actors` maps each actor to the kinds of credential that it has. */
export interface PlanTarget {
  readonly profile: string;
  readonly readOnly: boolean;
  readonly destructive: boolean;
  /** Destructive operations that may be called although they affect data that the run did not create. */
  readonly allowDestructive?: readonly string[];
  readonly hasClock: boolean;
  /** Values that the target's settings state, such as the limits of a plan. */
  readonly values?: JsonObject;
  readonly actors: { readonly [actor: string]: readonly string[] };
}

/** Returns true if a list of profiles contains the profile. An empty list means every profile. */
export function coversProfile(profiles: readonly string[], profile: string): boolean {
  return profiles.length === 0 || profiles.includes(profile);
}
