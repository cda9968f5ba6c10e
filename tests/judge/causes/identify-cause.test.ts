import { describe, expect, it } from 'vitest';
import { findSharedMember } from '../../../src/judge/causes/identify-cause.ts';
import { judgeExchange } from '../../../src/judge/judge-exchange.ts';
import type { JsonSchema } from '../../../src/model/json.ts';
import { contract, errorResponse, exchange, GOOD_THING, judgeOf, type Parts, response } from '../builders.ts';
import { blaming, findingsOfAll, type Given } from '../generated.ts';

const CRASH: Parts = { response: errorResponse(500, 'crash') };

function tried(name: string, parts: Parts = CRASH): Given {
  return { address: `probe.things.make/${name}`, calls: [['sent', parts]] };
}

async function causesOf(...given: readonly Given[]): Promise<readonly string[]> {
  return (await findingsOfAll(...given)).map(({ cause }) => cause);
}

describe('the cause of a finding', () => {
  it('consists of the variation and the class of the response', async () => {
    expect(await causesOf(tried('name.nul'))).toEqual(['server-error/nul/5xx']);
  });

  it('is the same for the same variation of another field', async () => {
    const causes = await causesOf(tried('name.nul'), tried('idempotency_key.nul'));
    expect(new Set(causes).size).toBe(1);
  });

  it('is the same for another status of the same class', async () => {
    const causes = await causesOf(
      tried('name.nul'),
      tried('idempotency_key.nul', { response: errorResponse(502, 'gone') }),
    );
    expect(new Set(causes).size).toBe(1);
  });

  it('differs for another variation with the same response', async () => {
    expect(await causesOf(tried('name.emoji'), tried('name.nul'))).toEqual([
      'server-error/emoji/5xx',
      'server-error/nul/5xx',
    ]);
  });

  it('is the unknown id, also for other invalid values of the same path field', async () => {
    const causes = await causesOf(tried('box_id.unknown'), tried('box_id.emoji'), tried('name.emoji'));
    expect(causes).toEqual(['server-error/unknown/5xx', 'server-error/unknown/5xx', 'server-error/emoji/5xx']);
  });

  it('is the operation for a 501, which says that the operation does not exist', async () => {
    const missing = { response: errorResponse(501, 'missing') };
    const causes = await causesOf(tried('name.nul', missing), tried('credentials.none', missing));
    expect(causes).toEqual(['server-error/things.make/501', 'server-error/things.make/501']);
  });

  it('is the same for all kinds of invalid credentials', async () => {
    const taken = blaming('auth-not-enforced', { response: response(201, GOOD_THING), expect: { status: [401] } });
    const causes = await causesOf(tried('credentials.none', taken), tried('credentials.wrong', taken));
    expect(causes).toEqual(['auth-not-enforced/credentials/2xx', 'auth-not-enforced/credentials/2xx']);
  });

  it('is the status if the contract does not declare the status, for every variation', async () => {
    const undeclared = (status: number): Parts => ({ response: response(status, GOOD_THING) });
    const causes = await causesOf(
      tried('call.all-fields', undeclared(206)),
      tried('name.emoji', undeclared(206)),
      tried('size.valid', undeclared(202)),
    );
    expect(causes).toEqual(['status-undeclared/206', 'status-undeclared/206', 'status-undeclared/202']);
  });

  it('is the same for every operation that requires a credential without declaring it', async () => {
    const operation = contract({ auth: [] });
    const judge = await judgeOf(operation, contract({ id: 'things.read', auth: [] }));
    const refused = (id: string, auth: string | null) =>
      judgeExchange(
        exchange({
          ...{ operation: id, address: `probe.${id}/call.required-only/sent`, response: response(401, {}) },
          asked: { auth },
          expect: { blame: { kind: 'rejected-valid', says: 'it succeeds' } },
        }),
        judge,
      ).map(({ cause }) => cause);
    expect(refused('things.make', null)).toEqual(['rejected-valid/undeclared-credential/401']);
    expect(refused('things.read', null)).toEqual(refused('things.make', null));
    expect(refused('things.make', 'key')).toEqual(['rejected-valid/things.make/4xx']);
  });

  it('contains the error code of the response if a step of a suite fails', async () => {
    const refused = (code: string): Parts => ({ response: errorResponse(409, code), expect: { status: [201] } });
    const steps = ['taken', 'full', 'taken'].map((code, at) => [`make-${at}`, refused(code)] as const);
    const causes = await causesOf({ address: 'suite/scenario', source: 'suite', calls: steps });
    expect(causes.filter((cause) => cause.startsWith('status-mismatch'))).toEqual([
      'status-mismatch/things.make/201/taken/409',
      'status-mismatch/things.make/201/full/409',
      'status-mismatch/things.make/201/taken/409',
    ]);
  });

  it('is the operation if a step of a suite fails', async () => {
    const causes = await causesOf({ address: 'suite/scenario', calls: [['make', { response: response(500, 'no') }]] });
    expect(causes).toEqual(['server-error/things.make/5xx']);
  });

  it('is the cause of the plain call if the plain call fails in the same way', async () => {
    const causes = await causesOf(tried('call.required-only'), tried('name.nul'), tried('name.emoji'));
    expect(new Set(causes)).toEqual(new Set(['server-error/things.make/5xx']));
  });

  it('is the cause of the plain call for a step of a suite that fails in the same way', async () => {
    const step = { address: 'suite/scenario', source: 'suite', calls: [['make', CRASH]] } as const;
    const causes = await causesOf(tried('call.required-only'), step);
    expect(causes).toEqual(['server-error/things.make/5xx', 'server-error/things.make/5xx']);
  });

  it('is another cause for a step of a suite, because the values of the step may be the reason', async () => {
    const step = { address: 'suite/scenario', source: 'suite', calls: [['make', CRASH]] } as const;
    const causes = await causesOf(tried('call.required-only', {}), tried('name.valid'), tried('name.nul'), step);
    expect(causes).toEqual([
      'server-error/nul/5xx',
      'server-error/things.make/5xx',
      'server-error/things.make/crash/5xx',
    ]);
  });

  it('is the cause of a simpler variation that fails in the same way', async () => {
    const causes = await causesOf(
      tried('name.emoji'),
      tried('name.emoji-kept'),
      tried('name.at-max-length-four-bytes'),
    );
    expect(new Set(causes)).toEqual(new Set(['server-error/emoji/5xx']));
  });

  it('is the same for texts of one length, however many bytes their characters have', async () => {
    const lengths = ['', '-two-bytes', '-four-bytes'].map((bytes) => tried(`name.at-max-length${bytes}`));
    expect(new Set(await causesOf(...lengths))).toEqual(new Set(['server-error/at-max-length/5xx']));
    expect(new Set(await causesOf(...lengths.slice(1)))).toEqual(new Set(['server-error/at-max-length-two-bytes/5xx']));
  });

  it('is the same for all values above a maximum', async () => {
    const causes = await causesOf(
      ...['above-maximum', 'beyond-32-bits', 'enormous'].map((size) => tried(`name.${size}`)),
    );
    expect(new Set(causes)).toEqual(new Set(['server-error/above-maximum/5xx']));
  });

  it('contains no value, so that it is the same in two runs', async () => {
    const with_ = (name: string): Given => tried('name.nul', { ...CRASH, with: { box_id: 'b1', name } });
    expect(await causesOf(with_('a'))).toEqual(await causesOf(with_('b')));
  });

  it('includes the length of a long value', async () => {
    const name = 'x'.repeat(65_536);
    const [finding] = await findingsOfAll(tried('name.very-long', { ...CRASH, with: { box_id: 'b1', name } }));
    expect(finding?.tried?.value).toMatch(/^65,536 characters: "x+/);
  });

  it('includes the variation and the value', async () => {
    const [finding] = await findingsOfAll(tried('name.nul', { ...CRASH, with: { box_id: 'b1', name: 'a\u0000b' } }));
    expect(finding?.tried).toEqual({ what: 'nul', about: 'name', value: '"a\\u0000b"' });
    expect(finding?.outcome).toBe('5xx');
  });
});

const NODE = 'parity:///schemas/node.yaml';

describe('the shared schema of a member', () => {
  it('is the schema of the last reference', () => {
    const schemas = new Map<string, JsonSchema>([[NODE, { properties: { name: { type: 'string' } } }]]);
    const list = { properties: { rows: { items: { $ref: NODE } } } };
    expect(findSharedMember(list, '/rows/3/name', schemas)).toEqual({ ref: NODE, names: ['name'] });
  });

  it('is found 60 levels deep, even if every branch of a choice recurs', () => {
    const branch = (name: string) => ({ properties: { a: { $ref: NODE } }, required: [name] });
    const schemas = new Map<string, JsonSchema>([[NODE, { anyOf: [branch('x'), branch('y'), branch('z')] }]]);
    const found = findSharedMember({ $ref: NODE }, '/a'.repeat(60), schemas);
    expect(found).toMatchObject({ ref: NODE });
  });
});
