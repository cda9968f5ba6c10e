import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { judgeRecording } from '../../src/judge/judge-recording.ts';
import type { Reference, ResponsePart } from '../../src/model/exchange.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Json } from '../../src/model/json.ts';
import { contract, errorResponse, judgeOf, type Parts } from './builders.ts';
import { findingsOfAll, generatedEntries, RUN } from './generated.ts';

const FAILING: Parts = { response: errorResponse(500, 'x') };

async function linesOf(parts: Parts): Promise<readonly string[]> {
  const [finding] = await findingsOfAll({ calls: [['make', { ...FAILING, ...parts }]] });
  return finding?.reproduction ?? [];
}

async function lineOf(parts: Parts): Promise<string> {
  return (await linesOf(parts)).at(-1) ?? '';
}

/** The arguments that bash passes to curl, and the text that curl reads from its standard input. */
function asRun(line: string): { readonly args: readonly Buffer[]; readonly input: Buffer } {
  const script = `curl() { printf '%s\\0' "$@"; case "$*" in *@-*) cat;; esac; }; ${line}`;
  const out = execFileSync('bash', ['-c', script], { env: { ...process.env, PARITY_MAIN_KEY: 'k e y' } });
  const parts = out.toString('latin1').split('\0');
  return {
    args: parts.slice(0, -1).map((part) => Buffer.from(part, 'latin1')),
    input: Buffer.from(parts.at(-1) ?? '', 'latin1'),
  };
}

function argAfter(line: string, flag: string): string | undefined {
  const { args } = asRun(line);
  return args[args.findIndex((arg) => arg.toString() === flag) + 1]?.toString();
}

describe('the reproduction of a finding', () => {
  it('is the request as a curl command', async () => {
    expect(await linesOf({})).toEqual([
      `curl -i http://x/v1/boxes/b1/things -H 'Accept: application/json' -H 'Content-Type: application/json' --data-raw '{"name":"pot"}'`,
    ]);
  });

  it('contains everything that a generated scenario had sent before', async () => {
    const calls = [
      ['first', {}],
      ['make', FAILING],
      ['later', {}],
    ] as const;
    const [finding] = await findingsOfAll({ calls });
    expect(finding?.reproduction).toHaveLength(2);
  });

  it('contains everything that a scenario of a suite had sent before', async () => {
    const calls = [
      ['first', {}],
      ['make', FAILING],
    ] as const;
    const [finding] = await findingsOfAll({ calls, source: 'suite' });
    expect(finding?.reproduction).toHaveLength(2);
  });

  it('omits early requests of a long scenario, except those that provide values', async () => {
    const before = Array.from({ length: 150 }, (_, index) => [`before-${index}`, {}] as const);
    const refers = [takes('before-7.id', 'b1', { address: 'probe/valid.all/before-7' })];
    const [finding] = await findingsOfAll({ calls: [...before, ['make', { ...FAILING, asked: { refers } }]] });
    const lines = finding?.reproduction ?? [];
    expect(lines.filter((line) => line.includes('curl'))).toHaveLength(52);
    expect(lines[0]).toMatch(/^before_7_response=/);
  });

  it('is one line for copies that are sent at the same time', async () => {
    const calls = [
      ['make', {}],
      ['make', FAILING],
      ['make', {}],
    ] as const;
    const [finding] = await findingsOfAll({ calls });
    expect(finding?.reproduction).toEqual([expect.stringMatching(/^for n in \{1\.\.3\}; do curl .* & done; wait$/)]);
  });

  it('is the failed round of a race, with the earlier steps of this round', async () => {
    const refers = [takes('first.id', 'b1', { address: 'probe/valid.all/first' })];
    const round = (last: Parts = {}) =>
      [
        ['first', {}],
        ['make', { asked: { refers } }],
        ['make', { ...last, asked: { refers } }],
      ] as const;
    const calls = [...round(), ...round(FAILING), ...round()];
    const [finding] = await findingsOfAll({ calls });
    expect(finding?.reproduction).toEqual([
      expect.stringMatching(/^first_response=/),
      expect.stringMatching(/^first_id=/),
      expect.stringMatching(/^for n in \{1\.\.2\}; do curl .*boxes\/"\$first_id"\/things.* & done; wait$/),
    ]);
  });

  it('is absent for a finding about the request itself', async () => {
    const [finding] = await findingsOfAll({ calls: [['make', { with: { box_id: 'b1' } }]] });
    expect(finding).toMatchObject({ kind: 'field-missing' });
    expect(finding).not.toHaveProperty('reproduction');
  });
});

function takes(expression: string, value: Json, from?: Partial<ResponsePart>): Reference {
  const part: ResponsePart = { address: 'probe/valid.all/first', at: 'body', path: '/id', ...from };
  return { expression, value, ...(from && { from: part }) };
}

describe('a value that a request takes from an earlier response', () => {
  const MADE = `HTTP/1.1 201 Created\r\nLocation: /things/7\r\n\r\n{"id": "new 1", "big": 9007199254740993}`;

  /** Runs the lines in bash with a simulated curl, and returns the requests of this curl. */
  function requestsOf(lines: readonly string[]): readonly string[] {
    const curl = `curl() { printf '%s\\n' "$*" >&3; base64 -d <<< ${Buffer.from(MADE).toString('base64')}; }`;
    const script = ['exec 3>&1 >/dev/null', curl, ...lines].join('\n');
    return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\n').slice(0, -1);
  }

  async function scriptOf(last: Parts): Promise<readonly string[]> {
    const [finding] = await findingsOfAll({
      calls: [
        ['first', {}],
        ['make', { ...FAILING, ...last }],
      ],
    });
    return requestsOf(finding?.reproduction ?? []);
  }

  it('is read from the new response, and URL-encoded in a path', async () => {
    const [, last] = await scriptOf({
      with: { box_id: 'old 1', name: 'pot' },
      asked: { refers: [takes('first.id', 'old 1', {})] },
    });
    expect(last).toContain('/boxes/new%201/things');
  });

  it('is not URL-encoded in a body', async () => {
    const [, last] = await scriptOf({ sent: { name: 'old 1' }, asked: { refers: [takes('first.id', 'old 1', {})] } });
    expect(last).toContain('{"name":"new 1"}');
  });

  it('keeps the digits of a large integer', async () => {
    const big = 9007199254740995n;
    const refers = [takes('first.big', big, { path: '/big' })];
    const [, last] = await scriptOf({ request: { target: `/things/${big}` }, asked: { refers } });
    expect(last).toContain('/things/9007199254740993');
  });

  it('can be a header', async () => {
    const refers = [takes('first.location', '/things/3', { at: 'header', path: 'location' })];
    const [, last] = await scriptOf({ request: { target: '/things/3' }, asked: { refers } });
    expect(last).toContain('http://x/things/7');
  });

  it('can be the id in a Location header', async () => {
    const refers = [takes('first.id', '3', { at: 'location', path: '/things/{thing_id}' })];
    const [, last] = await scriptOf({ request: { target: '/things/3' }, asked: { refers } });
    expect(last).toContain('http://x/things/7');
  });

  it('is replaced by a variable inside longer text only if it is long enough', async () => {
    const refers = [takes('first.id', '1', {})];
    const [, last] = await scriptOf({ request: { target: '/v1/boxes/1/10' }, asked: { refers } });
    expect(last).toContain('/v1/boxes/new 1/10');
  });

  it('is not replaced by a variable if concurrent copies created it', async () => {
    const refers = [takes('first.id', 'old 1', {})];
    const [finding] = await findingsOfAll({
      calls: [
        ['first', {}],
        ['first', {}],
        ['make', { ...FAILING, sent: { name: 'old 1' }, asked: { refers } }],
      ],
    });
    expect(finding?.reproduction?.at(-1)).toContain('"old 1"');
  });

  it('is a new name in each run of the script if it was made up', async () => {
    const refers = [takes('run.id', 'parity-abcdef-123456')];
    const [only] = await linesOf({ sent: { name: 'parity-abcdef-123456 x' }, asked: { refers } }).then(requestsOf);
    expect(only).toMatch(/"parity-abcdef-[0-9a-f]{6} x"/);
    expect(only).not.toContain('parity-abcdef-123456');
  });

  it.each([
    ['ulid', '4EMFAHVY2KK01CYHB3MG7PGFC6', /"[0-7][0-9A-HJKMNP-TV-Z]{25}"/],
    ['unique:ab12.name', 'zk83', /"[a-f]{2}[1-9]{2}"/],
    ['uuid.b', '0f0e0d0c-0b0a-4908-8706-050403020100', /"[0-9a-f-]{36}"/],
  ])('is a new %s in each run of the script', async (expression, value, pattern) => {
    const refers = [takes(expression, value)];
    const [only] = await linesOf({ sent: { name: value }, asked: { refers } }).then(requestsOf);
    expect(only).toMatch(pattern);
    expect(only).not.toContain(value);
  });

  it('is the current time for a time that was computed, and URL-encoded in a query', async () => {
    const refers = [takes('now', '2031-05-06T07:08:09.000Z')];
    const target = '/things?since=2031-05-06T07%3A08%3A09.000Z';
    const [only] = await linesOf({ request: { target }, asked: { refers } }).then(requestsOf);
    expect(only).toMatch(/since=\d{4}-\d\d-\d\dT\d\d%3A\d\d%3A\d\d\.\d{3}Z/);
    expect(only).not.toContain('since=2031-');
  });
});

describe('a credential in a reproduction', () => {
  const header = ['X-Api-Key', '[redacted:0123abcd]'] as const;

  it('is the variable of its actor and kind', async () => {
    expect(await lineOf({ header })).toContain(`-H 'X-Api-Key: '"$PARITY_MAIN_KEY"`);
  });

  it('is another variable if the step replaced the credential', async () => {
    expect(await lineOf({ header, asked: { forged: true } })).toContain('"$PARITY_REDACTED_0123ABCD"');
  });

  it('is another variable in a body', async () => {
    expect(await lineOf({ sent: { name: '[redacted:0123abcd]' } })).toContain('"$PARITY_REDACTED_0123ABCD"');
  });

  it('is passed to curl exactly as in the environment', async () => {
    const { args } = asRun(await lineOf({ header }));
    expect(args.map(String)).toContain('X-Api-Key: k e y');
  });
});

describe('a reproduction that bash runs', () => {
  const BODIES = [
    ['quotes', `{"name":"it's $HOME \`id\` \\"x\\" \\\\"}`],
    ['something to run', `'; touch /tmp/owned; '`],
    ['a leading @', '@/etc/passwd'],
    ['line ends and escapes', 'a\r\n\u001b[31mb'],
    ['right-to-left marks', '\u202eabc\u2066'],
    ['emoji and other letters', 'é😀漢'],
    ['a long run', `{"name":"${'x'.repeat(5000)}"}`],
    ['a long run of a wide letter', '漢'.repeat(300)],
    ['a few letters over and over', `{"name":"${'abc🦊'.repeat(9000)}"}`],
    [
      'a long run of what bash looks at',
      `${'*'.repeat(80)}${'$'.repeat(80)}${'"'.repeat(80)}${'`'.repeat(80)}${'!'.repeat(80)}`,
    ],
    ['nothing', ''],
  ] as const;

  it.each(BODIES)('sends the same body: %s', async (_title, body) => {
    const line = await lineOf({ request: { body: Buffer.from(body) } });
    expect(argAfter(line, '--data-raw')).toBe(body);
  });

  it.each(BODIES)('contains no control characters: %s', async (_title, body) => {
    const line = await lineOf({ request: { body: Buffer.from(body) } });
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  it('keeps bytes that are not text', async () => {
    const line = await lineOf({ request: { body: Buffer.from([0xff, 0x61, 0x27, 0xfe]) } });
    const { args } = asRun(line);
    expect(args.at(-1)).toEqual(Buffer.from([0xff, 0x61, 0x27, 0xfe]));
  });

  it('pipes a NUL, which an argument cannot contain', async () => {
    const line = await lineOf({ request: { body: Buffer.from('a\0b') } });
    expect(line).toContain('base64 -d <<< YQBi | curl');
  });

  it.each([
    ['an empty header', 'X-Empty', '', 'X-Empty;'],
    ['bytes of UTF-8', 'X-Name', Buffer.from('é').toString('latin1'), 'X-Name: é'],
  ])('sends the same header: %s', async (_title, name, value, word) => {
    const { args } = asRun(await lineOf({ header: [name, value] }));
    expect(args.map(String)).toContain(word);
  });

  it.each(['/a/../b', '//a', '/a[1]', '/a{b}', '/a#b', '/%zz?x=é'])('passes the unusual target %s', async (target) => {
    const sent = Buffer.from(target).toString('latin1');
    const line = await lineOf({ request: { target: sent } });
    expect(argAfter(line, '--request-target')).toBe(target);
  });

  it('pipes a body that is too long for an argument', async () => {
    const body = `{"name":"${'ab'.repeat(100_000)}"}`;
    const { args, input } = asRun(await lineOf({ request: { body: Buffer.from(body) } }));
    expect(args.map(String)).toContain('@-');
    expect(input.toString()).toBe(body);
  });

  it('says in which exchange a body is that is too long to show', async () => {
    const body = Buffer.from(JSON.stringify(Array.from({ length: 20_000 }, (_, index) => index)));
    const line = await lineOf({ request: { body } });
    expect(line.length).toBeLessThan(500);
    expect(line).toContain(
      `--data-binary @body # the body has ${body.byteLength} bytes: exchange probe/valid.all/make#1`,
    );
  });

  it.each([
    ['HEAD', 'curl -I http://x'],
    ['DELETE', 'curl -i -X DELETE http://x'],
    ['GET', 'curl -i http://x'],
  ])('uses the method %s', async (method, start) => {
    expect(await lineOf({ request: { method, body: null } })).toContain(start);
  });
});

describe('a rerun with fewer fields', () => {
  const name = { box_id: 'b1', name: 'pot' };
  const first = generatedEntries({
    calls: [['make', { ...FAILING, with: { ...name, idempotency_key: 'k', page: 1 } }]],
  });
  const rerun = (parts: Parts, number: number) =>
    generatedEntries({ address: `probe/valid.all~shrunk-${number}`, calls: [['make', parts]] });

  async function judged(...reruns: readonly ReturnType<typeof rerun>[]) {
    return judgeRecording([[RUN, ...first, ...reruns.flat()]], await judgeOf(contract()));
  }

  it('gives the finding a smaller request, and is not listed as a scenario', async () => {
    const { scenarios } = await judged(
      rerun({ ...FAILING, with: { ...name, page: 1 } }, 1),
      rerun({ ...FAILING, with: name }, 2),
      rerun({ with: name }, 3),
    );
    expect(scenarios.map(({ address }) => address)).toEqual(['probe/valid.all']);
    const found: readonly Finding[] = scenarios[0]?.steps[0]?.findings ?? [];
    expect(found).toMatchObject([{ evidence: { exchange: 'probe/valid.all/make#1' } }]);
    expect(found[0]?.reproduction?.at(-1)).toMatch(/things -H .*--data-raw '\{"name":"pot"\}'$/);
  });

  it('is ignored if it has another finding', async () => {
    const { scenarios } = await judged(rerun({ with: name, response: errorResponse(404, 'box_not_found') }, 1));
    expect(scenarios[0]?.steps[0]?.findings[0]?.reproduction?.at(-1)).toContain('idempotency_key');
  });
});
