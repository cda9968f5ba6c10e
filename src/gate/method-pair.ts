import type { MethodReading } from '../model/client-surface.ts';
import type { MethodDescription } from '../model/driver.ts';

/** A change of a method or argument that breaks callers of the base. */
export interface Break {
  readonly method: string;
  /** The argument, `options.limit` for a member; null if it concerns the whole method. */
  readonly argument: string | null;
  readonly change: 'removed' | 'renamed' | 'made-required' | 'retyped' | 'moved' | 'default-changed';
  readonly was: string;
  readonly is: string;
}

/** A method as described by its driver and as read from the trace. */
export interface MethodPair {
  readonly reading: MethodReading;
  readonly description: MethodDescription;
}
