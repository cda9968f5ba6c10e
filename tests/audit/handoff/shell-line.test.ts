import { describe, expect, it } from 'vitest';
import { curlOf } from '../../../src/audit/handoff/shell-line.ts';

const request = (changes: Partial<Parameters<typeof curlOf>[0]> = {}) => ({
  ...{ method: 'GET', target: '/v1/notes?limit=2', headers: [], body: null },
  ...changes,
});

describe('a request as a line of curl', () => {
  it('has the address and the key as variables, and nothing that every client sends', () => {
    const headers = [
      ['host', '127.0.0.1:1'],
      ['Authorization', 'Bearer k3y'],
      ['accept-encoding', 'gzip'],
      ['sec-fetch-mode', 'cors'],
      ['X-Worker-Id', 'w 1'],
    ] as const;
    expect(curlOf(request({ headers }), { secret: 'k3y' })).toBe(
      `curl -i "$BASE_URL/v1/notes?limit=2" -H "Authorization: Bearer $API_KEY" -H 'X-Worker-Id: w 1'`,
    );
  });

  it('keeps the header that it is about', () => {
    const headers = [['User-Agent', 'acme/1']] as const;
    expect(curlOf(request({ headers }), { secret: 'k', keep: 'user-agent' })).toContain("-H 'User-Agent: acme/1'");
  });

  it('hands over an odd target and body as they are, and lets the shell run nothing of them', () => {
    const line = curlOf(
      request({ method: 'PUT', target: '/v1/$(id)/`x`[1]', body: Buffer.from(`{"a":"'; rm -rf $HOME"}`) }),
      { secret: 'k3y' },
    );
    expect(line).toBe(`curl -i -X PUT -g "$BASE_URL"'/v1/$(id)/\`x\`[1]' --data-raw '{"a":"'\\''; rm -rf $HOME"}'`);
  });

  it('puts the key in the midst of what must be quoted', () => {
    const headers = [['X-Key', '$k3y"']] as const;
    expect(curlOf(request({ headers }), { secret: 'k3y' })).toContain(`-H 'X-Key: $'"$API_KEY"'"'`);
  });

  it('has no body that a shell cannot hold', () => {
    expect(curlOf(request({ method: 'POST', body: Buffer.from([0, 255]) }), { secret: 'k' })).toContain(
      '--data-binary @body',
    );
  });
});
