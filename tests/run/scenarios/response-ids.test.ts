import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/model/json.ts';
import { idPath } from '../../../src/run/scenarios/response-ids.ts';

describe('the id of a new item in an undescribed response', () => {
  it.each<[Json, readonly string[]]>([
    [{ id: 'a' }, ['id']],
    [{ bucket_id: 'b' }, ['bucket_id']],
    [{ data: { id: 'c' }, permissions: {} }, ['data', 'id']],
    [{ bucket: { id: 7 } }, ['bucket', 'id']],
  ])('is found in %j', (body, path) => {
    expect(idPath(body, '/v1/buckets/{bucket_id}')).toEqual(path);
  });

  it.each<Json>([
    { owner: { id: 'a' } },
    { data: { id: 'a' }, item: { id: 'b' } },
    { data: {} },
    [{ id: 'a' }],
    null,
  ])('is not guessed from %j', (body) => {
    expect(idPath(body, '/v1/buckets/{bucket_id}')).toBeUndefined();
  });
});
