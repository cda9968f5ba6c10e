import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { oneLine } from '../../audit/handoff/client-program.ts';
import type { CauseGroup } from '../../audit/handoff/group-causes.ts';
import { bashStandIn } from '../../audit/handoff/stand-in.ts';
import { openRecorder } from '../../clients/recorder/recorder.ts';
import { TRACE_KEY } from '../../clients/trace/trace-client.ts';
import { createJudge } from '../../judge/create-judge.ts';
import type { Judge } from '../../judge/judge.ts';
import { judgeExchange } from '../../judge/judge-exchange.ts';
import { KINDS } from '../../judge/kinds.ts';
import { reproductionOf } from '../../judge/reproduction/add-reproductions.ts';
import { sentRequest } from '../../judge/reproduction/sent-request.ts';
import { REDACTED } from '../../lib/redaction-mark.ts';
import { urlTarget } from '../../load/load-config.ts';
import type { Contract, ContractSet } from '../../model/contract.ts';
import type { Exchange, RecordingEntry } from '../../model/exchange.ts';
import type { Program } from '../../model/handoff.ts';
import type { HttpRequest } from '../../model/http.ts';
import type { Target } from '../../model/target.ts';
import { credentialVariable } from '../../model/target.ts';
import type { ClientCall } from '../../model/trace.ts';
import { generatedDraft, type ScenarioDraft } from '../../plan/draft.ts';
import { planRun } from '../../plan/plan-run.ts';
import { callStep } from '../../plan/valid-call/choose-actor.ts';
import { planCall } from '../../plan/valid-call/plan-call.ts';
import { openRecordingWriter } from '../../recording/recording-writer.ts';
import { createRedactor } from '../../recording/redaction/create-redactor.ts';
import { openTransport } from '../../run/http/transport.ts';
import { runPlan } from '../../run/scenarios/run-plan.ts';
import { openTarget } from '../../run/target/open-target.ts';

interface MissingContext {
  readonly contracts: ContractSet;
  readonly profile: string;
  readonly signal: AbortSignal;
}

interface MissingScript {
  readonly script: Program;
  readonly call: ClientCall;
  readonly pointer: string;
}

/** For each row's fingerprint, returns a script, or the reason why there is no script. */
export async function missingScripts(
  causes: readonly CauseGroup[],
  context: MissingContext,
): Promise<ReadonlyMap<string, MissingScript | string>> {
  const { contracts, profile } = context;
  const drafts = causes.map((cause) => draftOf(cause, context));
  const generated = drafts.filter((draft) => typeof draft !== 'string');
  if (generated.length === 0) return new Map();
  const actors = { [ACTOR]: Object.keys(contracts.api.auth) };
  const target = { profile, readOnly: false, destructive: true, hasClock: false, actors };
  const plan = planRun({ suites: [], contracts, generated }, target);
  const recorder = await openRecorder({ contracts, profile });
  try {
    const entries = await recordPlan(plan, { ...urlTarget(recorder.origin), profile }, context);
    const exchanges = entries.filter((entry) => entry.kind === 'exchange');
    const judge = await createJudge({ contracts, profile, where: 'recorder', severity: {} });
    const place = { contracts, origin: recorder.origin };
    const scripts = causes.map((cause, index) => {
      const draft = drafts[index] ?? '';
      const made = exchanges.filter(({ address, phase }) => isOf(address, cause) && phase !== 'cleanup');
      return typeof draft === 'string' ? draft : (wrongIn(made, judge) ?? scriptOf(cause, made, place));
    });
    return new Map(causes.map(({ fingerprint }, index) => [fingerprint, scripts[index] ?? '']));
  } finally {
    await recorder.close();
  }
}

/** A generated call that violates the contract gets no script. */
function wrongIn(made: readonly Exchange[], judge: Judge): string | undefined {
  const wrong = made.flatMap((each) => judgeExchange(each, judge)).find(({ kind }) => KINDS[kind].about === 'request');
  if (wrong === undefined) return undefined;
  const { kind, operation, field, observed } = wrong;
  return `the generated call violates the contract: ${kind} ${operation} ${field ?? ''}, ${observed}`;
}

const ACTOR = 'main';

/** A constant run id, because the same evidence must give the same hand-off. */
const RUN = '000000';

function isOf(address: string, { fingerprint }: CauseGroup): boolean {
  return address.split('/')[1] === fingerprint;
}

/** Plans a call with the fields that are missing in the client. */
function draftOf({ fingerprint, findings }: CauseGroup, context: MissingContext): ScenarioDraft | string {
  const [{ operation }] = findings;
  const contract = context.contracts.operations.get(operation);
  if (contract === undefined) return `no contract describes ${operation}`;
  const generate = { ...context, seed: 0, actors: { [ACTOR]: Object.keys(context.contracts.api.auth) } };
  const base = planCall(operation, generate);
  const full = planCall(operation, generate, { fields: 'all' });
  const names = findings.flatMap((finding) =>
    finding.operation === operation ? topField(contract, finding.field) : [],
  );
  const added = names.filter((name) => full.with[name] !== undefined);
  const chosen = added.some((name) => full.owned.has(name)) ? full : base;
  if (chosen.unproven !== undefined) return chosen.unproven;
  if (names.length > 0 && added.length === 0) return `no value is known for ${names.join(', ')} of ${operation}`;
  const values = { ...base.with, ...Object.fromEntries(added.map((name) => [name, full.with[name] ?? null])) };
  const call = callStep(contract, {
    id: 'call',
    with: values,
    caller: { as: chosen.as, ...(chosen.auth && { auth: chosen.auth }) },
  });
  return generatedDraft('behavior', contract, { name: fingerprint, alone: false, setup: chosen.setup, steps: [call] });
}

function topField({ fields }: Contract, field: string | null): readonly string[] {
  const top = fields.find(({ name }) => name === field || field?.startsWith(`${name}.`));
  return top === undefined ? [] : [top.name];
}

async function recordPlan(
  plan: ReturnType<typeof planRun>,
  target: Target,
  { contracts, signal }: MissingContext,
): Promise<readonly RecordingEntry[]> {
  const entries: RecordingEntry[] = [];
  const open = await openTarget(target, credentialsOf(contracts), {
    authKinds: Object.keys(contracts.api.auth),
    signal,
  });
  const { patterns, fields } = contracts.api.secrets;
  const redactor = createRedactor({ values: new Map(), patterns, fields, salt: randomBytes(8).toString('hex') });
  const scratch = await mkdtemp(join(tmpdir(), 'parity-missing-'));
  const onEntries = (some: readonly RecordingEntry[]) => void entries.push(...some);
  const record = await openRecordingWriter({ file: join(scratch, 'run.jsonl'), run: RUN, redactor, onEntries });
  const transport = await openTransport({ ...open, timeoutMs: target.timeoutMs });
  try {
    const clock = { now: () => Date.now() };
    await runPlan(plan, {
      contracts,
      target: open,
      transport,
      record,
      redactor,
      clock,
      signal,
      runId: RUN,
      seed: 0,
      tool: 'audit',
    });
  } finally {
    await transport.close();
    await record.close();
    await open.close();
    await rm(scratch, { recursive: true, force: true });
  }
  return entries;
}

function credentialsOf({ api }: ContractSet): { readonly [name: string]: string } {
  const names = Object.values(api.auth).flatMap(({ name, headers, query, cookies }) => {
    const templates = [headers, query, cookies].flatMap((each) => Object.values(each));
    const parts = templates.flatMap((text) => [...text.matchAll(/\$\{(\w+)\}/g)].map(([, part]) => part));
    const variable = credentialVariable(ACTOR, name);
    return [variable, ...parts.flatMap((part) => (part === 'secret' ? [] : [`${variable}__${part?.toUpperCase()}`]))];
  });
  return Object.fromEntries(names.map((name) => [name, TRACE_KEY]));
}

interface ScriptPlace {
  readonly contracts: ContractSet;
  readonly origin: string;
}

function scriptOf(
  { findings }: CauseGroup,
  made: readonly Exchange[],
  { contracts, origin }: ScriptPlace,
): MissingScript | string {
  const [{ operation, expected, observed }] = findings;
  const last = made.at(-1);
  if (last?.operation !== operation)
    return 'an earlier call failed, or the API needs a credential that does not consist of a single key';
  if ((last.response?.status ?? 500) >= 300) return `the recorder returned ${last.response?.status}`;
  const source = { sent: made.map(sentRequest), origin, api: contracts.api };
  const lines = reproductionOf(last.id, source).map((line) =>
    line.replaceAll(origin, '"$BASE_URL"').replaceAll(/\$PARITY_MAIN_\w+/g, '$API_KEY'),
  );
  const text = [
    ...bashStandIn(
      made.flatMap(({ response }) => (response === null ? [] : [response])),
      'node',
    ),
    ...lines,
    `# expected: ${oneLine(expected)}`,
    `# actual:   the client cannot make this call: ${oneLine(observed)}`,
  ].join('\n');
  if (/PARITY_REDACTED|@body\b/.test(text)) return 'a part of a request cannot be written as text';
  const scheme = contracts.api.auth[last.asked.auth ?? ''];
  const [header] = Object.keys(scheme?.headers ?? {});
  return {
    script: { language: 'bash', text: `${text}\n` },
    call: {
      ...{ kind: 'call', id: last.id, method: operation, purpose: { kind: 'base' }, arguments: {} },
      exchanges: made.map(({ request, response, operation: id }) => ({
        ...{ request: withKey(request), response, operation: id },
      })),
      outcome: { kind: 'exited', code: 0, stdout: '', stderr: '' },
    },
    pointer: header === undefined ? '' : `/exchanges/${made.length - 1}/request/headers/${header}`,
  };
}

/** The script sends TRACE_KEY where the request has a redacted value. */
function withKey(request: HttpRequest): HttpRequest {
  const headers = request.headers.map(([name, value]) => [name, value.replaceAll(MARKS, TRACE_KEY)] as const);
  return { ...request, headers };
}

const MARKS = new RegExp(REDACTED.source, 'g');
