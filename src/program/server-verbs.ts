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
      .description('Run the suites against a target and judge the recording.')
      .optionsGroup('Target:')
      .option('-t, --target <name>', 'a target in parity.config.yaml, or a URL (default: sandbox)')
      .option('--profile <name>', "the API's profile that the target implements")
      .option('--defect <name>', 'switch on a defect of the sandbox; repeatable', collect)
      .option('--allow-destructive', 'also call destructive operations')
      .optionsGroup('How the run is executed:')
      .option('--bail [n]', 'stop after this many failed scenarios (default: 1)', parseCount)
      .option('-x', 'stop after the first failed scenario')
      .option('--retries <n>', 'number of retries for calls that may be repeated', parseCount)
      .option('--concurrency <n>', 'number of scenarios that run at the same time', parsePositive)
      .option('--timeout <duration>', 'timeout for one response, for example 10s', parseTime)
      .option('--run-id <text>', 'run id (default: random)', parseRunId)
      .optionsGroup('Generated scenarios:')
      .option('--no-suites', 'run only scenarios generated from the contracts')
      .addOption(new Option('--probes <level>', 'how many scenarios are generated').choices(['none', 'quick', 'full']))
      .option('--budget <duration>', 'time limit; the scenarios that find the most defects run first', parseTime)
      .option('--seed <n>', 'seed for the generated values', parseCount),
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
      .description('Run the suites, or trace clients, again whenever a data file or a client changes.')
      .argument('[client...]', 'trace these clients instead of running the suites')
      .option('-t, --target <name>', 'a target of parity.config.yaml, or a URL (default: sandbox)')
      .option('-g, --grep <text>', 'run only scenarios whose address contains the text; /…/ is a regular expression')
      .option('-o, --operation <id>', 'run only scenarios that call this operation; repeatable', collect)
      .option('--no-suites', 'run only scenarios generated from the contracts')
      .addOption(new Option('--probes <level>', 'how many scenarios are generated').choices(['none', 'quick', 'full'])),
  ).action(async (clients, flags) => done(await (await import('../commands/watch.ts')).watch(clients, flags, io)));
};

function chooseScenarios(command: Command): Command {
  return command
    .optionsGroup('Which scenarios:')
    .option('-g, --grep <text>', 'run only scenarios whose address contains the text; /…/ is a regular expression')
    .option('-o, --operation <id>', 'run only scenarios that call this operation; repeatable', collect)
    .option('--shard <i/n>', 'run the i-th of n parts of the plan', parseShard)
    .option(
      '--only-changed [revision]',
      'run only operations whose contract has changed since the revision (default: HEAD)',
    )
    .option('--last-failed', 'run only scenarios that failed or were blocked in the last run')
    .option('--list', 'print the plan without running it')
    .option('--json', 'with --list: print JSON');
}

export const addJudge: AddCommand = (program, io, done) => {
  judging(
    program
      .command('judge')
      .description('Judge a recording or an HTTP Archive again, without a network.')
      .argument('<recording>', 'for example reports/recording.jsonl, a .trace.jsonl or a .har')
      .option(
        '--origin <url>',
        'for an HTTP Archive: judge only requests to this origin (default: the most frequent origin)',
      )
      .option('--profile <name>', "for an HTTP Archive: the API's profile (default: the first)")
      .option('--har <file>', 'write the judged exchanges as an HTTP Archive'),
  ).action(async (recording, flags) =>
    done((await (await import('../commands/judge.ts')).judge(recording, flags, io)).exitCode),
  );
};

export const addReplay: AddCommand = (program, io, done) => {
  program
    .command('replay')
    .description('Rerun the scenario that shows a cause, and report whether the scenario still fails.')
    .argument('<cause>', "the cause's id, as shown in a report")
    .option('--from <file>', 'the findings.json of a run (default: the file in the reports folder)')
    .option(
      '-t, --target <name>',
      'a target in parity.config.yaml, or a URL (default: the target of the run that found the cause)',
    )
    .option('--defect <name>', 'switch on a defect of the sandbox; repeatable', collect)
    .option('--allow-destructive', 'also call destructive operations')
    .option(
      '--times <n>',
      'maximum number of attempts to make the cause occur (default: 1; 50 for a race)',
      parsePositive,
    )
    .addOption(config())
    .action(async (cause, flags) => done(await (await import('../commands/replay.ts')).replay(cause, flags, io)));
};

export const addReport: AddCommand = (program, io, done) => {
  program
    .command('report')
    .description('Write one HTML page for recordings, traces and findings.')
    .argument(
      '[file...]',
      'recordings, traces and findings.json files, the older file first for each target or client (default: all such files in reports/)',
    )
    .option('-o, --out <file>', 'file to write (default: reports/report.html)')
    .option('--openapi <document>', 'an OpenAPI document (file or URL) to include in the matrix; repeatable', collect)
    .option(
      '--docs <file>',
      'a documentation page; repeatable; write CLIENT=FILE for a page about one client (default: each README.md)',
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
    .description('Open the page that `parity report` or `--reporter html` wrote.')
    .argument('[file]', 'the page (default: reports/report.html)')
    .addOption(config())
    .action(async (file, flags) => done(await (await import('../commands/open.ts')).open(file, flags, io)));
};

export const addMerge: AddCommand = (program, io, done) => {
  program
    .command('merge')
    .description('Merge the recordings of shards into one recording.')
    .argument('<out>', 'the file to write')
    .argument('<recording...>', 'the recordings of all shards')
    .action(async (out, recordings) => done(await (await import('../commands/merge.ts')).merge(out, recordings, io)));
};

export const addClean: AddCommand = (program, io, done) => {
  program
    .command('clean')
    .description('Remove the resources that a run left on a server because the run was killed.')
    .option('-t, --target <name>', 'remove only resources that were left on this target')
    .option('--dry-run', 'print which resources would be removed, without removing them')
    .addOption(config())
    .action(async (flags) => done(await (await import('../commands/clean.ts')).clean(flags, io)));
};

export const addSandbox: AddCommand = (program, io, done) => {
  program
    .command('sandbox')
    .description('Run the embedded server until Ctrl-C.')
    .option('-p, --port <n>', 'port on 127.0.0.1 (default: any free port)', parsePort)
    .addOption(
      new Option(
        '--example <name>',
        'run an example server instead of the sandbox: `shop`, the server of the tutorial',
      ).choices(['shop']),
    )
    .option('--profile <name>', "the API's profile: hosted or core", 'hosted')
    .option('--defect <name>', 'a defect to switch on; repeatable', collect)
    .option('--feature <name>', 'a proposed feature to switch on; repeatable', collect)
    .option('--seed <n>', 'seed for ids and keys, so that they are the same after every start', parseCount)
    .option('--list-defects', 'print the defects and stop')
    .option('--json', 'with --list-defects: print JSON')
    .action(async (flags) => done(await (await import('../commands/sandbox.ts')).sandbox(flags, io)));
};
