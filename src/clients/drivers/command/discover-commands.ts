import { globMatches } from '../../../model/client.ts';
import type { DriverStart } from '../../../model/driver.ts';
import { limitTo } from '../limit.ts';
import { driverError } from '../serve-lines.ts';
import { parseArgparseHelp } from './argparse-help.ts';
import { parseClickHelp } from './click-help.ts';
import type { Command } from './command-line.ts';
import { readLayout } from './help-layout.ts';
import type { HelpPage } from './help-model.ts';
import { readParameters, writeByType } from './read-parameters.ts';

interface DiscoverOptions {
  readonly ignore: readonly string[];
  readonly table: DriverStart['table'];
  readonly readHelp: (words: readonly string[]) => Promise<string | null>;
}

const MAX_DEPTH = 4;
const MAX_COMMANDS = 300;
const HELP_CALLS_AT_ONCE = 4;
const PROGRAM_ITSELF = 'main';

/** Returns the commands that have no subcommands, in the order of the help. @throws start-failed if there are too many commands */
export async function discoverCommands(options: DiscoverOptions): Promise<Command[]> {
  const walk: Walk = { ...options, limit: limitTo(HELP_CALLS_AT_ONCE), seen: 0 };
  const found = (await visit(walk, [], null)).filter((command) => command.words.length > 0 || !options.table);
  return withTable(found, options.table).filter(({ name }) => !options.ignore.some((glob) => globMatches(glob, name)));
}

interface Walk extends DiscoverOptions {
  readonly limit: ReturnType<typeof limitTo>;
  seen: number;
}

async function visit(walk: Walk, words: readonly string[], parent: HelpPage | null): Promise<Command[]> {
  walk.seen += 1;
  if (walk.seen > MAX_COMMANDS) throw tooMany(`the client has more than ${MAX_COMMANDS} commands`);
  if (words.length > MAX_DEPTH)
    throw tooMany(`${words.join(' ')}: commands are nested deeper than ${MAX_DEPTH} levels`);
  const text = await walk.limit(() => walk.readHelp(words));
  const page = text === null ? null : parseHelp(text);
  // a command that does not know --help may print the help of its parent command
  const isUnread =
    page === null || (parent !== null && page.commands.length > 0 && page.commands.join() === parent.commands.join());
  if (isUnread)
    return [{ name: nameOf(words), words, doc: 'The help text of the command cannot be parsed.', parameters: [] }];
  if (page.commands.length === 0) {
    return [{ name: nameOf(words), words, doc: page.doc, parameters: readParameters(page) }];
  }
  const below = page.commands.map((name) => [...words, name]).filter((each) => isWanted(each, walk.ignore));
  return (await Promise.all(below.map((each) => visit(walk, each, page)))).flat();
}

function tooMany(message: string): Error {
  return driverError('start-failed', message, 'Exclude some commands with `ignore`.');
}

/** The help of an excluded command is not read, because each help text costs a process. */
function isWanted(words: readonly string[], ignore: readonly string[]): boolean {
  const name = nameOf(words);
  return !ignore.some((glob) => globMatches(glob, name) || (glob.endsWith('*') && globMatches(glob, `${name}.`)));
}

function withTable(found: readonly Command[], table: DriverStart['table']): Command[] {
  const written = Object.entries(table ?? {}).map(([key, parameters]) => {
    const words = key.split(/[\s.]+/);
    return { name: nameOf(words), words, doc: null, parameters: parameters.map(writeByType) };
  });
  const names = new Set(written.map(({ name }) => name));
  return [...found.filter(({ name }) => !names.has(name)), ...written];
}

function nameOf(words: readonly string[]): string {
  return words.length === 0 ? PROGRAM_ITSELF : words.join('.');
}

/** Returns null if the text does not have the layout of Click or argparse. */
export function parseHelp(text: string): HelpPage | null {
  const layout = readLayout(text);
  if (layout === null) return null;
  return layout.isArgparse ? parseArgparseHelp(layout) : parseClickHelp(layout);
}
