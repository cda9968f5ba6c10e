import type { DriverValue } from '../../model/driver.ts';
import { isJsonObject } from '../../model/json.ts';
import type { Argument } from '../../surface/arguments-of.ts';
import { type KnownContext, knownValues } from './known-values.ts';
import { isMadeUpFile, lacksFile, madeUpFile, withMissingMember } from './made-up-file.ts';
import { otherForms } from './made-up-value.ts';

interface Fitting<Found> extends KnownContext {
  readonly args: readonly Argument[];
  /** Values that the client rejects are replaced in this map before the next call. */
  readonly values: Map<string, DriverValue>;
  readonly attempt: () => Promise<Found | undefined>;
  readonly said: () => string;
}

const MOST_ROUNDS = 24;

/** If an error message quotes a value, tries another value, such as a number or the name of a file. */
export async function fitValues<Found>(fitting: Fitting<Found>): Promise<Found | undefined> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = fitting.said();
    const found = (await completeFile(fitting)) ?? (await replaceQuoted(fitting));
    if (found !== undefined) return found;
    if (fitting.said() === before) return undefined;
  }
  return undefined;
}

async function completeFile<Found>({ values, attempt, said }: Fitting<Found>): Promise<Found | undefined> {
  for (const [path, value] of values) {
    const [file] = Array.isArray(value) ? value : [value];
    const next = isMadeUpFile(file) ? withMissingMember(file, said()) : undefined;
    if (next === undefined) continue;
    values.set(path, Array.isArray(value) ? [next] : next);
    return attempt();
  }
  return undefined;
}

async function replaceQuoted<Found>(fitting: Fitting<Found>): Promise<Found | undefined> {
  const { args, values, attempt, said } = fitting;
  const isQuoted = ({ path }: Argument) => textsIn(values.get(path)).some((text) => reason(said()).includes(text));
  const isListed = ({ keys }: Argument) =>
    listedChoices(said()).length > 0 && new RegExp(`\\b${keys.at(-1)?.replaceAll(/\W/g, '')}\\b`).test(reason(said()));
  const isConcerned = args.some(isQuoted) ? isQuoted : isListed;
  const quoted = args.find(isConcerned);
  if (quoted === undefined) return undefined;
  const before = values.get(quoted.path) ?? null;
  for (const value of choices(quoted, fitting)) {
    values.set(quoted.path, value);
    const found = await attempt();
    if (found !== undefined || !isConcerned(quoted)) return found;
  }
  values.set(quoted.path, before);
  return undefined;
}

function choices<Found>(argument: Argument, { said, ...context }: Fitting<Found>): readonly DriverValue[] {
  const { parameter } = argument;
  const listed = listedChoices(said()).slice(0, 2);
  if (!lacksFile(said())) return [...listed, ...knownValues(argument, context), ...otherForms(parameter)];
  const file = madeUpFile(parameter.name.replaceAll(/^-+/g, ''));
  return [parameter.type.kind === 'list' ? [file] : file];
}

/** Returns only the last line of a usage text or traceback. The other lines may contain names of arguments. */
function reason(said: string): string {
  return /^(?:usage:|Traceback )/i.test(said) ? (said.trim().split('\n').at(-1) ?? '') : said;
}

/** Reads the values from a message such as `expected one of: 0, 1, 2` or `choose from 'a', 'b'`. */
function listedChoices(said: string): readonly string[] {
  const [, list = ''] = /\b(?:one of|choose from|valid \w+ are)[: ]+[[({]?([\w'", |-]+)/i.exec(reason(said)) ?? [];
  return list.split(/,|\||\bor\b/).flatMap((each) => each.replaceAll(/['"]/g, '').trim() || []);
}

function textsIn(value: DriverValue | undefined): readonly string[] {
  if (typeof value === 'string') return value.length > 3 ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item: DriverValue) => textsIn(item));
  if (isMadeUpFile(value)) return [value.name];
  return isJsonObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
