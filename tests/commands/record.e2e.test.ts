import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer as createPlain } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type CommandResult, command } from '../helpers/command.ts';
import { writeProject } from '../helpers/project.ts';
import { makeCertificates } from '../run/certificates.ts';

/** Runs `parity record`, lets the function `act` send requests, and then interrupts the command. */
async function record(
  cwd: string,
  args: readonly string[],
  act: (origin: string) => Promise<unknown>,
): Promise<CommandResult> {
  let signal = (_: string) => {};
  let say = (_: string) => {};
  const said = new Promise<string>((resolve) => {
    say = resolve;
  });
  const running = command(['record', ...args], {
    cwd,
    onStart: (send) => {
      signal = send;
    },
    onOut: (text) => say(text),
  });
  const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(
    await Promise.race([said, running.then(({ stderr }) => stderr)]),
  )?.[0];
  if (origin === undefined) return running;
  await act(origin);
  signal('SIGINT');
  return running;
}

const KEYED = { headers: { authorization: 'Bearer s3cret-value' } };
const GOOD = { method: 'POST', headers: { 'content-type': 'application/json', authorization: 'Bearer s3cret-value' } };

const findings = async (cwd: string) => {
  const report = JSON.parse(await readFile(join(cwd, 'reports/findings.json'), 'utf8'));
  return report.findings.map(({ kind, operation, field }: Record<string, string>) => [kind, operation, field]);
};

describe('parity record', () => {
  it('writes a redacted recording that can be judged', async () => {
    const cwd = await writeProject();
    const { exitCode, stderr } = await record(cwd, [], async (origin) => {
      await fetch(`${origin}/things`, { ...GOOD, body: '{"name":"pot"}' });
      await fetch(`${origin}/things`, { ...GOOD, body: '{"name":"pot","colour":"red"}' });
      await fetch(`${origin}/thing/1`);
      await fetch(`${origin}/things/1`, { ...GOOD, method: 'DELETE' });
    });
    expect(stderr).toBe(
      '4 requests in reports/record.jsonl. To judge the recording: parity judge reports/record.jsonl\n',
    );
    expect(exitCode).toBe(0);
    const text = await readFile(join(cwd, 'reports/record.jsonl'), 'utf8');
    expect(text).not.toContain('s3cret-value');
    const ids = text.split('\n').filter((line) => line.startsWith('{"kind":"exchange"'));
    expect(ids.map((line) => JSON.parse(line).id)).toEqual([
      'record/things.create/1#1',
      'record/things.create/2#1',
      'record/undocumented/1#1',
      'record/things.delete/1#1',
    ]);
    const judged = await command(['judge', 'reports/record.jsonl'], { cwd });
    expect(judged.exitCode, judged.stderr).toBe(1);
    expect(await findings(cwd)).toEqual([
      ['field-undeclared', 'things.create', 'colour'],
      ['operation-undocumented', 'undocumented', 'GET /thing/1'.replace('1', '*')],
    ]);
  });

  it('forwards requests, and then the responses are judged too', async () => {
    const cwd = await writeProject();
    const other = await writeProject({
      'contracts/schemas/thing.yaml': 'type: object\nproperties: { id: { type: integer } }\nrequired: [id]\n',
    });
    await record(other, [], async (upstream) => {
      const { exitCode } = await record(cwd, ['--upstream', upstream, '--out', 'out/proxied.jsonl'], (origin) =>
        fetch(`${origin}/things/1`, KEYED),
      );
      expect(exitCode).toBe(0);
    });
    expect((await command(['judge', 'out/proxied.jsonl'], { cwd })).exitCode).toBe(1);
    expect(await findings(cwd)).toEqual([
      ['response-field-missing', 'things.get', '/name'],
      ['response-field-retyped', 'things.get', '/id'],
    ]);
  });

  it('reaches a target by its name, with its certificates', async () => {
    const { ca, server, client } = await makeCertificates();
    const tls = { key: server.private, cert: server.cert, ca: [ca.cert], requestCert: true, rejectUnauthorized: true };
    const upstream = createServer(tls, (_request, response) => response.end('{"id":"1","name":"pot"}'));
    await once(upstream.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void upstream.close());
    const { port } = upstream.address() as AddressInfo; // safe cast: `address()` returns an object for a TCP server
    const cwd = await writeProject({
      'ca.pem': ca.cert,
      'client.pem': client.cert,
      'client.key': client.private,
      'parity.config.yaml': `targets: { far: { url: "https://127.0.0.1:${port}/api", tls: { ca: ca.pem, cert: client.pem, key: client.key } } }\n`,
    });
    for (const named of ['far', `https://127.0.0.1:${port}/api`]) {
      let text = '';
      await record(cwd, ['--upstream', named], async (origin) => {
        text = await (await fetch(`${origin}/things/1`, KEYED)).text();
      });
      expect(text).toBe('{"id":"1","name":"pot"}');
    }
  });

  it('reaches a target at a unix socket', async () => {
    const cwd = await writeProject({
      'parity.config.yaml': 'targets: { near: { url: "http://daemon", socket: s } }\n',
    });
    const hosts: (string | undefined)[] = [];
    const upstream = createPlain((request, response) => {
      hosts.push(request.headers.host);
      response.end();
    });
    await once(upstream.listen(join(cwd, 's')), 'listening');
    onTestFinished(() => void upstream.close());
    await record(cwd, ['--upstream', 'near'], (origin) => fetch(`${origin}/things/1`));
    expect(hosts).toEqual(['daemon']);
  });

  it('responds as in a recording', async () => {
    const cwd = await writeProject();
    await record(cwd, [], (origin) => fetch(`${origin}/things/7`));
    const answers: string[] = [];
    await record(cwd, ['--replay', 'reports/record.jsonl', '-o', 'again.jsonl'], async (origin) => {
      for (const id of [7, 8]) answers.push(await (await fetch(`${origin}/things/${id}`)).text());
    });
    expect(answers).toEqual([
      '{"id":"pw~id~1","name":"pw~name~2"}',
      '{"error":"the recording contains no response to GET /things/8"}',
    ]);
  });

  it('writes an archive that can be judged', async () => {
    const cwd = await writeProject();
    await record(cwd, [], (origin) => fetch(`${origin}/things/1?page=2`, KEYED));
    await command(['judge', 'reports/record.jsonl', '--har', 'out.har'], { cwd });
    const judged = await command(['judge', 'out.har'], { cwd });
    expect(judged.exitCode, judged.stderr).toBe(1);
    expect(await findings(cwd)).toEqual([['field-undeclared', 'things.get', 'page']]);
  });

  it.each([
    [['--profile', 'none'], 2, '--profile must be one of full, lite'],
    [['--upstream', 'nowhere'], 2, '--upstream must be an http or https URL'],
    [['--upstream', 'ftp://x'], 2, '--upstream must be an http or https URL'],
    [['--upstream', 'http://user:pw@x'], 2, '--upstream must be a URL without user'],
    [['--upstream', 'http://x/?key=1'], 2, '--upstream must be a URL without a query'],
    [['--upstream', 'http://x', '--replay', 'y'], 2, '--upstream and --replay cannot be combined'],
    [['--replay', 'missing.jsonl'], 2, 'there is no file'],
    [['--port', '99999'], 2, 'must be a port, 0 to 65535'],
  ])('%s ends with a message', async (args, exitCode, message) => {
    const result = await record(await writeProject(), args, async () => {});
    expect(result.stderr).toContain(message);
    expect(result.exitCode).toBe(exitCode);
  });

  it('reports that nothing was sent', async () => {
    expect(await record(await writeProject(), [], async () => {})).toMatchObject({ exitCode: 5 });
  });
});

describe('parity judge of an archive', () => {
  it('rejects a file that is not an archive', async () => {
    const cwd = await writeProject();
    await writeFile(join(cwd, 'x.har'), '{"log":{}}');
    const { exitCode, stderr } = await command(['judge', 'x.har'], { cwd });
    expect(stderr).toContain('log.entries must be a list');
    expect(exitCode).toBe(2);
  });

  it('lists the hosts if it does not contain the requested host', async () => {
    const cwd = await writeProject();
    const request = { method: 'GET', url: 'https://api.test/things/1', headers: [] };
    await writeFile(join(cwd, 'x.har'), JSON.stringify({ log: { entries: [{ request }] } }));
    const { exitCode, stderr } = await command(['judge', 'x.har', '--origin', 'https://api.tst'], { cwd });
    expect(stderr).toContain('Did you mean "https://api.test"?');
    expect(exitCode).toBe(2);
  });
});
