import { expect, it } from 'vitest';
import type { Exchange } from '../../../src/model/exchange.ts';
import { createServiceWatch } from '../../../src/run/http/service-watch.ts';

function watchOf(statuses: readonly number[]) {
  const watch = createServiceWatch();
  for (const status of statuses) watch.note({ operation: 'things.get', response: { status } } as unknown as Exchange);
  return watch;
}

const MANY = Array.from({ length: 12 }, () => 503);

it('counts an operation as never served after many 503 in a row', () => {
  expect(watchOf(MANY).neverServes('things.get')).toBe(true);
  expect(watchOf(MANY.slice(1)).neverServes('things.get')).toBe(false);
  expect(watchOf(MANY).neverServes('things.list')).toBe(false);
});

it('counts an operation as served after one success, and starts to count again after another response', () => {
  expect(watchOf([...MANY, 200, ...MANY]).neverServes('things.get')).toBe(false);
  expect(watchOf([200]).hasServed('things.get')).toBe(true);
  expect(watchOf([...MANY.slice(1), 404, 503]).neverServes('things.get')).toBe(false);
});

it('needs more 503 if the server has served another operation that it had refused before', () => {
  const watch = createServiceWatch();
  const note = (operation: string, status: number) =>
    watch.note({ operation, response: { status } } as unknown as Exchange);
  note('things.list', 503);
  note('things.list', 200);
  for (const status of MANY) note('things.get', status);
  expect(watch.neverServes('things.get')).toBe(false);
  for (let count = 0; count < 500; count += 1) note('things.get', 503);
  expect(watch.neverServes('things.get')).toBe(true);
});
