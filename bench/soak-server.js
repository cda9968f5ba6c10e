import { createServer } from 'node:http';
import process from 'node:process';

// A server that fails in many ways until a message from the parent process stops the failures.
const things = new Map();
let seen = [];
let isCalm = false;
let made = 0;
const sockets = new Set();

function createListener(port) {
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('error', () => {});
    request.on('end', () => {
      const entry = {
        method: request.method,
        target: request.url,
        body: Buffer.concat(chunks).toString(),
      };
      seen.push(entry);
      misbehave(entry, request, response);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(port, '127.0.0.1', () => process.send({ port: server.address().port }));
  return server;
}

let server = createListener(0);

function misbehave(entry, request, response) {
  const handled = () => handle(entry);
  const luck = isCalm ? 1 : Math.random();
  if (luck < 0.02) return request.socket.resetAndDestroy();
  if (luck < 0.04) return handled() && request.socket.resetAndDestroy();
  if (luck < 0.05) return undefined; // the request has no effect and gets no response
  if (luck < 0.06) return handled(); // the request has an effect but gets no response
  if (luck < 0.09) return send(response, [429, { error: 'slow down' }], { 'retry-after': '0' });
  if (luck < 0.12) return send(response, [429, { error: 'slow down' }]);
  if (luck < 0.14) return send(response, [500, { error: 'not handled' }]);
  if (luck < 0.16) return handled() && send(response, [503, { error: 'handled' }]);
  return send(response, handled());
}

function send(response, [status, value], headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(status === 204 ? undefined : JSON.stringify(value));
}

function handle({ method, target, body }) {
  if (method === 'POST') {
    const thing = { id: `t${++made}`, name: JSON.parse(body).name };
    things.set(thing.id, thing);
    return [201, thing];
  }
  const thing = things.get(target.slice('/things/'.length));
  if (thing === undefined) return [404, { error: 'no such thing' }];
  if (method === 'DELETE') things.delete(thing.id);
  return method === 'DELETE' ? [204] : [200, thing];
}

process.on('message', ({ calm, restart, tell }) => {
  if (calm !== undefined) isCalm = calm;
  if (restart !== undefined) {
    server.close();
    for (const socket of sockets) socket.destroy();
    setTimeout(() => {
      server = createListener(restart);
    }, 300);
  }
  if (tell !== true) return;
  process.send({ seen, things: [...things.values()] });
  seen = [];
});
process.on('disconnect', () => process.exit());
