import type { Parameter } from '../../../model/driver.ts';

/** A command that can be called, and how each of its parameters is written. */
export interface Command {
  /** Name of the method, for example `messages.send`. */
  readonly name: string;
  readonly words: readonly string[];
  readonly doc: string | null;
  readonly parameters: readonly CommandParameter[];
}

export interface CommandParameter extends Parameter {
  readonly writing: Writing;
}

export type Writing =
  /** A flag. Its presence means yes. `off` is the flag that means no. If `off` is null, absence means no. */
  | { readonly kind: 'flag'; readonly off: string | null }
  /** An option `--name VALUE`, which is repeated for a list. */
  | { readonly kind: 'value' }
  /** An option with several values: `--name A B C`. */
  | { readonly kind: 'several' }
  | { readonly kind: 'positional' };
