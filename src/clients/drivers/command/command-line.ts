import type { Parameter } from '../../../model/driver.ts';

export interface Command {
  readonly name: string;
  readonly words: readonly string[];
  readonly doc: string | null;
  readonly parameters: readonly CommandParameter[];
}

export interface CommandParameter extends Parameter {
  readonly writing: Writing;
}

export type Writing =
  /** A flag that means true. The member `off` names the flag that means false, or is null. */
  | { readonly kind: 'flag'; readonly off: string | null }
  /** An option `--name VALUE`. A list is written as `--name A --name B`. */
  | { readonly kind: 'value' }
  /** An option with several values: `--name A B C`. */
  | { readonly kind: 'several' }
  | { readonly kind: 'positional' };
