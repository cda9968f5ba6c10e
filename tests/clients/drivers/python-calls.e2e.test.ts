import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLIENTS, DriverProcess } from './driver-process.ts';

const ODD = { source: join(CLIENTS, 'python-odd'), construct: { call: 'odd.Client', args: [], kwargs: {} } };

let server: Server;
let seen: IncomingMessage | undefined;
let acme: DriverProcess;
let odd: DriverProcess;

beforeAll(async () => {
  server = createServer((request, response) => {
    seen = request;
    const isRefused = request.url?.includes('refused');
    response.writeHead(isRefused ? 429 : 200, { 'Content-Type': 'application/json', 'Retry-After': '7' });
    response.end(isRefused ? '{"error":{"code":"slow_down","message":"Slow down."}}' : '{"id":"cue_1","name":"n"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base_url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const construct = { call: 'acme.Client', args: ['key'], kwargs: { base_url } };
  acme = new DriverProcess('python');
  odd = new DriverProcess('python');
  await Promise.all([
    acme.start({ source: join(CLIENTS, 'python'), construct, functions: ['acme.webhook.verify'] }),
    odd.start(ODD),
  ]);
});

afterAll(async () => {
  await Promise.all([acme.end(), odd.end()]);
  server.close();
});

describe('a call', () => {
  it('sends its request, and returns its model with fields', async () => {
    const value = await acme.value('cues.get', { cue_id: 'a/b?c d', execution_limit: 5 });
    expect(seen?.url).toBe('/v1/cues/a%2Fb%3Fc%20d?execution_limit=5');
    expect(value).toMatchObject({
      $type: 'object',
      class: 'acme.models.CueDetail',
      fields: { id: 'cue_1', stats: null },
    });
  });

  it.each([
    ['text', '{"b": 1, "a": "é"}'],
    ['bytes', { $type: 'bytes', base64: Buffer.from('{"b":1,"a":"é"}').toString('base64') }],
    ['a map', { b: 1, a: 'é' }],
  ] as const)('can call a function of the package with %s', async (_, payload) => {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signed = `${timestamp}.{"a": "\\u00e9", "b": 1}`;
    const signature = `v1=${createHmac('sha256', 'secret').update(signed).digest('hex')}`;
    const args = { payload, signature, timestamp, secret: 'secret' };
    expect(await acme.value('acme.webhook.verify', args)).toBe(true);
    expect(await acme.value('acme.webhook.verify', { ...args, secret: 'other' })).toBe(false);
    expect(await acme.value('acme.webhook.verify', { ...args, tolerance: -1 })).toBe(false);
  });

  it('reports the class, bases, text and attributes of an error', async () => {
    expect(await acme.call('executions.get', { execution_id: 'refused' })).toEqual({
      kind: 'raised',
      class: 'acme.errors.RateLimitError',
      bases: ['acme.errors.AcmeError'],
      text: 'Slow down.',
      attributes: {
        status: 429,
        code: 'slow_down',
        message: 'Slow down.',
        body: { error: { code: 'slow_down', message: 'Slow down.' } },
        retry_after: 7,
      },
      own: true,
    });
    expect(await odd.call('raise_own')).toMatchObject({
      attributes: { code: 'too_odd', status: 418, when: { $type: 'datetime', value: '2026-01-02T00:00:00+00:00' } },
    });
  });

  it("reports an error that is not the client's own for an exit and for wrong arguments", async () => {
    expect(await odd.call('exit')).toMatchObject({ kind: 'raised', class: 'SystemExit', text: '3', own: false });
    expect(await odd.call('is_closed', { nonsense: 1 })).toMatchObject({ class: 'TypeError', own: false });
  });

  it('runs a coroutine, an async generator and an async context manager to the end', async () => {
    expect(await odd.value('aio.echo', { value: { a: [1] } })).toEqual({ a: [1] });
    expect(await odd.value('aio.count', { to: 60 })).toHaveLength(50);
    expect(await odd.value('aio.session')).toBe('inside');
    await expect.poll(() => odd.stderr).toContain('left the session');
  });

  it('enters and leaves a context manager', async () => {
    expect(await odd.value('within')).toEqual({ left: true });
  });

  it.each(['stream', 'pages'])('reads the first fifty items of an endless or long iterator: %s', async (name) => {
    expect(await odd.value(name)).toEqual(Array.from({ length: 50 }, (_, index) => index));
  });

  it('can print without disturbing the protocol, and reads empty input', async () => {
    expect(await odd.value('shout')).toBe('said');
    await expect.poll(() => odd.stderr).toMatch(/garbage.*\nnot the protocol\nfrom a child/);
  });

  it('is interrupted if it hangs, and the next call works', async () => {
    expect(await odd.call('hang', {}, 50)).toMatchObject({ kind: 'timed-out', afterMs: 50 });
    expect(await odd.value('is_closed')).toBe(false);
  });

  it('can close the client without affecting the next call', async () => {
    await odd.value('close');
    expect(await odd.value('is_closed')).toBe(false);
  });

  it('gets one reply even if it forks the process', async () => {
    expect(await odd.value('fork')).toBe(1);
    expect(await odd.value('is_closed')).toBe(false);
  });
});

describe('values', () => {
  it('reach the client as types that JSON cannot express', async () => {
    const when = (value: string) => ({ $type: 'datetime', value }) as const;
    const given = {
      aware: when('2026-01-02T03:04:05.5Z'),
      naive: when('2026-01-02T03:04:05'),
      bytes: { $type: 'bytes', base64: 'AP8=' },
      color: { $type: 'enum', class: 'odd.Color', value: 'blue' },
      items: [when('2026-01-02T03:04:05+02:00')],
    } as const;
    expect(await odd.value('kinds', given)).toEqual({
      aware: 'datetime.datetime(2026, 1, 2, 3, 4, 5, 500000, tzinfo=datetime.timezone.utc)',
      naive: 'datetime.datetime(2026, 1, 2, 3, 4, 5)',
      bytes: "b'\\x00\\xff'",
      color: "<Color.BLUE: 'blue'>",
      items: expect.stringContaining('tzinfo=datetime.timezone(datetime.timedelta(seconds=7200))'),
    });
  });

  it('become enum members and models if the type hint says so', async () => {
    const args = { color: 'blue', size: { width: 2, color: 'red' }, when: '2026-01-02', pair: [1, 2] };
    expect(await odd.value('typed', args)).toBe(
      "[<Color.BLUE: 'blue'>, Size(width=2, color=<Color.RED: 'red'>, tags=[]), '2026-01-02', (1, 2)]",
    );
  });

  it('stay unchanged if they do not fit the type hint', async () => {
    const text = await odd.value('typed', { color: 'green', size: { height: 1 }, when: 'now' });
    expect(text).toBe("['green', {'height': 1}, 'now', ()]");
  });

  it('reach positional-only parameters', async () => {
    expect(await odd.value('only', { first: 1, third: 9 })).toEqual([1, 2, 9]);
  });

  it('are returned with tags if JSON cannot express them', async () => {
    expect(await odd.value('values')).toEqual({
      aware: { $type: 'datetime', value: '2026-01-02T03:04:05+00:00' },
      naive: { $type: 'datetime', value: '2026-01-02T03:04:05' },
      bytes: { $type: 'bytes', base64: 'AP8=' },
      color: { $type: 'enum', class: 'odd.Color', value: 'red' },
      size: {
        $type: 'object',
        class: 'odd.Size',
        fields: { width: 3, color: { $type: 'enum', class: 'odd.Color', value: 'red' }, tags: [] },
      },
      set: [1, 2],
      nan: { $type: 'opaque', class: 'float', text: 'nan' },
      function: { $type: 'opaque', class: 'builtin_function_or_method', text: '<built-in function len>' },
      looks: { $type: 'object', class: 'dict', fields: { $type: 'datetime' } },
      7: 'number key',
    });
  });

  it('are truncated if they contain themselves, or are nested too deeply or too large', async () => {
    expect(await odd.value('cycle')).toEqual({
      $type: 'object',
      class: 'odd.Node',
      fields: { me: { $type: 'opaque', class: 'odd.Node', text: 'contains itself' }, name: 'node', upper: 'NODE' },
    });
    expect(JSON.stringify(await odd.value('deep')).length).toBeLessThan(200);
    const huge = (await odd.value('huge')) as unknown[][];
    expect([huge.length, huge[0]?.length]).toEqual([1001, 1001]);
    expect(huge.at(-1)).toMatchObject({ $type: 'opaque', text: '1000 more items' });
  });
});
