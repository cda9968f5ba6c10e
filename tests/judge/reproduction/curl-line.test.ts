import { describe, expect, it } from 'vitest';
import { curlLine } from '../../../src/judge/reproduction/curl-line.ts';
import { sentRequest } from '../../../src/judge/reproduction/sent-request.ts';
import type { HeaderList } from '../../../src/model/http.ts';
import type { SecretSources } from '../../../src/model/target.ts';
import { contract, contractSet, exchange } from '../builders.ts';

const MARK = '[redacted:0123abcd]';

function lineWith(headers: HeaderList, secrets?: SecretSources): string {
  const sent = exchange({ asked: { as: 'main', auth: 'key' } }, contract());
  const request = { ...sentRequest(sent), request: { ...sent.request, headers } };
  return curlLine(request, { origin: 'http://x', api: contractSet(contract()).api, copies: 1, known: [], secrets });
}

describe('a secret in a reproduction', () => {
  const secrets: SecretSources = {
    actors: { main: { key: { secret: { env: 'STAGING_KEY' } } } },
    headers: { 'X-Gateway': { env: 'GATEWAY_TOKEN' }, 'X-Tenant': 'acme' },
  };

  it('is the variable in the settings of the target', () => {
    expect(lineWith([['X-Api-Key', MARK]], secrets)).toContain(`-H 'X-Api-Key: '"$STAGING_KEY"`);
    expect(lineWith([['x-gateway', MARK]], secrets)).toContain(`-H 'x-gateway: '"$GATEWAY_TOKEN"`);
  });

  it('is the conventional variable if the settings contain none', () => {
    const line = lineWith([['X-Api-Key', MARK]], { actors: { main: { other: {} } }, headers: {} });
    expect(line).toContain(`-H 'X-Api-Key: '"$PARITY_MAIN_KEY"`);
    expect(lineWith([['X-Api-Key', MARK]])).toBe(line);
  });

  it('is an unknown secret in a header that the settings do not read from a variable', () => {
    expect(lineWith([['X-Tenant', MARK]], secrets)).toContain('"$PARITY_REDACTED_0123ABCD"');
  });
});
