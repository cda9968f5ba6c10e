import { type Command, Option } from 'commander';
import type { AddCommand } from './add-command.ts';
import {
  baseline,
  collect,
  config,
  judging,
  parseCount,
  parsePort,
  parsePositive,
  parseRunId,
  parseShard,
  parseTime,
} from './options.ts';

export const addRun: AddCommand = (program, io, done) => {
  judging(
    chooseScenarios(program.command('run'))
      .description('run the suites against a target and judge what was recorded')
      .option('-t, --target <name>', 'a target of parity.config.yaml, or a URL (default: sandbox)')
      .option('--profile <name>', "the API's profile that the target implements")
      .option('--defect <name>', 'switch on a defect of the sandbox; repeatable', collect)
      .option('--allow-destructive', 'also call what affects things that the run did not make')
      .option('--bail [n]', 'stop after n failed scenarios (default: 1)', parseCount)
      .option('-x', 'stop after the first failed scenario')
      .option('--retries <n>', 'further tries of calls that may be repeated', parseCount)
      .option('--concurrency <n>', 'scenarios at once', parsePositive)
      .option('--timeout <duration>', 'for one answer, as 10s', parseTime)
      .option('--run-id <text>', 'instead of a random one', parseRunId)
      .option('--no-suites', 'only scenarios generated from the contracts')
      .addOption(new Option('--probes <level>', 'how much is generated').choices(['none', 'quick', 'full']))
      .option('--budget <duration>', 'time for generated scenarios, the most telling first', parseTime)
      .option('--seed <n>', 'for generated values', parseCount),
  ).action(async ({ x, bail, timeout, budget, onlyChanged, ...flags }) => {
    const { run } = await import('../commands/run.ts');
    const { exitCode } = await run(
      {
        ...flags,
        timeoutMs: timeout,
        budgetMs: budget,
        onlyChanged: onlyChanged === true ? 'HEAD' : onlyChanged,
        bail: bail === true || (x && bail === undefined) ? 1 : bail,
      },
      io,
    );
    done(exitCode);
  });
};

export const addWatch: AddCommand = (program, io, done) => {
  judging(
    program
      .command('watch')
      .description('run the suites, or trace clients, again whenever a data file or a client changes')
      .argument('[client...]', 'trace these instead of running the suites')
      .option('-t, --target <name>', 'a target of parity.config.yaml, or a URL (default: sandbox)')
      .option('-g, --grep <text>', 'only scenarios whose address has it; /…/ is a regular expression')
      .option('-o, --operation <id>', 'only scenarios that call it; repeatable', collect)
      .option('--no-suites', 'only scenarios generated from the contracts')
      .addOption(new Option('--probes <level>', 'how much is generated').choices(['none', 'quick', 'full'])),
  ).action(async (clients, flags) => done(await (await import('../commands/watch.ts')).watch(clients, flags, io)));
};

function chooseScenarios(command: Command): Command {
  return command
    .option('-g, --grep <text>', 'only scenarios whose address has it; /…/ is a regular expression')
    .option('-o, --operation <id>', 'only scenarios that call it; repeatable', collect)
    .option('--shard <i/n>', 'the i-th of n parts', parseShard)
    .option('--only-changed [revision]', 'only operations whose contract changed since (default: HEAD)')
    .option('--last-failed', 'only what failed or was blocked in the last run')
    .option('--list', 'print the plan and stop')
    .option('--json', 'with --list: for programs');
}

export const addJudge: AddCommand = (program, io, done) => {
  judging(
    program
      .command('judge')
      .description('the verdict on a recording again, or on an HTTP Archive, without a network')
      .argument('<recording>', 'as reports/recording.jsonl, a .trace.jsonl, or a .har')
      .option('--origin <url>', 'of an archive: only requests to it (default: where most went)')
      .option('--profile <name>', "of an archive: the API's profile (default: the first)")
      .option('--har <file>', 'write what was judged as an HTTP Archive'),
  ).action(async (recording, flags) =>
    done((await (await import('../commands/judge.ts')).judge(recording, flags, io)).exitCode),
  );
};

export const addReplay: AddCommand = (program, io, done) => {
  program
    .command('replay')
    .description('run the scenario that shows a cause again, and say whether it still fails')
    .argument('<cause>', 'its id, as the report of a run names it')
    .option('--from <file>', 'the findings.json of a run (default: the one among the reports)')
    .option('-t, --target <name>', 'a target of parity.config.yaml, or a URL (default: that of the run)')
    .option('--defect <name>', 'switch on a defect of the sandbox; repeatable', collect)
    .option('--allow-destructive', 'also call what affects things that the run did not make')
    .option('--times <n>', 'tries until it fails (default: 1; 50 of a race)', parsePositive)
    .addOption(config())
    .action(async (cause, flags) => done(await (await import('../commands/replay.ts')).replay(cause, flags, io)));
};

export const addReport: AddCommand = (program, io, done) => {
  program
    .command('report')
    .description('one page of recordings, traces and findings, for a browser')
    .argument(
      '[file...]',
      'recordings, traces and findings.json; of one target or client the oldest first (default: all in reports/)',
    )
    .option('-o, --out <file>', 'instead of reports/report.html')
    .option('--openapi <document>', 'a file or a URL, beside the contracts in the matrix; repeatable', collect)
    .option(
      '--docs <file>',
      "a page, CLIENT=FILE where it is one client's; repeatable (default: their README.md)",
      collect,
    )
    .option('--target <name>', "fetch this target's /openapi.json")
    .addOption(baseline())
    .addOption(config())
    .action(async (files, flags) => done(await (await import('../commands/report.ts')).report(files, flags, io)));
};

export const addOpen: AddCommand = (program, io, done) => {
  program
    .command('open')
    .description('open the page that `parity report` or `--reporter html` wrote')
    .argument('[file]', 'default: reports/report.html')
    .addOption(config())
    .action(async (file, flags) => done(await (await import('../commands/open.ts')).open(file, flags, io)));
};

export const addMerge: AddCommand = (program, io, done) => {
  program
    .command('merge')
    .description('join the recordings of shards')
    .argument('<out>', 'the file to write')
    .argument('<recording...>', 'the recordings of all shards')
    .action(async (out, recordings) => done(await (await import('../commands/merge.ts')).merge(out, recordings, io)));
};

export const addClean: AddCommand = (program, io, done) => {
  program
    .command('clean')
    .description('remove what killed runs left on a server')
    .option('-t, --target <name>', 'only what was left on this target')
    .option('--dry-run', 'print what would be removed, and stop')
    .addOption(config())
    .action(async (flags) => done(await (await import('../commands/clean.ts')).clean(flags, io)));
};

export const addSandbox: AddCommand = (program, io, done) => {
  program
    .command('sandbox')
    .description('run the embedded server until Ctrl-C')
    .option('-p, --port <n>', 'on 127.0.0.1 (default: any free one)', parsePort)
    .addOption(new Option('--example <name>', "another server: the tutorial's").choices(['shop']))
    .option('--profile <name>', 'hosted or core', 'hosted')
    .option('--defect <name>', 'what is to be wrong; repeatable', collect)
    .option('--feature <name>', 'what is proposed and not shipped; repeatable', collect)
    .option('--seed <n>', 'makes ids and keys the same each time', parseCount)
    .option('--list-defects', 'print what can be wrong, and stop')
    .option('--json', 'with --list-defects: for programs')
    .action(async (flags) => done(await (await import('../commands/sandbox.ts')).sandbox(flags, io)));
};
