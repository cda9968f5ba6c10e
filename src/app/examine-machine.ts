import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { platform } from 'node:os';
import { join } from 'node:path';
import { findObstacle, isProgram, programOf } from '../clients/install/find-obstacle.ts';
import { toolOf } from '../clients/install/install-client.ts';
import type { Client } from '../model/client.ts';
import type { Target } from '../model/target.ts';
import { credentialVariable } from '../model/target.ts';
import type { Workspace } from '../model/workspace.ts';
import type { Checkup } from '../report/checkup.ts';
import { variablesOf } from '../run/target/credentials.ts';
import type { Io } from './io.ts';

/** Starts no program of the project and installs nothing. */
export async function examineMachine(workspace: Workspace, io: Io): Promise<readonly Checkup[]> {
  const { config, clients } = workspace;
  const targets = Object.values(config.targets).flatMap((target) => examineTarget(target, workspace, io));
  const checkups = [
    examineProgram('git', { io, why: '`parity gate` needs it, and the revision of a client comes from it' }),
    ...targets,
    ...clients.map((client) => examineClient(client, workspace, io)),
  ];
  return (await Promise.all(checkups)).flat();
}

async function examineProgram(
  name: string,
  { io, why }: { readonly io: Io; readonly why: string },
): Promise<readonly Checkup[]> {
  if (await isProgram(name, io.env)) return [{ subject: name, state: 'ok', detail: why }];
  const fix = await installCommand(name, io.env);
  return [{ subject: name, state: 'missing', detail: `is not installed: ${why}`, ...(fix !== undefined && { fix }) }];
}

/** `names` maps a program to its package if the two names differ. */
const MANAGERS = [
  {
    program: 'apt-get',
    install: 'sudo apt-get install -y',
    names: { python3: 'python3 python3-venv', go: 'golang-go', java: 'default-jre' },
  },
  { program: 'dnf', install: 'sudo dnf install -y', names: { go: 'golang', java: 'java-latest-openjdk' } },
  { program: 'apk', install: 'apk add', names: { java: 'openjdk21-jre' } },
  { program: 'brew', install: 'brew install', names: { python3: 'python', java: 'openjdk' } },
  { program: 'winget', install: 'winget install', names: { python3: 'Python.Python.3', git: 'Git.Git' } },
] as const satisfies readonly { readonly program: string; readonly install: string; readonly names: object }[];

const PACKAGED = new Set(['git', 'python3', 'go', 'java', 'ruby']);

async function installCommand(name: string, env: Io['env']): Promise<string | undefined> {
  if (!PACKAGED.has(name)) return undefined;
  for (const { program, install, names } of MANAGERS) {
    if (!(await isProgram(program, env))) continue;
    return `${install} ${Object.entries(names).find(([known]) => known === name)?.[1] ?? name}`;
  }
  return platform() === 'darwin' ? `brew install ${name}` : undefined;
}

async function examineTarget(target: Target, { contracts }: Workspace, io: Io): Promise<readonly Checkup[]> {
  if (target.kind === 'sandbox') return [];
  const subject = `target ${target.name}`;
  const [program = ''] = target.kind === 'command' ? target.command : [];
  const isFound =
    program === '' ||
    existsSync(join(target.kind === 'command' ? target.cwd : '', program)) ||
    (await isProgram(program, io.env));
  const isDeclared = Object.keys(target.actors).length > 0;
  const conventional = Object.keys(contracts.api.auth).map((kind) => credentialVariable('main', kind));
  const unset = (isDeclared ? variablesOf(target.actors) : conventional).filter((name) => !io.env[name]);
  const found: Checkup[] = unset.map((name) => ({
    subject,
    state: 'missing',
    detail: `the environment variable ${name}, which holds a credential, is not set`,
    fix: `export ${name}=…`,
  }));
  if (!isFound)
    found.push({ subject, state: 'missing', detail: `the command starts ${program}, and ${program} is not installed` });
  return found.length > 0
    ? found
    : [{ subject, state: 'ok', detail: program === '' ? 'its credentials are set' : `${program} is installed` }];
}

async function examineClient(client: Client, { root }: Workspace, io: Io): Promise<readonly Checkup[]> {
  const subject = `client ${client.name}`;
  const obstacle = await findObstacle(client, { root, env: io.env });
  const needs = [...(await missingTools(client, io)), ...missingCompiler(client, root)];
  const missing = needs.map(
    ({ detail, fix }) => ({ subject, state: 'missing', detail, ...(fix !== undefined && { fix }) }) as const,
  );
  if (obstacle !== undefined && needs.length === 0) {
    const fix = obstacle.includes('is not installed yet') ? `parity install ${client.name}` : undefined;
    return [{ subject, state: 'missing', detail: obstacle, ...(fix !== undefined && { fix }) }];
  }
  return missing.length > 0 ? missing : [{ subject, state: 'ok', detail: 'can be traced' }];
}

type Need = Pick<Checkup, 'detail' | 'fix'>;

async function missingTools(client: Client, { env }: Io): Promise<readonly Need[]> {
  const installs = client.source.kind !== 'path' || client.source.install;
  const tool = installs ? toolOf(client) : undefined;
  const program = tool === 'pip' ? (client.runtime ?? 'python3') : tool === 'npm' ? 'npm' : programOf(client);
  if (program === undefined || program.includes('/')) return [];
  if (!(await isProgram(program, env))) {
    const fix = await installCommand(program, env);
    return [{ detail: `${program} is not installed`, ...(fix !== undefined && { fix }) }];
  }
  if (tool !== 'pip' || (await runs(program, ['-c', 'import ensurepip, venv']))) return [];
  const fix = await installCommand('python3', env);
  return [
    { detail: `${program} lacks the venv module, which the installation needs`, ...(fix !== undefined && { fix }) },
  ];
}

/** The `node` driver needs TypeScript, an optional peer dependency, to read type declarations. */
function missingCompiler({ driver }: Client, root: string): readonly Need[] {
  if (driver !== 'node') return [];
  const isThere = [import.meta.url, join(root, 'package.json')].some((from) => {
    try {
      return createRequire(from).resolve('typescript') !== '';
    } catch {
      return false;
    }
  });
  const detail = 'the package typescript, which reads the declarations of JavaScript and TypeScript, is not installed';
  return isThere ? [] : [{ detail, fix: 'npm install --save-dev typescript@6' }];
}

function runs(program: string, args: readonly string[]): Promise<boolean> {
  return new Promise((done) => {
    execFile(program, args, (error) => done(error === null));
  });
}
