import type { HandoffEvidence } from '../../src/audit/handoff/build-handoff.ts';
import type { Client } from '../../src/model/client.ts';
import type { ClientSurface } from '../../src/model/client-surface.ts';
import type { ContractSet } from '../../src/model/contract.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { ClientCall, Trace } from '../../src/model/trace.ts';
import { aContractSet } from '../builders.ts';
import { aContract, aField } from '../gate/builders.ts';

export const SECRET = 'pw-key';

export function aFinding(changes: Partial<Finding> = {}): Finding {
  const { kind = 'field-renamed', operation = 'notes.create', field = 'text' } = changes;
  return {
    ...{ kind, operation, field, severity: 'error', where: 'acme', address: 'acme/notes.create' },
    cause: `${kind}/${operation}/${field}`,
    fingerprint: hexOf(`${kind} ${operation} ${field}`),
    expected: 'body text',
    observed: 'body txt',
    evidence: { exchange: 'acme/notes.create#2', pointer: '/exchanges/0/request/body/txt', excerpt: '"pw-text-z"' },
    ...changes,
  };
}

function hexOf(text: string): string {
  return [...text]
    .reduce((sum, letter) => (sum * 31n + BigInt(letter.charCodeAt(0))) % 2n ** 48n, 7n)
    .toString(16)
    .padStart(12, '0');
}

function aCall(changes: Partial<ClientCall> = {}): ClientCall {
  return {
    ...{ kind: 'call', id: 'acme/notes.create#2', method: 'notes.create', purpose: { kind: 'base' } },
    arguments: { text: 'pw-text-z' },
    exchanges: [
      {
        operation: 'notes.create',
        request: {
          method: 'POST',
          target: '/v1/notes',
          headers: [
            ['Host', '127.0.0.1:4711'],
            ['Authorization', `Bearer ${SECRET}`],
            ['Content-Type', 'application/json'],
          ],
          body: Buffer.from('{"txt":"pw-text-z"}'),
        },
        response: { status: 201, headers: [], body: Buffer.from('{"id":"n1"}') },
      },
    ],
    outcome: { kind: 'returned', value: null },
    ...changes,
  } as ClientCall; // safe cast: the members above have the types of a ClientCall
}

export function aClient(changes: Partial<Client> = {}): Client {
  return {
    ...{ name: 'acme', driver: 'python', source: { kind: 'path', path: '/nowhere', install: false }, runtime: null },
    ...{ construct: null, command: [], env: {}, profile: 'hosted', covers: { only: [], except: [] }, errors: {} },
    ...{
      ignore: [],
      signatures: null,
      table: null,
      timeoutMs: 1000,
      startTimeoutMs: 60_000,
      at: { file: 'clients/acme.yaml', line: 1, column: 1 },
    },
    ...changes,
  } as Client; // valid by default
}

/** One change of the server added the field `lang` to two operations. */
const CONTRACTS: ContractSet = aContractSet([
  aContract('notes.create', {
    ...{ method: 'POST', path: '/v1/notes', content: 'json', since: 'api#1, 2026-04-01' },
    fields: [
      { ...aField('text'), required: true, schema: { type: 'string', examples: ['hello'] } },
      { ...aField('color'), since: 'api#7' },
      { ...aField('size'), since: 'api#7' },
      lang(),
    ],
  }),
  aContract('notes.update', { method: 'PATCH', path: '/v1/notes', content: 'json', fields: [lang()] }),
  aContract('notes.remove', { method: 'DELETE', path: '/v1/notes', since: 'api#3' }),
]);

function lang() {
  return { ...aField('lang'), since: 'api#9' };
}

export function evidence(changes: Partial<HandoffEvidence> = {}): HandoffEvidence {
  const description = { protocol: 1, driver: 'python', runtime: 'Python', methods: [], errors: [], versions: [] };
  const surface: ClientSurface = { client: 'acme', profile: 'hosted', description, methods: [] };
  const trace = {
    start: { revision: null },
    description,
    calls: [aCall()],
    blocked: [],
    end: null,
  } as unknown as Trace; // safe cast: the code under test reads only these members
  return {
    ...{ client: aClient(), surface, trace, contracts: CONTRACTS, secret: SECRET },
    ...{ date: '2026-05-14', sources: ['trace'], findings: [], excuses: new Map(), ports: [], stale: [], docs: [] },
    ...{ versions: [], answers: [], drifts: [], ledger: [], earlier: [], replays: new Map(), decided: [] },
    ...changes,
  };
}
