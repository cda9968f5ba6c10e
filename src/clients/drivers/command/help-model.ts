/** The help of one command, independent of its layout. */
export interface HelpPage {
  /** First line of the description; null if there is none. */
  readonly doc: string | null;
  readonly options: readonly HelpOption[];
  readonly positionals: readonly HelpPositional[];
  /** Names of the subcommands. */
  readonly commands: readonly string[];
}

export interface HelpOption {
  /** `-n`, `--name`; without the form that switches off. */
  readonly names: readonly string[];
  /** `--no-name`. */
  readonly off: string | null;
  /** null for a flag, which takes no value. */
  readonly metavar: string | null;
  readonly help: string;
  readonly required: boolean;
  /** As printed. */
  readonly default: string | null;
  /** `--name A B C`: one occurrence takes several values. */
  readonly takesSeveral: boolean;
}

export interface HelpPositional {
  readonly name: string;
  readonly metavar: string;
  readonly help: string;
  readonly required: boolean;
  readonly takesSeveral: boolean;
}
