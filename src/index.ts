import process from 'node:process';
import packageJson from '../package.json' with { type: 'json' };
import type { AuditFlags } from './app/audit-context.ts';
import { createResponseChecker, type ResponseChecker } from './app/check-responses.ts';
import { type Io, printable } from './app/io.ts';
import { openWorkspace } from './app/open-workspace.ts';
import type { AuditResult } from './commands/audit.ts';
import type { GateFlags, GateOutcome } from './commands/gate.ts';
import type { JudgeFlags, JudgeResult } from './commands/judge.ts';
import type { RunFlags, RunResult } from './commands/run.ts';
import type { TraceFlags, TraceResult } from './commands/trace.ts';
import type { ConfigFile, CredentialFile, TargetFile } from './model/config-file.ts';

export type { TracedClient } from './commands/trace.ts';
/** The commands as functions, and the types of what they return. */
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

/** Selects the contracts. */
export interface ContractsOptions extends Pick<ProjectOptions, 'cwd' | 'config'> {
  /** The API's profile (default: the first). */
  readonly profile?: string;
}

/** Options of every function. */
export interface ProjectOptions {
  /** The project's folder (default: the process's). */
  readonly cwd?: string;
  /** Where credentials are read from (default: the process's environment). Nothing is written to a GitHub step summary. */
  readonly env?: { readonly [name: string]: string | undefined };
  /** Settings other than parity.config.yaml, relative to the project's folder. */
  readonly config?: string;
  /** Stops the call like Ctrl-C stops the command: clean-ups run, and the exit code is 130. */
  readonly signal?: AbortSignal;
  /** Receives what the command prints on stdout, such as reports without a file. */
  readonly onOutput?: (text: string) => void;
  /** Receives what the command prints on stderr, such as skipped clients and written files. */
  readonly onMessage?: (text: string) => void;
}

/** The settings of `parity.config.ts`, with completion and types in an editor: `export default defineConfig({ … })`. */
export function defineConfig(config: ConfigFile): ConfigFile {
  return config;
}

/**
 * Reads a project's contracts once, to check responses of any HTTP client against them.
 * @throws UserError
 */
export async function openContracts(options: ContractsOptions = {}): Promise<ResponseChecker> {
  const workspace = await openWorkspace(options, { cwd: options.cwd ?? process.cwd() });
  return createResponseChecker(workspace, options.profile);
}

/** The options of `parity run`. Durations are in milliseconds. No report is written but `findings.json`, unless `reporter` names one. */
export interface RunOptions extends ProjectOptions, Omit<RunFlags, 'json' | 'quiet' | 'verbose'> {}

/** The options of `parity trace`. */
export interface TraceOptions extends ProjectOptions, Omit<TraceFlags, 'quiet' | 'verbose'> {
  /** Files of the clients folder (default: all that can run here). */
  readonly clients?: readonly string[];
}

/** The options of `parity judge`. */
export interface JudgeOptions extends ProjectOptions, Omit<JudgeFlags, 'quiet' | 'verbose'> {}

/** The options of `parity gate`. */
export interface GateOptions extends ProjectOptions, Omit<GateFlags, 'client'> {}

/** The options of `parity audit`. */
export interface AuditOptions extends ProjectOptions, AuditFlags {
  /** Files of the clients folder (default: all that can run here). */
  readonly clients?: readonly string[];
}

/**
 * `parity run`: runs the suites and generated scenarios against a target, and judges what was recorded. The recording and
 * `findings.json` are written among the reports, as the command writes them.
 * @throws UserError with a `code`, a `hint` and the command's `exitCode`
 */
export async function run(options: RunOptions = {}): Promise<RunResult> {
  return (await import('./commands/run.ts')).run({ ...NO_REPORTS, ...options }, ioOf(options));
}

/**
 * `parity trace`: drives clients against the recorder and judges what they sent. A client that cannot be started has an
 * `error` instead of a verdict. A first snapshot is written, as by the command.
 * @throws UserError
 */
export async function trace({ clients = [], ...options }: TraceOptions = {}): Promise<TraceResult> {
  return (await import('./commands/trace.ts')).trace(clients, { ...NO_REPORTS, ...options }, ioOf(options));
}

/**
 * `parity judge`: the verdict on a recording, a trace (`.trace.jsonl`) or an HTTP Archive (`.har`), without a network.
 * @throws UserError
 */
export async function judge(recording: string, options: JudgeOptions = {}): Promise<JudgeResult> {
  return (await import('./commands/judge.ts')).judge(recording, { ...NO_REPORTS, ...options }, ioOf(options));
}

/**
 * `parity gate`: compares a client's working copy with a revision of its repository. The comment, SARIF and JSON are written.
 * @throws UserError
 */
export async function gate(client: string, options: GateOptions = {}): Promise<GateOutcome> {
  return (await import('./commands/gate.ts')).gateClient({ ...NO_REPORTS, ...options, client }, ioOf(options));
}

/**
 * `parity audit`: compares everything at hand and writes each client's hand-off.
 * @throws UserError
 */
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
