import { Command, CommanderError } from 'commander';
import { errorLines, type Io, typable } from '../app/io.ts';
import { isUserError } from '../lib/error.ts';
import { printable } from '../report/printable.ts';
import type { AddCommand } from './add-command.ts';
import {
  addCapture,
  addDriver,
  addGate,
  addInstall,
  addManifest,
  addReceive,
  addRecord,
  addTrace,
} from './client-verbs.ts';
import { addCompletion } from './completion-verb.ts';
import { addCheck, addConfig, addDoctor, addExplain, addInit, addSchema, addXfail } from './data-verbs.ts';
import { addAudit } from './drift-verbs.ts';
import { addHelpNotes } from './help-notes.ts';
import { addDiff, addExport, addImport } from './openapi-verbs.ts';
import { VOLUME } from './options.ts';
import {
  addClean,
  addJudge,
  addMerge,
  addOpen,
  addReplay,
  addReport,
  addRun,
  addSandbox,
  addWatch,
} from './server-verbs.ts';

/** Runs the command, and turns every failure into a message and an exit code. */
export async function runCli(args: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  const volume: Volume = {};
  const heard: Io = {
    ...io,
    err: (text) => io.err(typable(text, io)),
    get interactive() {
      return io.interactive && volume.quiet !== true;
    },
  };
  const program = buildProgram(heard, (code) => {
    exitCode = code;
  });
  program.hook('preAction', (_, action) => void Object.assign(volume, action.opts<Volume>()));
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return reportFailure(error, heard, volume);
  }
}

interface Volume {
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

const EPILOGUE = `
Exit codes: 0 ok · 1 contract failure · 2 usage or data file · 3 environment · 4 ledger · 5 nothing ran
            70 a bug in parity · 130 interrupted`;

function buildProgram(io: Io, done: (code: number) => void): Command {
  const program = new Command('parity')
    .description('Contract and parity tests for HTTP APIs and the clients built on them.')
    .version(io.version, '-V, --version')
    .option('--no-color', 'print without colours')
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: (text) => io.err(withoutControls(text)) })
    .showHelpAfterError('(parity --help lists the commands)')
    .addHelpText('after', EPILOGUE);
  for (const [group, commands] of Object.entries(COMMANDS)) {
    program.commandsGroup(`${group}:`);
    for (const add of commands) add(program, io, done);
  }
  addHelpNotes(program);
  for (const command of program.commands.flatMap(leavesOf)) for (const option of VOLUME) command.addOption(option());
  return program;
}

function leavesOf(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);
}

const COMMANDS: { readonly [group: string]: readonly AddCommand[] } = {
  'Start a project': [addInit, addImport, addCheck, addDoctor, addSandbox],
  'Test a server': [addRun, addWatch, addReplay, addXfail, addClean],
  'Test a client': [addTrace, addInstall, addDriver, addGate, addCapture, addRecord, addReceive],
  'Read and share results': [addJudge, addReport, addOpen, addManifest, addAudit, addExplain],
  'Documents and files': [addDiff, addExport, addMerge, addConfig, addSchema, addCompletion],
};

/** Removes control characters from an argument, because messages quote arguments. */
function withoutControls(text: string): string {
  const safe = (line: string) => `${/^ */.exec(line)?.[0] ?? ''}${printable(line)}`;
  return text.split('\n').map(safe).join('\n');
}

/** Only a bug in parity is printed with its stack. */
function reportFailure(error: unknown, io: Io, { verbose }: Volume): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (isUserError(error)) {
    io.err(errorLines(error));
    if (verbose) io.err(`${error.stack}\n`);
    return error.exitCode;
  }
  io.err(
    `parity: this is a bug in wireparity ${io.version}\n${error instanceof Error ? error.stack : String(error)}\n`,
  );
  return 70;
}
