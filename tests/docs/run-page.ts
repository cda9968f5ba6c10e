import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY } from '../helpers/command.ts';

interface Command {
  readonly text: string;
  /** The page shows this output for the command. */
  readonly shown: readonly string[];
}

export interface Outcome extends Command {
  readonly exitCode: number;
  readonly output: string;
}

type Piece = { readonly file: string; readonly text: string } | Command;

/** Runs the `console` blocks of a docs page in a new folder, where the packed package is installed. */
export async function runPage(page: string): Promise<readonly Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'parity-page-'));
  try {
    installPacked(folder);
    const pieces = readPage(await withFreePorts(page));
    const output = await runScript(pieces.map(scriptOf).join('\n'), folder);
    return pieces.flatMap((piece, index) => {
      if ('file' in piece) return [];
      const ended = new RegExp(`<begin ${index}>\n([\\s\\S]*?)\n?<end ${index} (\\d+)>`).exec(output);
      return [{ ...piece, output: ended?.[1] ?? output, exitCode: Number(ended?.[2] ?? Number.NaN) }];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A block is the content of a file if the line above it names the file and ends with a colon. */
function readPage(page: string): readonly Piece[] {
  return [...page.matchAll(/^```(\w+)\n([\s\S]*?)\n```$/gm)].flatMap((block): readonly Piece[] => {
    const [, language, text = ''] = block;
    if (language === 'console') return commandsOf(text);
    const before = page.slice(0, block.index).trimEnd().split('\n').at(-1) ?? '';
    const file = /`([\w./-]+\.\w+)`[^`]*:$/.exec(before)?.[1];
    return file === undefined ? [] : [{ file, text }];
  });
}

function commandsOf(text: string): readonly Command[] {
  const parts = text.split(/^\$ /m).slice(1);
  return parts.map((part) => {
    const [command = '', ...shown] = part.trimEnd().split('\n');
    return { text: command, shown };
  });
}

function scriptOf(piece: Piece, index: number): string {
  if ('file' in piece)
    return `mkdir -p "$(dirname '${piece.file}')"; cat > '${piece.file}' <<'END OF FILE'\n${piece.text}\nEND OF FILE`;
  return `echo '<begin ${index}>'\n${piece.text}\ncode=$?; echo; echo "<end ${index} $code>"`;
}

/** Replaces the fixed ports in the commands of a docs page, because these ports may be in use. */
async function withFreePorts(page: string): Promise<string> {
  const ports = [...new Set(page.match(/(?<=--port )\d+/g) ?? [])];
  const free = await Promise.all(ports.map(freePort));
  return ports.reduce((text, port, index) => text.replaceAll(port, String(free[index])), page);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Installs the packed package with the dependencies of this repository. */
function installPacked(folder: string): void {
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '.bin'), { recursive: true });
  const packed = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
    cwd: REPOSITORY,
    encoding: 'utf8',
  });
  execFileSync('tar', ['-xzf', packed.trim(), '-C', modules], { cwd: folder });
  execFileSync('mv', [join(modules, 'package'), join(modules, 'wireparity')]);
  rmSync(join(folder, packed.trim()));
  symlinkSync(join(REPOSITORY, 'node_modules/typescript'), join(modules, 'typescript'));
  symlinkSync('../wireparity/dist/cli.js', join(modules, '.bin/parity'));
  writeFileSync(join(folder, 'package.json'), '{ "name": "page", "version": "1.0.0" }');
}

/** Returns what a shell script prints, and ends the processes that it has started. */
function runScript(script: string, cwd: string): Promise<string> {
  const env = { PATH: process.env.PATH, HOME: cwd, NO_COLOR: '1' };
  const shell = spawn('bash', ['-c', script], { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [shell.stdout, shell.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve) => {
    shell.on('exit', () => {
      if (shell.pid !== undefined) process.kill(-shell.pid, 'SIGKILL');
    });
    shell.on('close', () => resolve(output));
  });
}
