import { describe, expect, it } from 'vitest';
import { askServer, type InitFlags } from '../../../src/app/init/init-answers.ts';
import type { Io } from '../../../src/app/io.ts';
import { openapi, readFiles } from '../../openapi/documents.ts';

const IO: Io = {
  cwd: '/nowhere',
  env: {},
  out: () => {},
  err: () => {},
  interactive: false,
  color: false,
  columns: 80,
  now: () => new Date(0),
  random: () => 0,
  onSignal: () => () => {},
  version: '0',
};

async function answer(flags: InitFlags, { servers = ['https://api.example.com/v1'], says }: Options = {}) {
  const asked: string[] = [];
  const document = await readFiles({
    'a.json': openapi({ '/things': { get: {} } }, { servers: servers.map((url) => ({ url })) }),
  });
  const ask = async (question: string) => {
    asked.push(question);
    return says?.[asked.length - 1] ?? '';
  };
  return { ...(await askServer(flags, document, says === undefined ? IO : { ...IO, ask })), asked };
}

interface Options {
  readonly servers?: readonly string[];
  /** The user's answers to the questions of `parity init`, in order. */
  readonly says?: readonly string[];
}

describe('the server of a new project', () => {
  it.each([
    ['http://127.0.0.1:8000', { url: 'http://127.0.0.1:8000' }],
    ['127.0.0.1:8000', { url: 'http://127.0.0.1:8000' }],
    ['http://127.0.0.1:8000/v1/', { url: 'http://127.0.0.1:8000' }],
    ['http://127.0.0.1:8000/other/', { url: 'http://127.0.0.1:8000/other' }],
    [
      'uvicorn app:app --port 8123',
      { url: 'http://127.0.0.1:8123', command: ['uvicorn', 'app:app', '--port', '8123'] },
    ],
    [
      'python3 -m http.server 8123',
      { url: 'http://127.0.0.1:8123', command: ['python3', '-m', 'http.server', '8123'] },
    ],
    ['PORT=8123 npm start', { url: 'http://127.0.0.1:8123', command: ['sh', '-c', 'PORT=8123 npm start'] }],
    ['make db && ./serve :8123', { url: 'http://127.0.0.1:8123', command: ['sh', '-c', 'make db && ./serve :8123'] }],
    ['serve "my app" -p 8123', { url: 'http://127.0.0.1:8123', command: ['serve', 'my app', '-p', '8123'] }],
  ])('%s is understood', async (server, expected) => {
    expect(await answer({ server })).toMatchObject({ server: expected, named: true });
  });

  it('must be given if the command contains no port', async () => {
    await expect(answer({ server: 'npm start' })).rejects.toThrow('--url is missing');
    const url = 'http://127.0.0.1:3000';
    expect(await answer({ server: 'npm start', url })).toMatchObject({ server: { url, command: ['npm', 'start'] } });
  });

  it('is taken from the document if it is a loopback address and the command contains no port', async () => {
    const { server } = await answer({ server: 'npm start' }, { servers: ['http://localhost:3000/v1'] });
    expect(server).toEqual({ url: 'http://localhost:3000', command: ['npm', 'start'] });
  });

  it('is taken from the document if nobody can be asked, and does not count as named by the user', async () => {
    expect(await answer({})).toMatchObject({ server: { url: 'https://api.example.com' }, named: false });
  });

  it("is asked for on a terminal, with the document's server as the default", async () => {
    const { asked, server, named } = await answer({}, { says: [''] });
    expect(asked).toEqual(['Server (URL, or a command that starts the server) [https://api.example.com]: ']);
    expect({ server, named }).toEqual({ server: { url: 'https://api.example.com' }, named: true });
  });

  it('is an error with an example if nothing provides it', async () => {
    await expect(answer({}, { servers: ['/v1'] })).rejects.toMatchObject({
      code: 'answer-missing',
      hint: expect.stringContaining('--server http://127.0.0.1:8000'),
    });
  });

  it('must be a URL that a target can have', async () => {
    await expect(answer({ server: 'http://me:pw@127.0.0.1:8000' })).rejects.toThrow('without user and password');
  });
});
