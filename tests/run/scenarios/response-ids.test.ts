import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/model/json.ts';
import { idIn } from '../../../src/run/scenarios/response-ids.ts';

describe('the id of a new item in an undescribed response', () => {
  it.each<[Json, Json]>([
    [{ id: 'a' }, 'a'],
    [{ bucket_id: 'b' }, 'b'],
    [{ data: { id: 'c' }, permissions: {} }, 'c'],
    [{ bucket: { id: 7 } }, 7],
  ])('is found in %j', (body, id) => {
    expect(idIn(body, '/v1/buckets/{bucket_id}')).toBe(id);
  });

  it.each<Json>([
    { owner: { id: 'a' } },
    { data: { id: 'a' }, item: { id: 'b' } },
    { data: {} },
    [{ id: 'a' }],
    null,
  ])('is not guessed from %j', (body) => {
    expect(idIn(body, '/v1/buckets/{bucket_id}')).toBeUndefined();
  });
});
