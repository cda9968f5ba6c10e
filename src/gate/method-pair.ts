import type { MethodReading } from '../model/client-surface.ts';
import type { MethodDescription } from '../model/driver.ts';

/** A change of a method or an argument that a caller of the base did not expect. */
export interface Break {
  readonly method: string;
  /** The argument, `options.limit` for a member; null when it is about the whole method. */
  readonly argument: string | null;
  readonly change: 'removed' | 'renamed' | 'made-required' | 'retyped' | 'moved' | 'default-changed';
  readonly was: string;
  readonly is: string;
}

/** A method as its driver describes it and as the trace read it. */
export interface MethodPair {
  readonly reading: MethodReading;
  readonly description: MethodDescription;
}
