import { afterAll, expect, test } from 'vitest';
import 'wireparity/vitest';
import { listen } from '../server.mjs';

const server = await listen();
afterAll(() => server.close());

test('a new thing is as its contract says', async () => {
  const response = await fetch(`${server.url}/things`, { method: 'POST', body: JSON.stringify({ name: 'lamp' }) });
  await expect(response).toMatchContract('things.create');
  expect(await response.json()).toMatchObject({ name: 'lamp', color: null });
});

test('so is the error for one that does not exist', async () => {
  const response = await fetch(`${server.url}/things/none`);
  expect(response.status).toBe(404);
  await expect(response).toMatchContract('things.get');
});

test('a thing is no answer to a deletion', async () => {
  await expect(Response.json({ id: '1', name: 'lamp', color: null })).not.toMatchContract('things.delete');
});
