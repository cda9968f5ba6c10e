import { createServer } from 'node:http';
import process from 'node:process';

// All tools call this server. It is so simple that its own time does not affect the comparison.
const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const [status, value] = answer(request, Buffer.concat(chunks));
    const body = JSON.stringify(value);
    response.writeHead(status, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      'X-Request-Id': 'bench',
    });
    response.end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));
process.on('disconnect', () => process.exit());

function answer({ method, url, headers }, body) {
  if (!headers.authorization?.startsWith('Bearer '))
    return [401, { error: { code: 'invalid_api_key', message: 'no key' } }];
  if (method === 'POST') return [201, { ...item('item_new'), ...JSON.parse(body.toString()) }];
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  if (pathname !== '/v1/items') return [200, item(pathname.slice('/v1/items/'.length))];
  const limit = Number(searchParams.get('limit') ?? 10);
  return [200, { items: Array.from({ length: limit }, (_, index) => item(`item_${index}`)), total: limit }];
}

function item(id) {
  return { id, name: `name of ${id}`, tags: ['a', 'b'], size: 3, created_at: '2026-05-07T10:00:00Z' };
}
