import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { limitTo } from '../../../src/clients/drivers/limit.ts';
import { traceClient } from '../../../src/clients/trace/trace-client.ts';
import { judgeClient } from '../../../src/judge/client/judge-client.ts';
import { createJudge } from '../../../src/judge/create-judge.ts';
import { loadContracts } from '../../../src/load/load-contracts.ts';
import { type Client, globMatches } from '../../../src/model/client.ts';
import type { ContractSet } from '../../../src/model/contract.ts';
import type { Finding, FindingKind } from '../../../src/model/finding.ts';
import type { TraceEntry } from '../../../src/model/trace.ts';
import type { Judged } from '../../../src/model/verdict.ts';
import { traceOf } from '../../../src/recording/trace-line.ts';
import { readClient } from '../../../src/surface/read-client.ts';
import { REPOSITORY } from '../../helpers/command.ts';
import { aClient } from '../start-driver.ts';
import { FIXTURE_CLIENTS, type FixtureClient, type FixtureName } from './fixture-clients.ts';

const PROFILE = 'hosted';

/** A change of a correct client. The change is either harmless or a fault with one finding. */
export interface Mutant {
  readonly name: string;
  readonly client: FixtureName;
  /** Path relative to the client's folder. */
  readonly file: string;
  /** The text `from` occurs exactly once in the file. The text `to` replaces it. */
  readonly replace: readonly [from: string, to: string];
  /** The same fault needs these replacements too. */
  readonly also?: readonly { readonly file: string; readonly replace: readonly [from: string, to: string] }[];
  /** Patterns for the names of the traced methods. Without patterns, all methods are traced. */
  readonly only?: readonly string[];
  /** The finding that the fault must cause, or null for a harmless change. */
  readonly expect: ExpectedFinding | null;
}

export interface ExpectedFinding {
  readonly kind: FindingKind;
  readonly operation: string;
  readonly field: string | null;
  /** For example, `declared` is `body idempotency_key` and `sent` is `header Idempotency-Key`. */
  readonly places?: { readonly declared: string; readonly sent: string };
  /** The member `expected` of the finding must contain this text. */
  readonly expected?: string;
  /** The member `observed` of the finding must contain this text. */
  readonly observed?: string;
}

export function testMutants(title: string, mutants: readonly Mutant[]): void {
  describe.concurrent(title, () => {
    it.each(mutants.map((mutant) => [mutant.name, mutant] as const))('%s', async (_name, mutant) => {
      const { findings, silent } = await seenOn(mutant);
      const { expected = '', observed = '', ...wanted } = mutant.expect ?? {};
      expect({ silent, findings: findings.map(shown) }).toEqual({
        silent: [],
        findings: mutant.expect === null ? [] : [wanted],
      });
      expect(findings[0]?.expected ?? '').toContain(expected);
      expect(findings[0]?.observed ?? '').toContain(observed);
    });
  });
}

/** The argument `only` saves time, because fewer methods are traced. */
export function testCorrectClient(client: FixtureName, only: readonly string[] = ['*']): void {
  it(`finds nothing in the unchanged ${client} client`, async () => {
    const { findings, silent } = await judgeFolder(FIXTURE_CLIENTS[client], FIXTURE_CLIENTS[client].folder, only);
    expect({ silent, findings: findings.map(shown) }).toEqual({ silent: [], findings: [] });
  });
}

function shown({ kind, operation, field, places }: Finding) {
  const at = places && {
    declared: `${places.declared.location} ${places.declared.name}`,
    sent: `${places.sent.location} ${places.sent.name}`,
  };
  return { kind, operation, field, ...(at === undefined ? {} : { places: at }) };
}

export interface Seen {
  readonly findings: readonly Finding[];
  /** The methods that could not be called. This list must be empty, because a crash does not count as a detected fault. */
  readonly silent: readonly string[];
}

async function seenOn(mutant: Mutant): Promise<Seen> {
  const fixture = FIXTURE_CLIENTS[mutant.client];
  const folder = await mkdtemp(join(tmpdir(), 'parity-mutant-'));
  try {
    await cp(fixture.folder, folder, { recursive: true, filter: (path) => !path.endsWith('__pycache__') });
    for (const { file, replace } of [mutant, ...(mutant.also ?? [])]) await replaceOnce(join(folder, file), replace);
    return await judgeFolder(fixture, folder, mutant.only ?? ['*']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function replaceOnce(file: string, [from, to]: readonly [string, string]): Promise<void> {
  const text = await readFile(file, 'utf8');
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`must occur once in ${file}; occurs ${parts.length - 1} times: ${from}`);
  await writeFile(file, parts.join(to));
}

async function judgeFolder(fixture: FixtureClient, folder: string, only: readonly string[]): Promise<Seen> {
  const isTraced = (method: string) => only.some((pattern) => globMatches(pattern, method));
  const methods = Object.entries(fixture.methods);
  const covered = methods.flatMap(([method, operation]) => (isTraced(method) ? (operation ?? []) : []));
  const client = aClient({
    ...fixture.client,
    name: fixture.name,
    source: { kind: 'path', path: folder, install: false },
    profile: PROFILE,
    // If `covered` is empty, `except` must exclude everything, because an empty list `only` means all operations.
    covers: { only: covered, except: covered.length === 0 ? ['*'] : [] },
    ignore: leftOut(Object.keys(fixture.methods), isTraced).map((method) => ({ method, reason: 'of another mutant' })),
    timeoutMs: 5000,
    startTimeoutMs: 60_000,
  });
  const { contracts, judge } = await prepared;
  const scratch = await mkdtemp(join(tmpdir(), 'parity-scratch-'));
  const read = traceOf(await atMost(() => trace(client, scratch, contracts)));
  await rm(scratch, { recursive: true, force: true });
  const judged = judgeClient({ trace: read, surface: readClient(read, contracts), client, judge });
  return { findings: findingsOf(judged), silent: silentOf(judged) };
}

/** A group without traced methods is ignored as a whole. Otherwise, parity would read the help of the group. */
function leftOut(methods: readonly string[], isTraced: (method: string) => boolean): readonly string[] {
  const groupOf = (method: string) => method.replace(/[^.]*$/, '');
  const wanted = new Set(['', ...methods.filter(isTraced).map(groupOf)]);
  const others = methods.filter((method) => !isTraced(method));
  return [...new Set(others.map((method) => (wanted.has(groupOf(method)) ? method : `${groupOf(method)}*`)))];
}

const prepared = (async () => {
  const { contracts } = await loadContracts(REPOSITORY, 'contracts');
  return { contracts, judge: await createJudge({ contracts, profile: PROFILE, where: 'fixture', severity: {} }) };
})();

async function trace(client: Client, scratch: string, contracts: ContractSet): Promise<readonly TraceEntry[]> {
  return traceClient({
    ...{ client, contracts, tool: 'tests', revision: null },
    env: { PATH: process.env.PATH, PYTHONDONTWRITEBYTECODE: '1' },
    signal: new AbortController().signal,
    scratch,
    known: new Map(),
    keep: () => undefined,
    progress: () => undefined,
  });
}

function findingsOf({ scenarios }: Judged): readonly Finding[] {
  return scenarios.flatMap(({ steps }) => steps.flatMap(({ findings }) => findings));
}

function silentOf({ scenarios }: Judged): readonly string[] {
  return scenarios.flatMap(({ steps }) =>
    steps.filter(({ state }) => state === 'blocked').map(({ address, reason }) => `${address}: ${reason}`),
  );
}

/** More than three traces at a time would be slower, because each trace starts several processes. */
const atMost = limitTo(3);
