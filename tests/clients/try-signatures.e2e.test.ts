import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startDriver } from '../../src/clients/driver/driver.ts';
import { openRecorder } from '../../src/clients/recorder/recorder.ts';
import { trySignatures } from '../../src/clients/trace/try-signatures.ts';
import { judgeClient } from '../../src/judge/client/judge-client.ts';
import { createJudge } from '../../src/judge/create-judge.ts';
import { loadContracts } from '../../src/load/load-contracts.ts';
import type { Client, SignatureFunction } from '../../src/model/client.ts';
import type { Trace, TraceEntry } from '../../src/model/trace.ts';
import { readClient } from '../../src/surface/read-client.ts';
import { REPOSITORY } from '../helpers/command.ts';
import { aClient, FIXTURES } from './start-driver.ts';

const { contracts } = await loadContracts(REPOSITORY, 'contracts');
const VECTORS = contracts.signatures?.[0]?.vectors ?? [];
const judge = await createJudge({ contracts, profile: 'hosted', where: 'acme', severity: {} });

const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

/** Returns a function that calls the client's functions through the driver. */
async function start(changes: Partial<Client>) {
  const client = aClient({ profile: 'hosted', ...changes });
  const scratch = await mkdtemp(join(tmpdir(), 'parity-signatures-'));
  ends.push(() => rm(scratch, { recursive: true, force: true }));
  const recorder = await openRecorder({ contracts, profile: 'hosted' });
  ends.push(() => recorder.close());
  const driver = await startDriver({
    ...{ client, baseUrl: recorder.origin, apiKey: 'made-up', scratch, env: { PATH: process.env.PATH } },
    signal: new AbortController().signal,
  });
  ends.push(() => driver.close());
  return async (signatures: SignatureFunction) => {
    const method = driver.description.methods.find(({ name }) => name === signatures.call);
    if (method === undefined) throw new Error(`there is no ${signatures.call}`);
    const entries = await trySignatures(method, {
      ...{ client: { ...client, signatures }, contracts, lane: { driver, recorder, scratch } },
    });
    const description = { ...driver.description, methods: [method] };
    return judgeEntries(entries, { client, description });
  };
}

function judgeEntries(
  entries: readonly TraceEntry[],
  { client, description }: Pick<Trace, 'description'> & { readonly client: Client },
) {
  const calls = entries.filter((entry) => entry.kind === 'call');
  const trace: Trace = {
    start: {
      ...{ kind: 'trace', format: 1, tool: 't', client: client.name, profile: 'hosted' },
      ...{ contracts: contracts.hash, revision: null },
    },
    ...{
      description,
      calls,
      blocked: entries.filter((entry) => entry.kind === 'blocked'),
      contacts: [],
      cuts: [],
      end: null,
    },
  };
  const judged = judgeClient({ trace, surface: readClient(trace, contracts), client, judge });
  const [step] = judged.scenarios[0]?.steps ?? [];
  const wrong = step?.findings.map(({ field }) => field);
  return { step, calls, wrong };
}

const PARTS = { payload: 'payload', signature: 'signature', timestamp: 'timestamp', secret: 'secret' };

describe('the fixture clients', () => {
  it('judge every vector correctly in Python', async () => {
    const judged = await start({
      source: { kind: 'path', path: join(FIXTURES, 'clients/python'), install: false },
      signatures: { call: 'acme.webhook.verify', parameters: PARTS },
    });
    const { step, calls } = await judged({ call: 'acme.webhook.verify', parameters: PARTS });
    expect(step).toMatchObject({ address: 'acme/acme.webhook.verify', state: 'exercised', findings: [] });
    expect(calls).toHaveLength(VECTORS.length);
    expect(VECTORS.length).toBeGreaterThan(25);
  });

  it('judge every vector correctly in TypeScript', async () => {
    const signatures: SignatureFunction = {
      call: '@acme/cues.verifyWebhook',
      parameters: Object.fromEntries(Object.keys(PARTS).map((part) => [`options.${part}`, part])),
    };
    const judged = await start({
      driver: 'node',
      construct: { call: 'Client', args: [], kwargs: { apiKey: 'made-up', baseUrl: 'http://127.0.0.1:9' } },
      source: { kind: 'path', path: join(FIXTURES, 'clients/typescript'), install: false },
      signatures,
    });
    const { step, calls } = await judged(signatures);
    expect(step).toMatchObject({ state: 'exercised', findings: [] });
    expect(calls).toHaveLength(VECTORS.length);
  });
});

describe('a function with a single fault', async () => {
  const judged = await start({
    source: { kind: 'path', path: join(FIXTURES, 'clients/python-signatures'), install: false },
    construct: { call: 'verifiers.Verifiers', args: [], kwargs: {} },
  });
  const namesOf = (pattern: RegExp) => VECTORS.map(({ name }) => name).filter((name) => pattern.test(name));

  it.each([
    ['right', []],
    ['raises', []],
    ['gives_payload', []],
    ['no_tolerance', ['stale', 'stale-by-a-day', 'future']],
    ['prefix_only', ['tampered-signature', 'truncated-signature', 'signature-not-ascii']],
    ['unsorted', ['good-object', 'other-key-order', 'other-key-order-bytes', 'nested', 'nested-object']],
    ['drops_non_ascii', namesOf(/^non-ascii/)],
    ['raw_bytes', [...namesOf(/-object$|^other-|^nested$|^non-ascii-/)].filter((name) => !name.includes('empty'))],
    ['crashes', ['signature-not-ascii']],
    ['takes_all', VECTORS.filter(({ valid }) => !valid).map(({ name }) => name)],
  ])('%s: %j', async (call, wrong) => {
    const { wrong: found, step } = await judged({ call, parameters: PARTS });
    expect(found).toEqual(wrong);
    expect(step?.findings.every(({ kind, operation }) => kind === 'signature-check-differs' && operation === '*')).toBe(
      true,
    );
  });

  it('can receive the headers instead of the signature and the timestamp', async () => {
    const parameters = { payload: 'payload', headers: 'headers', secret: 'secret' };
    expect(await judged({ call: 'from_headers', parameters })).toMatchObject({ wrong: [] });
  });

  it('receives only payloads that its declared types accept', async () => {
    const { calls, step } = await judged({ call: 'text_only', parameters: PARTS });
    expect(calls).toHaveLength(VECTORS.filter(({ as }) => as === 'text').length);
    expect(step?.findings).toEqual([]);
  });

  it('is blocked if the client file names a parameter that the function does not have', async () => {
    const { step, calls } = await judged({ call: 'right', parameters: { ...PARTS, sig: 'signature' } });
    const reason = 'the function has no parameter "sig"; it has payload, signature, timestamp, secret';
    expect(step).toMatchObject({ state: 'blocked', reason });
    expect(calls).toEqual([]);
  });
});
