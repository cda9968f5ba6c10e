import { execFileSync, fork } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

const ROOT = join(import.meta.dirname, '..');
const KEY = 'bench_sk_0123456789abcdef0123456789abcdef';

/** Prepares the build, the server and the temporary folder that every benchmark needs. */
export async function openWorkbench() {
  const scratch = mkdtempSync(join(tmpdir(), 'wireparity-bench-'));
  const server = await startServer();
  const { PATH = '', HOME = '' } = process.env;
  return {
    scratch,
    server: { url: server.url, key: KEY },
    env: { PATH, HOME, PARITY_MAIN_API_KEY: KEY },
    cli: build(),
    close: () => {
      server.stop();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

/** Bundles the current sources into a separate folder, because dist/ must not change. */
function build() {
  const out = join(ROOT, 'node_modules/.cache/wireparity-bench');
  const tsdown = join(ROOT, 'node_modules/tsdown/dist/run.mjs');
  execFileSync(process.execPath, [tsdown, '--out-dir', out, '--log-level', 'error'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  // Without `"type": "module"`, Node would have to detect the type of each file.
  writeFileSync(join(out, 'package.json'), '{ "type": "module" }\n');
  return join(out, 'cli.js');
}

/** Starts the server in a separate process. The measured time then does not include its work. */
function startServer() {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'server.js'), { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    child.stdout.once('data', (url) => resolve({ url: String(url).trim(), stop: () => child.disconnect() }));
  });
}

export function makeProject(folder, suite) {
  cpSync(join(import.meta.dirname, 'project'), folder, { recursive: true });
  mkdirSync(join(folder, 'suites'), { recursive: true });
  writeFileSync(join(folder, 'suites/bench.yaml'), suite);
  return folder;
}
