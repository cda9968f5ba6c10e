import process from 'node:process';
import packageJson from '../package.json' with { type: 'json' };
import type { AuditFlags } from './app/audit/audit-context.ts';
import { type Io, printable } from './app/io.ts';
import { openWorkspace } from './app/open-workspace.ts';
import { createResponseChecker, type ResponseChecker } from './app/run/check-responses.ts';
import type { AuditResult } from './commands/audit.ts';
import type { GateFlags, GateOutcome } from './commands/gate.ts';
import type { JudgeFlags, JudgeResult } from './commands/judge.ts';
import type { RunFlags, RunResult } from './commands/run.ts';
import type { TraceFlags, TraceResult } from './commands/trace.ts';
import type { ConfigFile, CredentialFile, TargetFile } from './model/config-file.ts';

export type { TracedClient } from './commands/trace.ts';
export { isUserError, type UserError } from './lib/error.ts';
export type { Cause } from './model/cause.ts';
export type { ClientSurface } from './model/client-surface.ts';
export type { Finding, FindingKind, Severity } from './model/finding.ts';
export type { GateResult } from './model/gate-result.ts';
export type { Handoff } from './model/handoff.ts';
export type { HeaderList, HttpResponse } from './model/http.ts';
export type { Xfail } from './model/ledger.ts';
export type { Plan, PlannedScenario } from './model/plan.ts';
export type { Outcome, ScenarioVerdict, StepVerdict, Verdict, Xpass } from './model/verdict.ts';
export type {
  AuditResult,
  ConfigFile,
  CredentialFile,
  GateOutcome,
  JudgeResult,
  ResponseChecker,
  RunResult,
  TargetFile,
  TraceResult,
};

export interface ContractsOptions extends Pick<ProjectOptions, 'cwd' | 'config'> {
  /** Profile of the API, by default the first profile of the contracts. */
  readonly profile?: string;
}

/** Every function accepts these options. */
export interface ProjectOptions {
  /** Folder in which the command runs, by default the current folder. */
  readonly cwd?: string;
  /** Environment variables, by default the variables of the process. `GITHUB_STEP_SUMMARY` is always ignored. */
  readonly env?: { readonly [name: string]: string | undefined };
  /** A settings file other than parity.config.yaml, relative to the project's folder. */
  readonly config?: string;
  /** An abort works like Ctrl-C, with clean-ups and exit code 130. */
  readonly signal?: AbortSignal;
  /** Receives what the command prints on stdout, such as reports without a file. */
  readonly onOutput?: (text: string) => void;
  /** Receives what the command prints on stderr, such as the names of skipped clients and written files. */
  readonly onMessage?: (text: string) => void;
}

/** In `parity.config.ts`, lets an editor complete and check the settings. */
export function defineConfig(config: ConfigFile): ConfigFile {
  return config;
}

/** Reads the contracts a single time. The result checks responses of any HTTP client. @throws UserError */
export async function openContracts(options: ContractsOptions = {}): Promise<ResponseChecker> {
  const workspace = await openWorkspace(options, { cwd: options.cwd ?? process.cwd() });
  return createResponseChecker(workspace, options.profile);
}

/** The options of `parity run`, with durations in milliseconds. */
export interface RunOptions extends ProjectOptions, Omit<RunFlags, 'json' | 'quiet' | 'verbose'> {}

/** The options of `parity trace`. */
export interface TraceOptions extends ProjectOptions, Omit<TraceFlags, 'quiet' | 'verbose'> {
  /** Names of clients, by default of all clients that can run on this machine. */
  readonly clients?: readonly string[];
}

/** The options of `parity judge`. */
export interface JudgeOptions extends ProjectOptions, Omit<JudgeFlags, 'quiet' | 'verbose'> {}

/** The options of `parity gate`. */
export interface GateOptions extends ProjectOptions, Omit<GateFlags, 'client'> {}

/** The options of `parity audit`. */
export interface AuditOptions extends ProjectOptions, AuditFlags {
  /** Names of clients, by default of all clients that can run on this machine. */
  readonly clients?: readonly string[];
}

/**
 * Does what `parity run` does, and writes the recording and `findings.json` to the reports folder.
 * @throws UserError with a `code`, a `hint` and the command's `exitCode`
 */
export async function run(options: RunOptions = {}): Promise<RunResult> {
  return (await import('./commands/run.ts')).run({ ...NO_REPORTS, ...options }, ioOf(options));
}

/** Does what `parity trace` does, and returns an `error` for a client that cannot be started. @throws UserError */
export async function trace({ clients = [], ...options }: TraceOptions = {}): Promise<TraceResult> {
  return (await import('./commands/trace.ts')).trace(clients, { ...NO_REPORTS, ...options }, ioOf(options));
}

/** Judges a recording, a trace (`.trace.jsonl`) or an HTTP Archive (`.har`), without the network. @throws UserError */
export async function judge(recording: string, options: JudgeOptions = {}): Promise<JudgeResult> {
  return (await import('./commands/judge.ts')).judge(recording, { ...NO_REPORTS, ...options }, ioOf(options));
}

/** Compares a client's working copy with a revision, and writes a Markdown comment, SARIF and JSON. @throws UserError */
export async function gate(client: string, options: GateOptions = {}): Promise<GateOutcome> {
  return (await import('./commands/gate.ts')).gateClient({ ...NO_REPORTS, ...options, client }, ioOf(options));
}

/** Writes one hand-off per client, like `parity audit`. @throws UserError */
export async function audit({ clients = [], ...options }: AuditOptions = {}): Promise<AuditResult> {
  return (await import('./commands/audit.ts')).audit(clients, options, ioOf(options));
}

const NO_REPORTS = { reporter: [] } as const;

function ioOf({ cwd = process.cwd(), env = process.env, signal, onOutput, onMessage }: ProjectOptions): Io {
  return {
    cwd,
    env: { ...env, GITHUB_STEP_SUMMARY: undefined },
    out: (text) => onOutput?.(printable(text, { color: false })),
    err: (text) => onMessage?.(printable(text, { color: false })),
    interactive: false,
    color: false,
    columns: 100,
    now: () => new Date(),
    random: Math.random,
    onSignal: (listener) => {
      if (signal === undefined) return () => {};
      const onAbort = () => listener('SIGINT');
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      return () => signal.removeEventListener('abort', onAbort);
    },
    version: packageJson.version,
  };
}
