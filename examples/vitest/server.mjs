import { createServer } from 'node:http';
import { argv, env } from 'node:process';
import { fileURLToPath } from 'node:url';

/** Starts the API. Port 0: any free one. */
export async function listen(port = 0) {
  const things = new Map();
  const server = createServer(async (request, response) => {
    const { status, body } = handle(things, request.method, request.url, await readBody(request));
    response.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  });
  await new Promise((done) => server.listen(port, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

function handle(things, method, url, body) {
  const [, collection, id] = new URL(url, 'http://localhost').pathname.split('/');
  if (collection !== 'things') return refuse(404, 'no_route');
  if (method === 'POST' && id === undefined) return create(things, body);
  if (!things.has(id)) return refuse(404, 'thing_not_found');
  if (method === 'GET') return { status: 200, body: things.get(id) };
  if (method !== 'DELETE') return refuse(404, 'no_route');
  things.delete(id);
  return { status: 204 };
}

function create(things, body) {
  const { name, color = null } = body ?? {};
  const isName = typeof name === 'string' && name.length >= 1 && [...name].length <= 60;
  const isColor = ['red', 'blue'].includes(color) || (color === null && !Object.hasOwn(body ?? {}, 'color'));
  if (!isName || !isColor) return refuse(422, 'invalid');
  const thing = { id: `thing_${things.size + 1}_${Date.now()}`, name, color };
  things.set(thing.id, thing);
  return { status: 201, body: thing };
}

function refuse(status, code) {
  return { status, body: { error: { code, message: code.replaceAll('_', ' ') } } };
}

async function readBody(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) await listen(Number(env.PORT ?? 0));
