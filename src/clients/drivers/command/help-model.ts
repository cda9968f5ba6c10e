export interface HelpPage {
  readonly doc: string | null;
  readonly options: readonly HelpOption[];
  readonly positionals: readonly HelpPositional[];
  readonly commands: readonly string[];
}

export interface HelpOption {
  /** The names of an option, such as `-n` and `--name`, without the name that switches the option off. */
  readonly names: readonly string[];
  /** The name that switches the option off, for example `--no-name`. */
  readonly off: string | null;
  /** Placeholder for the value in the help text, such as `TEXT`, or null for a flag. */
  readonly metavar: string | null;
  readonly help: string;
  readonly required: boolean;
  readonly default: string | null;
  /** True if several values may follow the option: `--name A B C`. */
  readonly takesSeveral: boolean;
}

export interface HelpPositional {
  readonly name: string;
  readonly metavar: string;
  readonly help: string;
  readonly required: boolean;
  readonly takesSeveral: boolean;
}
