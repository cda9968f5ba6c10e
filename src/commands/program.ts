import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { parseDuration } from '../lib/duration.ts';
import { type Io, isUserError } from './io.ts';

/** Parses the arguments, runs the command, and turns every failure into a message and an exit code. */
export async function runCli(args: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  const program = buildProgram(io, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return reportFailure(error, io);
  }
}

type SetExitCode = (code: number) => void;
type AddCommand = (program: Command, io: Io, done: SetExitCode) => void;

const EPILOGUE = `
Exit codes: 0 ok · 1 contract failure · 2 usage or data file · 3 environment · 4 ledger · 5 nothing ran
            70 a bug of ours · 130 interrupted`;

function buildProgram(io: Io, done: SetExitCode): Command {
  const program = new Command('parity')
    .description('Contract and parity tests for HTTP APIs and the clients built on them.')
    .version(io.version, '-V, --version')
    .option('--no-color', 'no colours')
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showHelpAfterError('(parity --help lists the commands)')
    .addHelpText('after', EPILOGUE);
  for (const add of COMMANDS) add(program, io, done);
  return program;
}

const addRun: AddCommand = (program, io, done) => {
  program
    .command('run')
    .description('run the suites against a target and judge what was recorded')
    .option('-t, --target <name>', 'a target of parity.config.yaml, or a URL (default: sandbox)')
    .option('--profile <name>', "the API's profile that the target implements")
    .option('--defect <name>', 'switch on a defect of the sandbox; repeatable', collect)
    .option('--allow-destructive', 'also call what affects things that the run did not make')
    .option('-g, --grep <text>', 'only scenarios whose address has it; /…/ is a regular expression')
    .option('-o, --operation <id>', 'only scenarios that call it; repeatable', collect)
    .option('--shard <i/n>', 'the i-th of n parts', parseShard)
    .option('--only-changed [revision]', 'only operations whose contract changed since (default: HEAD)')
    .option('--last-failed', 'only what failed or was blocked in the last run')
    .option('--list', 'print the plan and stop')
    .option('--json', 'with --list: for programs')
    .option('--bail [n]', 'stop after n failed scenarios (default: 1)', parseCount)
    .option('-x', 'stop after the first failed scenario')
    .option('--retries <n>', 'further tries of calls that may be repeated', parseCount)
    .option('--concurrency <n>', 'scenarios at once', parsePositive)
    .option('--timeout <duration>', 'for one answer, as 10s', parseTime)
    .option('--run-id <text>', 'instead of a random one', parseRunId)
    .option('--no-suites', 'only scenarios generated from the contracts')
    .addOption(new Option('--probes <level>', 'how much is generated').choices(['none', 'quick', 'full']))
    .option('--budget <duration>', 'time for generated scenarios, the most telling first', parseTime)
    .option('--seed <n>', 'for generated values', parseCount)
    .addOption(strictXpass())
    .addOption(reporter())
    .addOption(config())
    .action(async ({ x, bail, timeout, budget, onlyChanged, ...flags }) => {
      const { run } = await import('./run.ts');
      done(
        await run(
          {
            ...flags,
            timeoutMs: timeout,
            budgetMs: budget,
            onlyChanged: onlyChanged === true ? 'HEAD' : onlyChanged,
            bail: bail === true || (x && bail === undefined) ? 1 : bail,
          },
          io,
        ),
      );
    });
};

const addJudge: AddCommand = (program, io, done) => {
  program
    .command('judge')
    .description('the verdict on a recording again, without a network')
    .argument('<recording>', 'as reports/recording.jsonl')
    .addOption(strictXpass())
    .addOption(reporter())
    .addOption(config())
    .action(async (recording, flags) => done(await (await import('./judge.ts')).judge(recording, flags, io)));
};

const addMerge: AddCommand = (program, io, done) => {
  program
    .command('merge')
    .description('join the recordings of shards')
    .argument('<out>', 'the file to write')
    .argument('<recording...>', 'the recordings of all shards')
    .action(async (out, recordings) => done(await (await import('./merge.ts')).merge(out, recordings, io)));
};

const addCheck: AddCommand = (program, io, done) => {
  program
    .command('check')
    .description('validate and lint every data file')
    .option('--json', 'counts and diagnostics as JSON')
    .addOption(config())
    .action(async (flags) => done(await (await import('./check.ts')).check(flags, io)));
};

const addSandbox: AddCommand = (program, io, done) => {
  program
    .command('sandbox')
    .description('run the embedded server until Ctrl-C')
    .option('-p, --port <n>', 'on 127.0.0.1 (default: any free one)', parseCount)
    .option('--profile <name>', 'hosted or core', 'hosted')
    .option('--defect <name>', 'what is to be wrong; repeatable', collect)
    .option('--feature <name>', 'what is proposed and not shipped; repeatable', collect)
    .option('--seed <n>', 'makes ids and keys the same each time', parseCount)
    .option('--list-defects', 'print what can be wrong, and stop')
    .option('--json', 'with --list-defects: for programs')
    .action(async (flags) => done(await (await import('./sandbox.ts')).sandbox(flags, io)));
};

const addExplain: AddCommand = (program, io, done) => {
  program
    .command('explain')
    .description('what a finding kind means and what to do about it')
    .argument('[kind]', 'without it: all kinds')
    .action(async (kind) => done(await (await import('./explain.ts')).explain(kind, io)));
};

const addConfig: AddCommand = (program, io, done) => {
  program
    .command('config')
    .description('the settings as they were resolved')
    .option('--print', 'print them (the default)')
    .option('--json', 'as JSON')
    .addOption(config())
    .action(async (flags) => done(await (await import('./config.ts')).printConfig(flags, io)));
};

const addSchema: AddCommand = (program, io, done) => {
  program
    .command('schema')
    .description('write the JSON Schemas of the data files, for editors')
    .argument('[folder]', 'where to', 'schema')
    .action(async (folder) => done(await (await import('./schema.ts')).writeSchemas(folder, io)));
};

/** In the order in which `--help` lists them. */
const COMMANDS: readonly AddCommand[] = [
  addRun,
  addJudge,
  addMerge,
  addCheck,
  addSandbox,
  addExplain,
  addConfig,
  addSchema,
];

const config = () => new Option('-c, --config <file>', 'settings other than parity.config.yaml');
const strictXpass = () => new Option('--strict-xpass', 'an xpass fails the run');
const reporter = () =>
  new Option('--reporter <name[:file]>', 'terminal, json, junit or github; repeatable').argParser(collect);

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

function parseCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('must be a whole number, 0 or more.');
}

function parsePositive(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('must be a whole number, 1 or more.');
}

function parseTime(text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined && ms > 0) return ms;
  throw new InvalidArgumentError('must be a duration, as 500ms, 10s, 1m.');
}

function parseShard(text: string): { readonly index: number; readonly total: number } {
  const [index = 0, total = 0] = /^\d{1,6}\/\d{1,6}$/.test(text) ? text.split('/').map(Number) : [];
  if (index >= 1 && index <= total) return { index, total };
  throw new InvalidArgumentError('must be i/n with i from 1 to n, as 1/3.');
}

function parseRunId(text: string): string {
  if (/^[a-z0-9]{1,16}$/.test(text)) return text;
  throw new InvalidArgumentError('must be 1 to 16 lower-case letters and digits.');
}

/** A known error is one line and a hint; anything else is our bug and shows its stack. */
function reportFailure(error: unknown, io: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (isUserError(error)) {
    io.err(`parity: ${error.message.trimEnd()}\n${error.hint ? `  ${error.hint}\n` : ''}`);
    return error.exitCode;
  }
  io.err(
    `parity: this is a bug in wireparity ${io.version}\n${error instanceof Error ? error.stack : String(error)}\n`,
  );
  return 70;
}
