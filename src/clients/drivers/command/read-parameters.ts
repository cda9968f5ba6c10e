import type { Parameter, TypeHint } from '../../../model/driver.ts';
import type { Json } from '../../../model/json.ts';
import type { CommandParameter, Writing } from './command-line.ts';
import type { HelpOption, HelpPage, HelpPositional } from './help-model.ts';
import { mainName } from './option-head.ts';

export function readParameters(page: HelpPage): CommandParameter[] {
  const own = page.options.filter((option) => !OF_THE_LIBRARY.includes(mainName(option.names)));
  return [...own.map(readOption), ...page.positionals.map(readPositional)];
}

/** Decides how a parameter from the client file is written, for example a boolean as a flag. */
export function writeByType(parameter: Parameter): CommandParameter {
  const kind = parameter.positional ? 'positional' : parameter.type.kind === 'boolean' ? 'flag' : 'value';
  return { ...parameter, writing: kind === 'flag' ? { kind, off: null } : { kind } };
}

const OF_THE_LIBRARY = ['--help', '-h', '--version'];

function readOption(option: HelpOption): CommandParameter {
  const type = typeOf(option);
  const preset = defaultOf(option, type);
  return {
    name: mainName(option.names),
    required: option.required,
    type,
    ...(option.metavar === null ? {} : { declared: option.metavar }),
    ...(preset === undefined ? {} : { default: preset }),
    writing: writingOf(option),
  };
}

function readPositional(positional: HelpPositional): CommandParameter {
  const one = valueType(positional.metavar, positional.help);
  return {
    name: positional.name,
    required: positional.required,
    type: positional.takesSeveral ? { kind: 'list', of: one } : one,
    declared: positional.metavar,
    positional: true,
    writing: { kind: 'positional' },
  };
}

function writingOf(option: HelpOption): Writing {
  if (option.metavar === null) return { kind: 'flag', off: option.off };
  return { kind: option.takesSeveral ? 'several' : 'value' };
}

function typeOf(option: HelpOption): TypeHint {
  if (option.metavar === null) return { kind: 'boolean' };
  const one = valueType(option.metavar, option.help);
  return option.takesSeveral || REPEATED.test(option.help) ? { kind: 'list', of: one } : one;
}

/** An option with one of these words can be repeated. Click and argparse have no notation for this. */
const REPEATED =
  /\brepeatable\b|\brepeat (?:the|this) (?:flag|option)|\b(?:may|can) be repeated\b|\((?:multiple|repeat)\)|\bmore than once\b|\b(?:given|used?|pass(?:ed)?|specif(?:y|ied)|set|provided?) (?:\w+ )?(?:multiple|several|many) times\b/i;

const BY_METAVAR: readonly (readonly [RegExp, TypeHint])[] = [
  [/^(?:INTEGER(?: RANGE)?|INT|N|NUM|NUMBER|COUNT)$/, { kind: 'integer' }],
  [/^FLOAT(?: RANGE)?$/, { kind: 'number' }],
  [/^BOOL(?:EAN)?$/, { kind: 'boolean' }],
  [/^(?:FILE|FILENAME|PATH|DIRECTORY|DIR)$/, { kind: 'string' }],
];

function valueType(metavar: string, help: string): TypeHint {
  const word = metavar.replace(/^<(.*)>(?:\.\.\.)?$/, '$1').split(/ (?!RANGE)/)[0] ?? '';
  const choices = /^\[([^\]]*\|[^\]]*)\]$|^\{(.*)\}$/.exec(word);
  const list = (choices?.[1] ?? choices?.[2])?.split(/[|,]/);
  if (list !== undefined && !list.some((choice) => choice.includes('%'))) return { kind: 'literal', values: list };
  const known = BY_METAVAR.find(([pattern]) => pattern.test(word));
  if (known !== undefined) return known[1];
  return /\bJSON\b/.test(help) || /\bJSON\b/.test(word) ? { kind: 'json' } : { kind: 'string' };
}

/** The default of a flag is false, unless the help says something else. */
function defaultOf(option: HelpOption, type: TypeHint): Json | undefined {
  const text = option.default;
  if (option.metavar === null) {
    const isNamed = (name: string | null) => text !== null && name?.replace(/^-+/, '') === text;
    if (option.off === null) return text === 'True' || option.names.some(isNamed);
    return option.names.some(isNamed) || text === 'True'
      ? true
      : isNamed(option.off) || text === 'False'
        ? false
        : undefined;
  }
  if (text === null) return undefined;
  return type.kind === 'list' ? text.split(', ').map((item) => readText(item, type.of)) : readText(text, type);
}

function readText(text: string, type: TypeHint): Json {
  if (type.kind === 'boolean') return /^(?:true|yes|on|1)$/i.test(text);
  if ((type.kind === 'integer' || type.kind === 'number') && Number.isFinite(Number(text))) return Number(text);
  return text;
}
