import { execFileSync, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { childEnvironment } from '../examples/example-project.ts';
import { REPOSITORY } from './command.ts';

/** A simulated GitHub runner. It runs the steps of workflows in a shell. */
export interface WorkflowRun {
  /** The folder of the checked-out repository. */
  readonly workspace: string;
  /** The folder that contains the artifacts of all jobs, one folder per artifact. */
  readonly artifacts: string;
  readonly contexts: Contexts;
  readonly env: { readonly [name: string]: string };
}

export interface Contexts {
  readonly github?: object;
  readonly secrets?: object;
  readonly matrix?: object;
}

export interface StepRecord {
  readonly name: string;
  readonly exitCode: number;
  readonly output: string;
}

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Texts;
  readonly env?: Texts;
  readonly 'working-directory'?: string;
  readonly 'continue-on-error'?: boolean;
}

type Texts = { readonly [name: string]: string };

interface Scope {
  readonly run: WorkflowRun;
  readonly contexts: { readonly [name: string]: unknown };
  readonly env: Texts;
  readonly steps: { [id: string]: { readonly outputs: Texts } };
}

export async function readWorkflow(name: string): Promise<{ readonly jobs: { readonly [job: string]: Job } }> {
  return parse(await readFile(join(REPOSITORY, 'examples/workflows', name), 'utf8'));
}

export interface Job {
  readonly env?: Texts;
  readonly strategy?: { readonly matrix: { readonly [name: string]: readonly unknown[] } };
  readonly steps: readonly Step[];
}

export async function runJob(job: Job, run: WorkflowRun): Promise<readonly StepRecord[]> {
  const contexts = { github: {}, secrets: {}, matrix: {}, ...run.contexts };
  const env = mapTexts(job.env ?? {}, { env: {}, steps: {}, ...contexts });
  return runSteps(job.steps, { run, contexts: { ...contexts, env }, env, steps: {} });
}

export async function runAction(inputs: Texts, run: WorkflowRun): Promise<readonly StepRecord[]> {
  return runJob({ steps: [{ name: 'action', uses: 'wireparity/wireparity@v0.1.0', with: inputs }] }, run);
}

async function runSteps(steps: readonly Step[], scope: Scope): Promise<readonly StepRecord[]> {
  const records: StepRecord[] = [];
  let failed = false;
  for (const step of steps) {
    const always = /\balways\(\)/.test(step.if ?? '');
    if ((failed && !always) || (step.if !== undefined && !evaluate(step.if, scope))) continue;
    const own = await runStep(step, scope);
    records.push(...own);
    if (own.some(({ exitCode }) => exitCode !== 0) && step['continue-on-error'] !== true) failed = true;
  }
  return records;
}

async function runStep(step: Step, scope: Scope): Promise<readonly StepRecord[]> {
  const name = step.name ?? step.uses ?? step.run ?? '';
  if (step.run !== undefined) return [{ name, ...(await runShell(step, step.run, scope)) }];
  const given = mapTexts(step.with ?? {}, scopeValues(scope));
  if (step.uses?.startsWith('wireparity/wireparity@')) return runComposite(given, scope);
  if (step.uses?.startsWith('actions/upload-artifact@')) await upload(given, scope.run);
  if (step.uses?.startsWith('actions/download-artifact@')) await download(given, scope.run);
  return [{ name, exitCode: 0, output: '' }];
}

interface Action {
  readonly inputs: { readonly [name: string]: { readonly default?: string; readonly required?: boolean } };
  readonly runs: { readonly steps: readonly Step[] };
}

async function runComposite(given: Texts, scope: Scope): Promise<readonly StepRecord[]> {
  const action: Action = parse(await readFile(join(REPOSITORY, 'action.yml'), 'utf8'));
  for (const name of Object.keys(given))
    if (!(name in action.inputs)) throw new Error(`the action has no input ${name}`);
  const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default ?? ''] as const);
  const github = { token: 'token', ...(scope.contexts.github as object), action_path: REPOSITORY };
  const inputs = mapTexts({ ...Object.fromEntries(defaults), ...given }, { ...scopeValues(scope), github });
  return runSteps(action.runs.steps, { ...scope, contexts: { ...scope.contexts, inputs, github }, steps: {} });
}

async function runShell(step: Step, script: string, scope: Scope): Promise<Omit<StepRecord, 'name'>> {
  const { workspace } = scope.run;
  const outputs = join(await mkdtemp(join(dirname(workspace), 'step-')), 'output');
  await writeFile(outputs, '');
  const values = scopeValues(scope);
  const env = {
    ...childEnvironment(),
    ...scope.run.env,
    ...scope.env,
    ...mapTexts(step.env ?? {}, values),
    GITHUB_OUTPUT: outputs,
  };
  const cwd = join(workspace, expand(step['working-directory'] ?? '.', values));
  const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', expand(script, values)], { cwd, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  const exitCode = await new Promise<number>((done) => child.on('close', (code) => done(code ?? 1)));
  const lines = (await readFile(outputs, 'utf8')).split('\n').filter(Boolean);
  const pairs = lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
  if (step.id !== undefined) scope.steps[step.id] = { outputs: Object.fromEntries(pairs) };
  return { exitCode, output };
}

/** Stores a file or the content of a folder as an artifact of the workflow. */
async function upload({ name = '', path = '' }: Texts, { workspace, artifacts }: WorkflowRun): Promise<void> {
  const from = join(workspace, path);
  const to = join(artifacts, name);
  await mkdir(to, { recursive: true });
  await cp(from, /\.\w+$/.test(path) ? join(to, basename(path)) : to, { recursive: true }).catch(() => undefined);
}

async function download({ pattern = '', path = '' }: Texts, { workspace, artifacts }: WorkflowRun): Promise<void> {
  const names = execFileSync('ls', [artifacts], { encoding: 'utf8' }).split('\n').filter(Boolean);
  const wanted = names.filter((name) => name.startsWith(pattern.replace('*', '')));
  for (const name of wanted) await cp(join(artifacts, name), join(workspace, path, name), { recursive: true });
}

function scopeValues({ contexts, env, steps }: Scope): { readonly [name: string]: unknown } {
  return { ...contexts, env, steps };
}

function mapTexts(texts: Texts, values: object): Texts {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, expand(String(text), values)]));
}

function expand(text: string, values: object): string {
  return text.replaceAll(/\$\{\{\s*(.*?)\s*\}\}/g, (_, path: string) => String(lookUp(path, values) ?? ''));
}

function lookUp(path: string, values: object): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as { readonly [name: string]: unknown } | undefined)?.[name], values);
}

/** A condition must consist of comparisons and `always()`, joined by `&&`. */
function evaluate(condition: string, scope: Scope): boolean {
  return condition.split('&&').every((part) => {
    const comparison = /^\s*([\w.-]+)\s*([!=]=)\s*'([^']*)'\s*$/.exec(part);
    if (comparison === null) return part.trim() === 'always()';
    const [, path = '', operator, text] = comparison;
    return (String(lookUp(path, scopeValues(scope)) ?? '') === text) === (operator === '==');
  });
}
