import type { DriverValue } from '../../../model/driver.ts';
import { toPlainJson } from '../plain-value.ts';
import type { Command, CommandParameter } from './command-line.ts';

/**
 * The words after the program: command, options, positional arguments. A value that is null is left out: a command line
 * cannot say null.
 */
export function buildArgv(command: Command, args: { readonly [name: string]: DriverValue }): string[] {
  const given = command.parameters.filter((each) => args[each.name] !== undefined && args[each.name] !== null);
  const givenTo = (parameter: CommandParameter): DriverValue => args[parameter.name] ?? null;
  const options = given.filter((each) => each.writing.kind !== 'positional');
  const written = options.flatMap((each) => writeOption(each, givenTo(each)));
  const positionals = given
    .filter((each) => each.writing.kind === 'positional')
    .flatMap((each) => textsOf(each, givenTo(each)));
  const isOpen = options.at(-1)?.writing.kind === 'several';
  const isProtected = positionals.some((text) => text.startsWith('-')) || (isOpen && positionals.length > 0);
  return [...command.words, ...written, ...(isProtected ? ['--'] : []), ...positionals];
}

function writeOption(parameter: CommandParameter, value: DriverValue): string[] {
  const { name, writing } = parameter;
  const texts = textsOf(parameter, value);
  switch (writing.kind) {
    case 'flag':
      return value === false ? (writing.off === null ? [] : [writing.off]) : [name];
    case 'several':
      return [name, ...texts];
    default:
      return texts.flatMap((text) => writeValue(name, text));
  }
}

/** `--name=-1` cannot be taken for an option, `--name -1` can. */
function writeValue(name: string, text: string): string[] {
  return text.startsWith('-') && name.startsWith('--') ? [`${name}=${text}`] : [name, text];
}

function textsOf(parameter: CommandParameter, value: DriverValue): string[] {
  const takesList = parameter.type.kind === 'list';
  return takesList && Array.isArray(value) ? value.map(toText) : [toText(value)];
}

/** Text as it is, everything else as JSON. */
function toText(value: DriverValue): string {
  const plain = toPlainJson(value);
  return typeof plain === 'string' ? plain : JSON.stringify(plain);
}
