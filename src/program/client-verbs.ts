import type { AddCommand } from './add-command.ts';
import { collect, config, judging, parseDate, parsePort, parsePositive, parseTime, reporter } from './options.ts';

export const addTrace: AddCommand = (program, io, done) => {
  judging(
    program
      .command('trace')
      .description('Call every method of the clients, record the requests on a local server, and judge the requests.')
      .argument(
        '[client...]',
        'clients to trace, by file name in the clients folder (default: all clients that can run on this machine)',
      )
      .option('--check', "fail if a client's surface differs from its snapshot")
      .option('-u, --update', 'overwrite the snapshots')
      .option('--resume', 'continue an interrupted trace'),
  ).action(async (clients, flags) =>
    done((await (await import('../commands/trace.ts')).trace(clients, flags, io)).exitCode),
  );
};

export const addDriver: AddCommand = (program, io, done) => {
  program
    .command('driver')
    .description('Commands for authors of drivers.')
    .command('test')
    .description("Test a client's driver against the protocol, rule by rule.")
    .argument('<client>', 'a file of the clients folder')
    .addOption(config())
    .action(async (client, flags) =>
      done(await (await import('../commands/driver-test.ts')).driverTest(client, flags, io)),
    );
};

export const addInstall: AddCommand = (program, io, done) => {
  program
    .command('install')
    .description('Install clients before a trace or a gate. This is the only step that may use the network.')
    .argument('[client...]', 'clients to install, by file name in the clients folder (default: all)')
    .option('--base <revision>', 'also install this revision of the client, as the base of a gate')
    .addOption(config())
    .action(async (clients, flags) => done(await (await import('../commands/install.ts')).install(clients, flags, io)));
};

export const addRecord: AddCommand = (program, io, done) => {
  program
    .command('record')
    .description(
      'Run the recorder until Ctrl-C. The recorder is a server that responds from the contracts and records its traffic.',
    )
    .option('--upstream <url>', 'forward requests to this server or target instead of responding from the contracts')
    .option('--replay <file>', 'take the responses from this recording')
    .option('--profile <name>', "the API's profile (default: the first)")
    .option('-p, --port <n>', 'port on 127.0.0.1 (default: any free port)', parsePort)
    .option('-o, --out <file>', 'where to write the recording (default: record.jsonl in the reports folder)')
    .addOption(config())
    .action(async (flags) => done(await (await import('../commands/record.ts')).recordTraffic(flags, io)));
};

export const addCapture: AddCommand = (program, io, done) => {
  judging(
    program
      .command('capture')
      .description('Run a command against the recorder, and judge the requests that the command sends.')
      .argument('<command...>', 'the command, after --, for example: parity capture -- pytest -q')
      .option(
        '--env <name[=/path]>',
        "variable to set to the recorder's address, in addition to PARITY_BASE_URL; repeatable",
        collect,
      )
      .option(
        '--intent <file>',
        'a file that lists the intended calls, in order; the requests must contain the values of these calls',
      )
      .option('--upstream <url>', 'forward requests to this server or target instead of responding from the contracts')
      .option('--profile <name>', "the API's profile (default: the first)"),
  ).action(async (command, flags) => done(await (await import('../commands/capture.ts')).capture(command, flags, io)));
};

export const addReceive: AddCommand = (program, io, done) => {
  program
    .command('receive')
    .description("Receive a server's webhooks until Ctrl-C, and check the signature of each one.")
    .option(
      '--secret-env <name>',
      'environment variable that contains a secret; repeatable: each delivery must be signed with one of the secrets',
      collect,
    )
    .option('--scheme <name>', 'the name of a signature scheme in contracts/signatures.yaml (default: the only scheme)')
    .option('-p, --port <n>', 'port on 127.0.0.1 (default: any free port)', parsePort)
    .option('--count <n>', 'stop after this many deliveries', parsePositive)
    .option('--timeout <duration>', 'stop after this time, for example 30s', parseTime)
    .addOption(config())
    .action(async ({ timeout, ...flags }) =>
      done(await (await import('../commands/receive.ts')).receive({ ...flags, timeoutMs: timeout }, io)),
    );
};

export const addGate: AddCommand = (program, io, done) => {
  program
    .command('gate')
    .description("Compare a client's pull request with its base, and fail if the client got worse.")
    .requiredOption('--client <name>', 'the client, by file name in the clients folder')
    .option(
      '--base <revision>',
      "the revision of the client's repository to compare with (default: the merge base of HEAD and the main branch)",
    )
    .option('-o, --out <folder>', 'folder for the comment, SARIF and JSON (default: the reports folder)')
    .option('--strict-warnings', 'also fail on new warnings')
    .addOption(reporter())
    .addOption(config())
    .action(async (flags) => done((await (await import('../commands/gate.ts')).gateClient(flags, io)).exitCode));
};

export const addManifest: AddCommand = (program, io, done) => {
  program
    .command('manifest')
    .description('Write parity-manifest.json from the requests that clients send.')
    .option('--check', 'fail if the file differs from the evidence; write nothing')
    .option('--only <client>', 'update only the entries of this client')
    .option('-o, --out <file>', "write to another file; with --only, in the form that a client's own repository stores")
    .option(
      '--from-old <[client=]file>',
      'copy the notes of a hand-written manifest, and list its stale claims; repeatable',
      collect,
    )
    .option('--audited <date>', 'date of the audit, for example 2027-01-31 (default: none)', parseDate)
    .option(
      '--ports <file>',
      'list of changes in progress: ports.yaml, or the output of gh pr list --json (default: ports.yaml)',
    )
    .option('--traces', 'use existing traces without checking whether they are up to date')
    .addOption(config())
    .action(async (flags) => done(await (await import('../commands/manifest.ts')).manifest(flags, io)));
};
