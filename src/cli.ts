#!/usr/bin/env node
import process from 'node:process';
import packageJson from '../package.json' with { type: 'json' };
import { type Io, printable } from './app/io.ts';
import { createOnSignal } from './app/signal-listeners.ts';

const VERSION_FLAGS = ['--version', '-V'];

const color = wantsColor();
const interactive = process.stderr.isTTY === true && process.env.CI === undefined;

const io: Io = {
  cwd: process.cwd(),
  env: process.env,
  out: (text) => void process.stdout.write(printable(text, { color })),
  err: (text) => void process.stderr.write(printable(text, { color, interactive })),
  interactive,
  color,
  columns: process.stderr.columns || 100, // a pseudo terminal without a size reports 0 columns
  now: () => new Date(),
  random: Math.random,
  onSignal: createOnSignal(process, () => performance.now()),
  version: packageJson.version,
  ...(process.env.npm_command === 'exec' && { command: 'npx wireparity' }),
  ...(process.stdin.isTTY === true && process.stdout.isTTY === true && process.env.CI === undefined && { ask, onKey }),
};

let outputError: Error | undefined;

await main(process.argv.slice(2));

/** Scripts call `--version` often, so this option loads no command. */
async function main(args: readonly string[]): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', onOutputError);
  if (args.length === 1 && VERSION_FLAGS.includes(args[0] ?? '')) {
    io.out(`${packageJson.version}\n`);
    return;
  }
  const { runCli } = await import('./program/program.ts');
  const exitCode = await runCli(args, io);
  process.exitCode = exitCode === 0 && outputError !== undefined ? 3 : exitCode;
}

async function ask(question: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await lines.question(printable(question, { color: false }));
  } finally {
    lines.close();
  }
}

/** In raw mode, Ctrl-C arrives as a key and not as a signal. */
function onKey(listener: (key: string) => void): () => void {
  const hear = (keys: Buffer) => {
    for (const key of keys.toString())
      if (key === '\u0003') process.kill(process.pid, 'SIGINT');
      else listener(key);
  };
  process.stdin.setRawMode(true).resume().on('data', hear);
  return () => void process.stdin.off('data', hear).setRawMode(false).pause();
}

function wantsColor(): boolean {
  if (process.argv.includes('--no-color') || process.env.NO_COLOR) return false;
  if (process.env.FORCE_COLOR) return process.env.FORCE_COLOR !== '0';
  return process.stdout.isTTY === true;
}

/** A closed pipe or a closed terminal is not an error, for example in `parity run | head`. */
function onOutputError(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE' || error.code === 'EIO') return;
  const isFirst = outputError === undefined;
  outputError = error;
  if (isFirst) process.stderr.write(`parity: cannot write the output: ${error.message}\n`);
  process.exitCode ||= 3;
}
