import type { AddCommand } from './add-command.ts';
import { collect, config, judging, parseDate, parsePort, parsePositive, parseTime, reporter } from './options.ts';

export const addTrace: AddCommand = (program, io, done) => {
  judging(
    program
      .command('trace')
      .description('drive clients against the recorder and judge what they send')
      .argument('[client...]', 'files of the clients folder (default: all that can run here)')
      .option('--check', 'fail when a surface is not as its snapshot says')
      .option('-u, --update', 'write the snapshots anew')
      .option('--resume', 'go on with a trace that was stopped'),
  ).action(async (clients, flags) =>
    done((await (await import('../commands/trace.ts')).trace(clients, flags, io)).exitCode),
  );
};

export const addDriver: AddCommand = (program, io, done) => {
  program
    .command('driver')
    .description("for the authors of drivers: what a driver of one's own must do")
    .command('test')
    .description("hold a client's driver against the protocol, rule by rule")
    .argument('<client>', 'a file of the clients folder')
    .addOption(config())
    .action(async (client, flags) =>
      done(await (await import('../commands/driver-test.ts')).driverTest(client, flags, io)),
    );
};

export const addInstall: AddCommand = (program, io, done) => {
  program
    .command('install')
    .description('install clients ahead of a trace or a gate: the one step that may use the network')
    .argument('[client...]', 'files of the clients folder (default: all)')
    .option('--base <revision>', "the client's revision that a gate compares with")
    .addOption(config())
    .action(async (clients, flags) => done(await (await import('../commands/install.ts')).install(clients, flags, io)));
};

export const addRecord: AddCommand = (program, io, done) => {
  program
    .command('record')
    .description('run the recorder until Ctrl-C: a server that answers from the contracts and writes what it hears')
    .option('--upstream <url>', 'pass requests on to this server or target instead')
    .option('--replay <file>', 'answer as this recording does instead')
    .option('--profile <name>', "the API's profile (default: the first)")
    .option('-p, --port <n>', 'on 127.0.0.1 (default: any free one)', parsePort)
    .option('-o, --out <file>', 'the recording to write (default: record.jsonl among the reports)')
    .addOption(config())
    .action(async (flags) => done(await (await import('../app/record-traffic.ts')).recordTraffic(flags, io)));
};

export const addCapture: AddCommand = (program, io, done) => {
  judging(
    program
      .command('capture')
      .description('run a command against the recorder and judge what it sent')
      .argument('<command...>', 'behind --, as in: parity capture -- pytest -q')
      .option(
        '--env <name[=/path]>',
        "variable to set to the recorder's address, besides PARITY_BASE_URL; repeatable",
        collect,
      )
      .option('--intent <file>', 'the calls that the command makes, in order: what they give must be sent')
      .option('--upstream <url>', 'pass requests on to this server or target instead of answering from the contracts')
      .option('--profile <name>', "the API's profile (default: the first)"),
  ).action(async (command, flags) => done(await (await import('../commands/capture.ts')).capture(command, flags, io)));
};

export const addReceive: AddCommand = (program, io, done) => {
  program
    .command('receive')
    .description("take a server's webhooks until Ctrl-C, and say of each whether its signature holds")
    .option('--secret-env <name>', 'the variable that holds the secret; repeatable: any of them may hold', collect)
    .option('--scheme <name>', 'a key of contracts/signatures.yaml (default: its only one)')
    .option('-p, --port <n>', 'on 127.0.0.1 (default: any free one)', parsePort)
    .option('--count <n>', 'stop after so many', parsePositive)
    .option('--timeout <duration>', 'stop after so long, as 30s', parseTime)
    .addOption(config())
    .action(async ({ timeout, ...flags }) =>
      done(await (await import('../app/receive.ts')).receive({ ...flags, timeoutMs: timeout }, io)),
    );
};

export const addGate: AddCommand = (program, io, done) => {
  program
    .command('gate')
    .description("hold a client's pull request against its base: fail on what it makes worse")
    .requiredOption('--client <name>', 'a file of the clients folder')
    .option('--base <revision>', "of the client's repository (default: where HEAD left the main branch)")
    .option('-o, --out <folder>', 'for the comment, SARIF and JSON (default: the reports)')
    .option('--strict-warnings', 'a new warning fails too')
    .addOption(reporter())
    .addOption(config())
    .action(async (flags) => done((await (await import('../commands/gate.ts')).gateClient(flags, io)).exitCode));
};

export const addManifest: AddCommand = (program, io, done) => {
  program
    .command('manifest')
    .description('write parity-manifest.json from what clients put on the wire')
    .option('--check', 'fail when the file is not what the evidence says; write nothing')
    .option('--only <client>', 'this client only; of the others the file keeps what it says')
    .option('-o, --out <file>', 'another file; with --only the form that a client keeps itself')
    .option(
      '--from-old <[client=]file>',
      'carry over the notes of a hand-kept manifest, list its stale claims; repeatable',
      collect,
    )
    .option('--audited <date>', 'the audit date, as 2027-01-31 (default: none)', parseDate)
    .option(
      '--ports <file>',
      'changes on their way: ports.yaml, or what gh pr list --json printed (default: ports.yaml)',
    )
    .option('--traces', 'take the traces among the reports as they are')
    .addOption(config())
    .action(async (flags) => done(await (await import('../commands/manifest.ts')).manifest(flags, io)));
};
