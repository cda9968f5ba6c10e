import type { MethodReading } from '../model/client-surface.ts';
import type { MethodDescription } from '../model/driver.ts';

/** A changed method or argument that breaks callers of the base. */
export interface Break {
  readonly method: string;
  /** Name of the argument, for example `options.limit` for a member. Null if the break is about the whole method. */
  readonly argument: string | null;
  readonly change: 'removed' | 'renamed' | 'made-required' | 'retyped' | 'moved' | 'default-changed';
  readonly was: string;
  readonly is: string;
}

/** A method as the driver describes it, and as the trace shows it. */
export interface MethodPair {
  readonly reading: MethodReading;
  readonly description: MethodDescription;
}
