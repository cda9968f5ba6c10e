import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command } from '../helpers/command.ts';
import { writeProject } from '../helpers/project.ts';
import { freePort } from '../run/servers.ts';
import { answerText, startRawServer } from './raw-server.ts';
import { type HostileOptions, KEY, runAgainst } from './run-on.ts';
import { BEHAVIORS, type BehaviorName, CLOSES_SILENTLY, redirectsTo } from './servers.ts';

const WELL = { 'things/alive': 'passed', 'things/well': 'passed' };
const DELETE: HostileOptions = { step: '{ id: bad, call: things.delete, with: { thing_id: hostile } }' };
/** The timeout for servers that never complete a response. */
const SHORT: HostileOptions = { timeout: '3s' };
const create = (body: string): HostileOptions => ({
  step: `{ id: bad, call: things.create, with: { name: x }, raw: { target: /things/hostile, body: "${body}" } }`,
});

describe('a server with one bad response has one finding, and the rest of the run continues', () => {
  it.each<[BehaviorName, string, string | RegExp, HostileOptions?]>([
    [
      'silent',
      'no-response',
      'timeout: no complete response in 3000 ms: the header of the response did not arrive',
      SHORT,
    ],
    [
      'slow',
      'no-response',
      'timeout: no complete response in 3000 ms: the header of the response did not arrive',
      SHORT,
    ],
    [
      'lengthUnkept',
      'no-response',
      'timeout: no complete response in 3000 ms: 0 of 5368709120 bytes of the body arrived',
      SHORT,
    ],
    [
      'endlessHints',
      'no-response',
      'timeout: no complete response in 3000 ms: the header of the response did not arrive',
      SHORT,
    ],
    ['hugeHeader', 'no-response', 'response-malformed: the header is longer than 16384 bytes'],
    ['manyHeaders', 'no-response', 'response-malformed: the header is longer than 16384 bytes'],
    ['invalidJson', 'response-body-unreadable', 'text that is not JSON: {"id":"t1",'],
    ['invalidUtf8', 'response-body-unreadable', 'bytes that are not UTF-8'],
    ['wrongContentType', 'response-content-type-mismatch', 'text/html'],
    ['lengthTooLong', 'no-response', 'the server closed the connection after 22 of 500 bytes of the body'],
    ['lengthTooShort', 'no-response', 'bytes'],
    [
      'lengthTwice',
      'no-response',
      'the response has two Content-Length lines, or the lines after Content-Length are not valid HTTP',
    ],
    ['closedAtOnce', 'no-response', "the server closed the connection before the response's header was complete"],
    // On a busy machine, the operating system may report a reset connection as a closed connection.
    [
      'resetInHeader',
      'no-response',
      /the server (reset|closed) the connection before the response's header was complete/,
    ],
    ['resetInBody', 'no-response', /the server (reset|closed) the connection after 6 of 22 bytes of the body/],
    ['redirectLoop', 'status-undeclared', '302 to /things/hostile, not followed'],
    ['brokenGzip', 'no-response', 'the body cannot be decoded as gzip: unexpected end of file'],
    ['bodyWith204', 'response-body-unexpected', 'a 204 with Content-Length: 5', DELETE],
    ['unsolicited304', 'status-undeclared', 'observed   304'],
    ['deepList', 'response-body-unreadable', 'JSON nested deeper than the maximum of 500 levels'],
    ['deepObject', 'response-body-unreadable', 'JSON nested deeper than the maximum of 500 levels'],
    ['unaskedContinue', 'no-response', 'the server sent an unsolicited 100 or 101 response first'],
    ['unaskedUpgrade', 'no-response', 'the server sent an unsolicited 100 or 101 response first'],
    [
      'headerWithSpace',
      'no-response',
      'response-malformed: Response does not match the HTTP/1.1 protocol (Invalid header',
    ],
    [
      'headerWithNul',
      'no-response',
      'response-malformed: Response does not match the HTTP/1.1 protocol (Invalid header',
    ],
    [
      'terminalHeader',
      'no-response',
      'response-malformed: Response does not match the HTTP/1.1 protocol (Invalid header',
    ],
    ['badChunk', 'no-response', '(Invalid character in chunk size)'],
    ['notHttp', 'no-response', '(Expected HTTP/'],
    ['status999', 'status-undeclared', 'observed   999'],
    ['status099', 'no-response', 'response-malformed: the response is not valid HTTP: a status must be 100 to 999'],
    ['terminalText', 'response-body-unreadable', 'text that is not JSON: \\u001b[2J'],
  ])('%s: %s', async (name, kind, words, options = {}) => {
    const server = await startRawServer(BEHAVIORS[name]);
    const run = await runAgainst(server.url, options);
    expect(run.exitCode, run.said).toBe(1);
    expect(run.findings.findings.map((finding) => [finding.address, finding.kind])).toEqual([
      ['things/hostile/bad', kind],
    ]);
    expect(run.outcomes).toEqual({ ...WELL, 'things/hostile': 'failed' });
    expect(run.findings.counts.steps).toMatchObject({ failed: 1, passed: 9 });
    expect(run.said).toMatch(words);
    expect(run.stderr).toBe('');
  });
});

describe('a server that is unusual but conforms to HTTP passes', () => {
  it.each<[BehaviorName, HostileOptions?]>([
    ['oldProtocol'],
    ['earlyHints'],
    ['early', create('y'.repeat(300_000))],
  ])('%s', async (name, options = {}) => {
    const server = await startRawServer(BEHAVIORS[name]);
    const run = await runAgainst(server.url, options);
    expect(run.exitCode, run.said).toBe(0);
    expect(run.outcomes).toEqual({ ...WELL, 'things/hostile': 'passed' });
  });

  it('that closes idle connections silently passes, because a read is sent a second time', async () => {
    const server = await startRawServer({
      ...CLOSES_SILENTLY,
      answer: (socket) => void socket.write(answerText('{"id":"t1","name":"x"}')),
    });
    const run = await runAgainst(server.url, {
      after: ['{ id: pause, wait: 50ms }', '{ id: fine, call: things.get, with: { thing_id: t1 } }'],
    });
    // Only reads are compared. A write may hit a closed connection, and parity does not send a write a second time.
    const ofReads = run.findings.findings.filter(({ operation }) => operation === 'things.get');
    expect(ofReads, run.said).toEqual([]);
  });
});

describe('a redirect to another origin', () => {
  it('is not followed, and nothing reaches the other origin', async () => {
    const other = await startRawServer();
    const server = await startRawServer(redirectsTo(other.url));
    const run = await runAgainst(server.url);
    expect(run.exitCode).toBe(1);
    expect(run.findings.findings.map(({ kind }) => kind)).toEqual(['status-undeclared']);
    expect(run.said).toContain(`307 to ${other.url}/things/stolen, not followed`);
    expect(other.heads).toEqual([]);
    expect(server.heads.every((head) => head.includes(`Bearer ${KEY}`))).toBe(true);
    expect(run.outcomes).toEqual({ ...WELL, 'things/hostile': 'failed' });
  });
});

describe('keys of JSON', () => {
  it('that are names of inherited members are undeclared fields, and pollute nothing', async () => {
    const server = await startRawServer(BEHAVIORS.prototypeKeys);
    const run = await runAgainst(server.url);
    expect(run.exitCode).toBe(1);
    expect(run.findings.findings).toMatchObject(
      ['/__proto__', '/constructor', '/toString'].map((field) => ({ kind: 'response-field-undeclared', field })),
    );
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(run.outcomes).toEqual({ ...WELL, 'things/hostile': 'failed' });
  });

  it('that a contract names like inherited members are ordinary members', async () => {
    const schema = `type: object
properties: { id: { type: string }, name: { type: string }, constructor: { type: string }, toString: { type: string } }
required: [id, name, constructor]
`;
    const answer = answerText('{"id":"t1","name":"x","constructor":"c"}');
    const server = await startRawServer({ answer: (socket) => void socket.write(answer) });
    const run = await runAgainst(server.url, { files: { 'contracts/schemas/thing.yaml': schema } });
    const kinds = run.findings.findings.map(({ kind, address }) => `${address} ${kind}`);
    expect(kinds).not.toContain('things/hostile/bad response-field-retyped');
    expect(kinds).toContain('things/hostile/fine response-field-missing');
    expect(kinds.filter((each) => each.startsWith('things/hostile/bad'))).toEqual([]);
  });

  it.each([
    ['that nobody declared', {}, 'response-field-undeclared'],
    [
      'that are free but of another type',
      {
        'contracts/schemas/thing.yaml':
          'type: object\nproperties: { id: { type: string }, name: { type: string } }\nadditionalProperties: { type: string }\n',
      },
      'response-field-retyped',
    ],
  ])('%s are listed up to a hundred, and then counted', async (_title, files, kind) => {
    const server = await startRawServer(BEHAVIORS.manyFields);
    const run = await runAgainst(server.url, { files });
    expect(run.exitCode).toBe(1);
    expect(run.findings.findings).toHaveLength(101);
    expect(new Set(run.findings.findings.map((finding) => finding.kind))).toEqual(new Set([kind]));
    expect(JSON.stringify(run.findings)).toContain('9900 more fields with the same problem as the 100 listed fields');
    expect(run.outcomes).toEqual({ ...WELL, 'things/hostile': 'failed' });
  });
});

describe('text of a response', () => {
  it.each<[BehaviorName]>([
    ['terminalText'],
    ['terminalName'],
  ])('%s reaches neither terminal, GitHub nor report unescaped', async (name) => {
    const server = await startRawServer(BEHAVIORS[name]);
    const root = await writeProject({ 'summary.md': '' });
    const summary = join(root, 'summary.md');
    const run = await runAgainst(server.url, { env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary } });
    expect(run.exitCode).toBe(1);
    const junit = await readFile(join(run.root, 'reports/junit.xml'), 'utf8');
    const json = await readFile(join(run.root, 'reports/findings.json'), 'utf8');
    const printed = [run.stdout, run.stderr, junit, json];
    for (const text of [...printed, await readFile(summary, 'utf8')]) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the test searches for control characters
      expect(text).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]/);
      expect(text).not.toMatch(/^\s*::error::/m);
    }
    // GitHub reads no commands from the summary, because the summary is a page and not a log
    for (const text of printed) expect(text).not.toContain('##[');
  });
});

describe('a server that cannot be reached', () => {
  it('that refuses connections is an environment error before anything runs', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const root = await writeProject();
    const { exitCode, stderr } = await command(['run', '--target', url, '--probes', 'none'], {
      cwd: root,
      env: { PARITY_MAIN_KEY: KEY },
    });
    expect(exitCode).toBe(3);
    expect(stderr).toContain(`to accept a connection at ${url}, got connect ECONNREFUSED`);
    expect(stderr).toContain('Start the server, or check "url" of the target.');
  });

  it('that starts to refuse connections blocks the following steps', async () => {
    const server = await startRawServer({
      answer: (socket) => {
        void server.stop();
        socket.end(answerText('{"id":"t1","name":"x"}', 'Content-Type: application/json\r\nConnection: close'));
      },
    });
    const run = await runAgainst(server.url, { args: ['--grep', 'hostile'] });
    expect(run.exitCode, run.said).toBe(3);
    expect(run.outcomes).toEqual({ 'things/hostile': 'blocked' });
    expect(run.said).toContain('connection-refused: connect ECONNREFUSED');
  });
});

describe('what cannot be cleaned up', () => {
  it('because its response is lost is listed as a leftover, and is not reported as flaky', async () => {
    const server = await startRawServer(BEHAVIORS.lostInCleanUp);
    const run = await runAgainst(server.url, { ...create('{}'), ...SHORT });
    expect(run.exitCode, run.said).toBe(0);
    expect(run.said).toContain('1 item could not be removed');
    expect(run.said).toContain('timeout: no complete response in 3000 ms');
    expect(run.outcomes).toEqual({ ...WELL, 'things/hostile': 'passed' });
  });
});
