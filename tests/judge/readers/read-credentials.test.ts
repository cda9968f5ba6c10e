import { describe, expect, it } from 'vitest';
import { createJudge } from '../../../src/judge/create-judge.ts';
import { credentialProblems } from '../../../src/judge/readers/read-credentials.ts';
import type { HeaderList } from '../../../src/model/http.ts';
import { contract, contractSet } from '../builders.ts';

const SIGNED = { 'X-Account': '${account}', 'X-Signature': '${secret}' };

describe('reading the credential of a request', () => {
  it.each([
    ['the scheme of which one part was sent correctly', [['X-Account', 'a1']], ['X-Signature']],
    ['the scheme of which one part was sent malformed', [['X-Account', '']], ['X-Account', 'X-Signature']],
    ['the scheme with the fewest parts if no part was sent', [], ['X-Api-Key']],
  ] satisfies readonly (readonly [string, HeaderList, readonly string[]])[])('names %s', async (_, headers, names) => {
    const operation = contract({ auth: ['key', 'signed'] });
    const set = contractSet(operation);
    const signed = { name: 'signed', headers: SIGNED, query: {}, cookies: {} };
    const contracts = { ...set, api: { ...set.api, auth: { ...set.api.auth, signed } } };
    const judge = await createJudge({ contracts, profile: 'full', where: 'staging', severity: {} });
    const request = { method: 'POST', target: '/v1/boxes/b1/things', headers, body: null };
    expect(credentialProblems(operation, request, judge).map(({ place }) => place.name)).toEqual(names);
  });
});
