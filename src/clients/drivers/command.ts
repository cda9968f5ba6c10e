import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { globMatches } from '../../model/client.ts';
import {
  type CallOutcome,
  type ClientStarted,
  DRIVER_PROTOCOL,
  type DriverCall,
  type DriverStart,
  type DriverValue,
  type MethodDescription,
} from '../../model/driver.ts';
import type { Command, CommandParameter } from './command/command-line.ts';
import { discoverCommands, parseHelp } from './command/discover-commands.ts';
import { openPythonHost, type PythonHost } from './command/python-host.ts';
import { readParameters } from './command/read-parameters.ts';
import { runCommand } from './command/run-command.ts';
import { limitTo } from './limit.ts';
import { toPlainJson } from './plain-value.ts';
import { killGroupsOnExit } from './process-group.ts';
import { driverError, serveLines, type TellMethod, withDetails } from './serve-lines.ts';
import { type PackageVersion, readSourceVersions } from './source-versions.ts';
import { environmentFor, readRuntime, resolveCommand } from './start-command.ts';

const HELP_TIMEOUT_MS = 10_000;
const PLAIN_HELP = { COLUMNS: '500', NO_COLOR: '1', PYTHON_COLORS: '0', TERM: 'dumb' };

interface Session {
  readonly source: string | null;
  readonly command: readonly string[];
  readonly answers: NonNullable<DriverStart['answers']>;
  readonly env: NodeJS.ProcessEnv;
  readonly methods: ReadonlyMap<string, Command>;
}

const folder = mkdtempSync(join(tmpdir(), 'parity-command-'));
const limit = limitTo(availableParallelism() * 2);
let session: Session | null = null;

killGroupsOnExit();
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
serveLines({ start, call, end: async () => undefined, parallel: true });

async function start(request: DriverStart, tell: TellMethod): Promise<ClientStarted> {
  const command = resolveCommand(request);
  const env = environmentFor(request, process.env);
  const plain = { ...env, ...PLAIN_HELP };
  const ask = (words: readonly string[]) => run(command, words, { env: plain, timeoutMs: HELP_TIMEOUT_MS });
  const help = await ask(['--help']).catch((error: Error) => {
    throw driverError('start-failed', `${command[0]} cannot be started: ${error.message}`);
  });
  if (textOf(help) === null && request.table === null) {
    const alone = await run(programOf(command), ['--help'], { env: plain, timeoutMs: HELP_TIMEOUT_MS });
    throw withDetails(helpFailed(command, help), constructionOf(command, textOf(alone)));
  }
  const readHelp = async (words: readonly string[]) =>
    textOf(words.length === 0 ? help : await ask([...words, '--help']));
  const [commands, version, runtime] = await Promise.all([
    discoverCommands({ ignore: request.ignore, table: request.table, readHelp }),
    ask(['--version']),
    readRuntime(command[0] ?? '', env),
  ]);
  session = {
    source: request.source,
    command,
    env,
    answers: request.answers ?? {},
    methods: new Map(commands.map((each) => [each.name, each])),
  };
  for (const each of commands) await tell(describeCommand(each));
  const fromFiles = request.source === null ? [] : readSourceVersions(request.source);
  return {
    protocol: DRIVER_PROTOCOL,
    driver: 'command',
    runtime,
    ...constructionOf(command, textOf(help)),
    errors: [],
    versions: [...printedVersion(version), ...fromFiles],
  };
}

/** Describes the options of the program itself. All commands of the program accept these options. */
function constructionOf(
  command: readonly string[],
  help: string | null,
): { readonly construction?: MethodDescription } {
  const page = help === null ? null : parseHelp(help);
  // `python -c CODE` has no file name, so the program has no name either.
  if (page === null || page.commands.length === 0 || programOf(command).some((word) => /^-[ce]$/.test(word))) return {};
  const parameters = readParameters(page).filter(({ positional }) => positional !== true);
  const construction = describeCommand({
    name: basename(programOf(command).at(-1) ?? ''),
    words: [],
    doc: null,
    parameters,
  });
  return { construction };
}

/** Returns the words up to the program's name, such as `python3 -m acme`, without arguments that the client file adds. */
function programOf(command: readonly string[]): readonly string[] {
  const isRun = /^(?:python|node)[\d.]*$/.test(basename(command[0] ?? ''));
  const end = isRun ? command.findIndex((word, index) => index > 0 && !word.startsWith('-')) : 0;
  return command.slice(0, (end < 0 ? 0 : end) + 1);
}

async function call(request: DriverCall): Promise<CallOutcome> {
  const method = session?.methods.get(request.method);
  if (session === null || method === undefined) throw driverError('method-unknown', `no command ${request.method}`);
  const unknown = Object.keys(request.arguments).find((name) => !method.parameters.some((each) => each.name === name));
  if (unknown !== undefined) throw driverError('request-invalid', `${request.method} has no parameter ${unknown}`);
  const { instead } = request;
  const command = instead ? resolveCommand({ command: instead.command, source: session.source }) : session.command;
  const env = { ...session.env, ...instead?.env };
  const argv = buildArgv(method, request.arguments);
  const answers = Object.entries(session.answers).find(([pattern]) => globMatches(pattern, request.method))?.[1] ?? [];
  return limit(() =>
    run(command, argv, { env, answers, timeoutMs: request.timeoutMs }).catch((error: Error) => {
      throw driverError('start-failed', `${command[0]} cannot be started: ${error.message}`);
    }),
  );
}

interface Run {
  readonly env: NodeJS.ProcessEnv;
  readonly answers?: readonly string[];
  readonly timeoutMs: number;
}

/** Each combination of command and environment has its own interpreter: a program may read variables during the import. */
const hosts = new Map<string, Promise<PythonHost | null>>();

/** If possible, forks an interpreter that has already imported the program, because a new process starts slowly. */
async function run(command: readonly string[], argv: readonly string[], options: Run): Promise<CallOutcome> {
  const { timeoutMs, ...rest } = options;
  const place = { ...rest, cwd: process.cwd(), folder };
  const key = JSON.stringify([command, options.env]);
  const opened = hosts.get(key) ?? openPythonHost(command, place);
  hosts.set(key, opened);
  const outcome = await (await opened)?.run(argv, place, timeoutMs);
  return outcome ?? (await runCommand([...command, ...argv], place, timeoutMs));
}

function describeCommand({ name, doc, parameters }: Command): MethodDescription {
  return {
    name,
    parameters: parameters.map(({ writing: _, ...parameter }) => parameter),
    ...(doc === null ? {} : { doc }),
  };
}

/** Some programs print their help on stderr. */
function textOf(outcome: CallOutcome): string | null {
  if (outcome.kind !== 'exited' || outcome.code !== 0) return null;
  return outcome.stdout.trim() === '' ? outcome.stderr : outcome.stdout;
}

function helpFailed(command: readonly string[], outcome: CallOutcome): Error {
  const words = `${command.join(' ')} --help`;
  if (outcome.kind !== 'exited') return driverError('start-failed', `${words} did not end in ${HELP_TIMEOUT_MS} ms`);
  const last = `${outcome.stdout}\n${outcome.stderr}`.trim().split('\n').slice(-20).join('\n');
  return driverError('start-failed', `${words} ended with exit code ${outcome.code}`, last);
}

function printedVersion(outcome: CallOutcome): PackageVersion[] {
  const version = /\b\d+\.\d+\.\d+[\w.+-]*/.exec(textOf(outcome) ?? '')?.[0];
  return version === undefined ? [] : [{ source: '--version', version }];
}

/** A command line cannot express null, so null is left out. */
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

/** A value that begins with a hyphen is written as `--name=-1`, because `-1` alone could be an option. */
function writeValue(name: string, text: string): string[] {
  return text.startsWith('-') && name.startsWith('--') ? [`${name}=${text}`] : [name, text];
}

function textsOf(parameter: CommandParameter, value: DriverValue): string[] {
  const takesList = parameter.type.kind === 'list';
  return takesList && Array.isArray(value) ? value.map(toText) : [toText(value)];
}

function toText(value: DriverValue): string {
  const plain = toPlainJson(value);
  return typeof plain === 'string' ? plain : JSON.stringify(plain);
}
