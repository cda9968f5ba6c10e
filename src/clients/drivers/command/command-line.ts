import type { Parameter } from '../../../model/driver.ts';

/** A command that can be called, and how each of its parameters is written. */
export interface Command {
  /** `messages.send`. */
  readonly name: string;
  readonly words: readonly string[];
  readonly doc: string | null;
  readonly parameters: readonly CommandParameter[];
}

export interface CommandParameter extends Parameter {
  readonly writing: Writing;
}

export type Writing =
  /** Its presence means yes. `off` means no; null: absence means no */
  | { readonly kind: 'flag'; readonly off: string | null }
  /** `--name VALUE`, repeated for a list */
  | { readonly kind: 'value' }
  /** `--name A B C` */
  | { readonly kind: 'several' }
  | { readonly kind: 'positional' };
