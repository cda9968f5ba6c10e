export interface CompletedVerb {
  /** Name of the command, such as `import openapi`. */
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  readonly values: CompletedValues;
}

export interface CompletedOption {
  /** The long name of an option, for example `--target`. */
  readonly long: string;
  readonly short?: string;
  readonly description: string;
  /** Values of the option, or absent if the option takes no value. */
  readonly values?: CompletedValues;
}

/** The shell asks parity for `names`, because names differ between projects. */
export type CompletedValues =
  | { readonly kind: 'files' }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'names'; readonly of: ProjectNames };

export const PROJECT_NAMES = ['clients', 'targets', 'operations'] as const;
export type ProjectNames = (typeof PROJECT_NAMES)[number];

export const SHELLS = { bash: renderBash, zsh: renderZsh, fish: renderFish } as const;
export type Shell = keyof typeof SHELLS;

/** Returns a command that prints names of the project. Outside a project, the command prints nothing. */
const listing = (of: ProjectNames) => `command parity completion --list ${of} 2>/dev/null`;

function renderBash(verbs: readonly CompletedVerb[]): string {
  const cases = verbs.map(({ name, options, values }) => {
    const valued = options.flatMap((option) => (option.values === undefined ? [] : bashValue(option, option.values)));
    const flags = options.flatMap(({ long, short }) => [long, ...(short === undefined ? [] : [short])]);
    const rest = values.kind === 'files' ? 'return' : `words=${bashWords(values)}`;
    return [
      `    ${name})`,
      ...(valued.length === 0 ? [] : ['      case $prev in', ...valued.map((line) => `        ${line}`), '      esac']),
      `      if [[ $cur == -* ]]; then words="${flags.join(' ')}"; else ${rest}; fi ;;`,
    ].join('\n');
  });
  return `# parity completion bash: eval "$(parity completion bash)" in ~/.bashrc
_parity() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} verb=\${COMP_WORDS[1]} words=
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then verb=; fi
  case $verb in
    "") words="${verbs.map(({ name }) => name).join(' ')}" ;;
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _parity parity wireparity
`;
}

/** Completes the value of an option in bash, except for file names. Bash itself completes file names. */
function bashValue({ long, short }: CompletedOption, values: CompletedValues): readonly string[] {
  const names = short === undefined ? long : `${short}|${long}`;
  if (values.kind === 'files') return [`${names}) return ;;`];
  return [`${names}) COMPREPLY=($(compgen -W ${bashWords(values)} -- "$cur")); return ;;`];
}

function bashWords(values: Exclude<CompletedValues, { readonly kind: 'files' }>): string {
  return values.kind === 'words' ? `"${values.words.join(' ')}"` : `"$(${listing(values.of)})"`;
}

function renderZsh(verbs: readonly CompletedVerb[]): string {
  const cases = verbs.map(({ name, options, values }) => {
    const specs = options.map(
      ({ long, short, description, values: taken }) =>
        `'${short === undefined ? long : `(${short} ${long})'{${short},${long}}'`}[${zshText(description)}]${taken === undefined ? '' : `:value:${zshAction(taken)}`}'`,
    );
    return `    ${name}) _arguments ${[...specs, `'*:argument:${zshAction(values)}'`].join(' \\\n      ')} ;;`;
  });
  const described = verbs.map(({ name, description }) => `'${name}:${zshText(description)}'`);
  return `#compdef parity wireparity
# parity completion zsh > a folder of $fpath, as _parity
_parity() {
  local -a verbs=(
    ${described.join('\n    ')}
  )
  if ((CURRENT == 2)); then _describe command verbs; return; fi
  local verb=$words[2]
  shift words; ((CURRENT--))
  case $verb in
${cases.join('\n')}
  esac
}
compdef _parity parity wireparity
`;
}

function zshAction(values: CompletedValues): string {
  if (values.kind === 'files') return '_files';
  return values.kind === 'words' ? `(${values.words.join(' ')})` : `($(${listing(values.of)}))`;
}

/** Brackets and colons have a meaning in zsh completions, even in quotes. */
function zshText(text: string): string {
  return text.replaceAll(/[[\]:\\]/g, (mark) => `\\${mark}`).replaceAll("'", "'\\''");
}

function renderFish(verbs: readonly CompletedVerb[]): string {
  const first = verbs.map(
    ({ name, description }) =>
      `complete -c parity -n __fish_use_subcommand -f -a ${name} -d '${fishText(description)}'`,
  );
  const rest = verbs.flatMap(({ name, options, values }) => {
    const when = `complete -c parity -n '__fish_seen_subcommand_from ${name}'`;
    const own = values.kind === 'files' ? [] : [`${when} -f -a ${fishWords(values)}`];
    return [
      ...own,
      ...options.map(({ long, short, description, values: taken }) => {
        const names = `-l ${long.slice(2)}${short === undefined ? '' : ` -s ${short.slice(1)}`}`;
        const value = taken === undefined ? '' : taken.kind === 'files' ? ' -r' : ` -x -a ${fishWords(taken)}`;
        return `${when} ${names}${value} -d '${fishText(description)}'`;
      }),
    ];
  });
  return `# parity completion fish > ~/.config/fish/completions/parity.fish
${[...first, ...rest].join('\n')}
complete -c wireparity -w parity
`;
}

function fishWords(values: Exclude<CompletedValues, { readonly kind: 'files' }>): string {
  return values.kind === 'words' ? `'${values.words.join(' ')}'` : `'(${listing(values.of)})'`;
}

function fishText(text: string): string {
  return text.replaceAll(/['\\]/g, (mark) => `\\${mark}`);
}
