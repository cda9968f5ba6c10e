import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { glob } from 'tinyglobby';
import { userError } from '../../lib/error.ts';
import { errorMessage } from '../../lib/error-text.ts';
import { looksSecret } from '../../lib/looks-secret.ts';
import { onAbort } from '../../lib/on-abort.ts';
import { sha256 } from '../../lib/stable-hash.ts';
import type { Client } from '../../model/client.ts';
import { startGroup } from '../../run/target/process-group.ts';
import { clientFailed } from '../driver/client-failed.ts';
import { scrubbedEnvironment } from '../driver/driver-environment.ts';
import { pythonOf } from '../driver/driver-program.ts';
import { checkSource } from '../driver/start-life.ts';
import { installationsOf, keptInstallations } from './kept-installations.ts';

interface InstallOptions {
  /** The root folder of the project. Clients are installed in `<root>/.parity/clients/<name>/`. */
  readonly root: string;
  readonly env: { readonly [name: string]: string | undefined };
  readonly signal: AbortSignal;
  readonly offline?: boolean;
  /** Shows the user a message before something is installed. */
  readonly tell?: (line: string) => void;
}

/**
 * Installs a client, unless an installation with the same content exists.
 * @throws client-failed with the last output of the installer
 */
export async function installClient(client: Client, options: InstallOptions): Promise<Client> {
  if (client.source.kind === 'path' && !client.source.install) return client;
  await checkSource(client);
  const home = join(options.root, '.parity');
  const tool = toolOf(client);
  const stamp = await installStamp(client, tool);
  const kept = keptInstallations(installationsOf(options.root, client.name));
  const fill = async (folder: string) => {
    options.tell?.(`installing ${client.name} into ${folder}`);
    const scratch = join(folder, 'tmp');
    await mkdir(scratch);
    await writeFile(join(home, '.gitignore'), '*\n');
    const context: ToolContext = { ...options, client, folder, scratch, cache: join(home, 'cache') };
    await (tool === 'pip' ? installWithPip(context) : installWithNpm(context));
    await rm(scratch, { recursive: true, force: true });
  };
  const found = await kept.find(stamp);
  if (found === undefined && options.offline === true) throw notInstalled(client);
  const folder = found ?? (await kept.add(stamp, fill));
  return useInstalled(client, { tool, folder });
}

function notInstalled(client: Client): Error {
  return clientFailed(client, {
    what: 'the client is not installed, and a gate does not use the network',
    hint: `Before the gate, run \`parity install ${client.name} --base REVISION\` with the same base as the gate.`,
  });
}

type Tool = 'pip' | 'npm';

/** For an MCP server or a command, the files in the source folder decide which installer is used. */
export function toolOf({ driver, source }: Client): Tool {
  if (source.kind !== 'path') return source.kind;
  if (driver === 'python' || driver === 'node') return driver === 'python' ? 'pip' : 'npm';
  return existsSync(join(source.path, 'package.json')) ? 'npm' : 'pip';
}

async function useInstalled(
  client: Client,
  { tool, folder }: { readonly tool: Tool; readonly folder: string },
): Promise<Client> {
  const programs = join(folder, tool === 'pip' ? 'venv/bin' : 'node_modules/.bin');
  const command = withProgram(client.command, programs);
  if (tool === 'pip')
    return { ...client, command, runtime: client.driver === 'python' ? join(programs, 'python') : client.runtime };
  const path = join(folder, 'node_modules', await installedName(folder));
  return { ...client, command, source: { kind: 'path', path, install: true } };
}

function withProgram([program, ...args]: readonly string[], folder: string): readonly string[] {
  if (program === undefined) return [];
  const own = join(folder, program);
  return [!/[\\/]/.test(program) && existsSync(own) ? own : program, ...args];
}

async function installedName(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'package.json'), 'utf8');
  // safe cast: npm wrote this file
  const { dependencies } = JSON.parse(text) as { readonly dependencies?: { readonly [name: string]: string } };
  return Object.keys(dependencies ?? {})[0] ?? '';
}

/** A Python client runs from its source folder. If a file that declares dependencies changes, the client is installed again. */
const PYTHON_FILES = ['pyproject.toml', 'setup.py', 'setup.cfg', 'requirements*.txt'];
/** Clients that are not in Python are copied, so any changed file requires a new installation. */
const ALL_FILES = ['**/*'];
const NEVER = [
  ...['**/node_modules/**', '**/__pycache__/**', '.git/**', '.venv/**', '**/.parity/**'],
  // a trace may write these files into the client's source
  ...['**/*.surface.yaml', '**/*.findings.json', '**/*.trace*.jsonl'],
];

/** Returns a text that changes if the client must be installed again. */
async function installStamp({ driver, source, runtime }: Client, tool: Tool): Promise<string> {
  if (source.kind !== 'path') return `${JSON.stringify({ tool, requirement: source.requirement, runtime })}\n`;
  const { path } = source;
  const files = await glob(driver === 'python' ? PYTHON_FILES : ALL_FILES, { cwd: path, ignore: NEVER, dot: true });
  // The stamp contains only relative names and contents, so two checkouts with equal files share one installation.
  const states = await Promise.all(
    files.toSorted().map(async (file) => `${file} ${sha256(await readFile(join(path, file)))}`),
  );
  const stamp = { tool, runtime, files: sha256(states.join('\n')) };
  return `${JSON.stringify(stamp)}\n`;
}

async function installWithPip(context: ToolContext): Promise<void> {
  const { client, folder } = context;
  const venv = join(folder, 'venv');
  const python = client.driver === 'python' ? pythonOf(client) : 'python3';
  const install = (requirement: string) =>
    runTool([join(venv, 'bin/python'), '-m', 'pip', 'install', '--quiet', requirement], context);
  await runTool([python, '-m', 'venv', venv], context);
  if (client.source.kind !== 'path') return install(client.source.requirement);
  // The built copy is outside the project, because the project may be inside the client's source.
  const copy = await mkdtemp(join(tmpdir(), 'parity-source-'));
  try {
    await cp(await realpath(client.source.path), copy, {
      recursive: true,
      filter: (path) => !LEFT_OUT.has(basename(path)),
    });
    await install(copy);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

const LEFT_OUT = new Set(['.venv', 'venv', 'node_modules', '.parity', '.tox', '__pycache__']);

/** Installs the package as if it had been published, without running its scripts. */
async function installWithNpm(context: ToolContext): Promise<void> {
  const { source } = context.client;
  await writeFile(join(context.folder, 'package.json'), '{ "private": true }\n');
  const options = ['--ignore-scripts', '--install-links', '--no-audit', '--no-fund', '--loglevel=error'];
  const requirement = source.kind === 'path' ? source.path : source.requirement;
  await runTool(['npm', 'install', ...options, '--', requirement], context);
}

interface ToolContext {
  readonly client: Client;
  readonly env: { readonly [name: string]: string | undefined };
  readonly signal: AbortSignal;
  readonly folder: string;
  /** Temporary files go into this folder. The folder is removed afterwards. */
  readonly scratch: string;
  /** Folder for downloads, shared by all clients. */
  readonly cache: string;
}

/** Runs a tool to its end, and leaves no process running. @throws client-failed if the tool fails */
async function runTool(command: readonly string[], context: ToolContext): Promise<void> {
  const { client, folder, signal } = context;
  const nonce = randomBytes(12).toString('hex');
  const env = { ...installEnvironment(context), PARITY_INSTALL: nonce };
  const group = await startGroup({ command, cwd: folder, env, mark: `PARITY_INSTALL=${nonce}` }).catch((error) => {
    throw clientFailed(client, {
      what: `the client cannot be installed: ${errorMessage(error)}`,
      hint: `Install "${command[0]}", or name another program with \`runtime:\` in ${client.at.file}.`,
    });
  });
  const forget = onAbort(signal, () => void group.stop(KILL_AFTER_MS));
  const how = signal.aborted ? '' : await group.whenEnded();
  forget();
  await group.stop(KILL_AFTER_MS);
  if (signal.aborted)
    throw userError('command-interrupted', 'interrupted during the installation of a client', { exitCode: 3 });
  if (how === 'exit code 0') return;
  throw clientFailed(client, {
    what: `the client cannot be installed: \`${command.join(' ')}\` ended with ${how}`,
    output: group.output().filter((line) => line.trim() !== ''),
    hint: `Check \`source:\` in ${client.at.file}, and check that this machine can reach the package index.`,
  });
}

const KILL_AFTER_MS = 500;

/** Variables that a download may need. A variable whose value contains a password is left out. */
const NETWORK = [
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'],
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'REQUESTS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'],
  ...['PIP_INDEX_URL', 'PIP_EXTRA_INDEX_URL', 'PIP_CERT', 'PIP_FIND_LINKS', 'PIP_NO_INDEX'],
  ...['npm_config_registry', 'NPM_CONFIG_REGISTRY', 'npm_config_cafile', 'NPM_CONFIG_CAFILE'],
];

/** The environment of an installation contains no credential, because the installation may run code of the client. */
function installEnvironment({ env, scratch, cache }: Pick<ToolContext, 'env' | 'scratch' | 'cache'>) {
  const network = NETWORK.flatMap((name) => {
    const value = env[name];
    return value === undefined || looksSecret(name, value) ? [] : [[name, value] as const];
  });
  return {
    ...scrubbedEnvironment(env, scratch),
    ...Object.fromEntries(network),
    // npm's configuration in the client's folder must not choose programs or servers.
    npm_config_userconfig: join(scratch, 'no-npmrc'),
    npm_config_ignore_scripts: 'true',
    PIP_CACHE_DIR: join(cache, 'pip'),
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_NO_INPUT: '1',
    npm_config_cache: join(cache, 'npm'),
    npm_config_update_notifier: 'false',
  };
}
