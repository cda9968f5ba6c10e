import { describe, expect, it } from 'vitest';
import { linkContracts } from '../../src/load/link-contracts.ts';
import type { Contract, Field, Location } from '../../src/model/contract.ts';
import type { JsonSchema } from '../../src/model/json.ts';
import { contract } from '../plan/builders.ts';

const NOTE: JsonSchema = { type: 'object', properties: { id: { type: 'string' }, title: { type: 'string' } } };

function field(name: string, location: Location, required = location === 'path'): Field {
  return {
    ...{ name, place: { location, name }, schema: true, required, whole: false, fields: [] },
    ...{ serialization: { style: 'simple', explode: false }, booleanStyle: 'true-false' },
    ...{ profiles: ['hosted'], lifecycle: 'shipped', at: { file: 'c.yaml', line: 1, column: 1 } },
  };
}

interface Given {
  readonly body?: JsonSchema | null;
  readonly status?: number;
  readonly headers?: readonly string[];
  readonly fields?: readonly Field[];
  readonly more?: Partial<Contract>;
}

function operation(
  request: string,
  { body, status = 200, headers = [], fields = [], more = {} }: Given = {},
): Contract {
  const [method = 'GET', path = '/'] = request.split(' ');
  const holes = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => field(name, 'path'));
  const at = { file: 'c.yaml', line: 1, column: 1 };
  return contract({
    id: request,
    method: method as Contract['method'], // safe cast: the tests use only these HTTP methods
    path,
    safe: method === 'GET',
    fields: [...holes, ...fields],
    responses: [
      {
        ...{ status, profiles: ['hosted'], errors: [], body, contentType: 'application/json', origin: 'operation', at },
        headers: headers.map((name) => ({ name, required: true, schema: true, profiles: ['hosted'] })),
      },
    ],
    ...more,
  });
}

function linked(...contracts: readonly Contract[]) {
  const all = linkContracts(new Map(contracts.map((each) => [each.id, each])), new Map());
  return (id: string): Contract => {
    const found = all.get(id);
    if (found === undefined) throw new Error(`there is no ${id}`);
    return found;
  };
}

/** Writes each link of a field as one line, such as `POST /notes $response.body#/id`. */
function sources({ links }: Contract, name: string): readonly string[] {
  return (links?.[name] ?? []).map(({ from, value }) => `${from} ${value}`);
}

const CREATE = operation('POST /notes', { status: 201, body: NOTE });
const GET = operation('GET /notes/{id}', { body: NOTE });
const REMOVE = operation('DELETE /notes/{id}', { status: 204, body: null });

describe('the values in a path', () => {
  it.each<[string, JsonSchema | null, string]>([
    ['the member of the same name', NOTE, '$response.body#/id'],
    [
      'a member of the one object that the response wraps',
      { type: 'object', properties: { data: NOTE } },
      '$response.body#/data/id',
    ],
    [
      'the member with the name of the resource',
      { type: 'object', properties: { note_id: { type: 'integer' }, owner_id: { type: 'integer' } } },
      '$response.body#/note_id',
    ],
    ['the Location header of a 201 without a body', null, '$response.header.Location'],
  ])('come from the operation that creates the resource: %s', (_title, body, value) => {
    const of = linked(operation('POST /notes', { status: 201, body }), GET);
    expect(sources(of('GET /notes/{id}'), 'id')).toEqual([`POST /notes ${value}`]);
  });

  it.each([
    ['a slash at the end', 'POST /notes/', 'GET /notes/{id}/'],
    ['the singular', 'POST /note', 'GET /notes/{id}'],
    ['a path that ends in create', 'POST /notes/create', 'GET /notes/{id}/json'],
    ['a hole of another name above', 'POST /users/{user}/notes', 'GET /users/{user_id}/notes/{id}'],
  ])('are found with %s', (_title, creates, reads) => {
    const of = linked(operation(creates, { status: 201, body: NOTE }), operation(reads));
    expect(sources(of(reads), 'id')).toEqual([`${creates} $response.body#/id`]);
  });

  it('distinguish resources of two collections that have the same field name', () => {
    const users = operation('POST /users', { status: 201, body: NOTE });
    const of = linked(CREATE, users, GET, operation('GET /users/{id}'));
    expect(sources(of('GET /notes/{id}'), 'id')).toEqual(['POST /notes $response.body#/id']);
    expect(sources(of('GET /users/{id}'), 'id')).toEqual(['POST /users $response.body#/id']);
  });

  it('come from the name if the path belongs to another resource', () => {
    const of = linked(CREATE, operation('GET /reports/{note_id}'));
    expect(sources(of('GET /reports/{note_id}'), 'note_id')).toEqual(['POST /notes $response.body#/id']);
  });

  it('come from the name in the body if the response has no id and the items can be deleted', () => {
    const create = operation('POST /racks', { body: { type: 'object' }, fields: [field('name', 'body', true)] });
    const get = operation('GET /racks/{rack}');
    const remove = operation('DELETE /racks/{rack}', { status: 204, body: null });
    expect(sources(linked(create, get, remove)('GET /racks/{rack}'), 'rack')).toEqual([
      'POST /racks $request.body#/name',
    ]);
    expect(sources(linked(create, get)('GET /racks/{rack}'), 'rack')).toEqual([]);
  });

  it('come from the key that the caller chooses in the body', () => {
    const create = operation('POST /notes', { status: 200, fields: [field('slug', 'body', true)] });
    const of = linked(create, operation('GET /notes/{slug}'));
    expect(sources(of('GET /notes/{slug}'), 'slug')).toEqual(['POST /notes $request.body#/slug']);
  });

  it('come from a PUT that creates the resource at its path', () => {
    const of = linked(operation('PUT /notes/{key}', { status: 201 }), operation('GET /notes/{id}'));
    expect(sources(of('GET /notes/{id}'), 'id')).toEqual(['PUT /notes/{key} $request.path.key']);
  });

  it('come from the caller if only a PUT with an id in the path creates the resource', () => {
    const of = linked(operation('PUT /notes/{key}', { status: 201 }), operation('GET /notes/{id}'));
    expect(sources(of('PUT /notes/{key}'), 'key')).toEqual(['PUT /notes/{key} $request.path.key']);
    const changed = linked(CREATE, operation('PUT /notes/{key}', { status: 201 }));
    expect(sources(changed('PUT /notes/{key}'), 'key')).toEqual(['POST /notes $response.body#/id']);
  });

  it('come from a list only if the operation reads', () => {
    const list = operation('GET /notes', {
      body: { type: 'object', properties: { notes: { type: 'array', items: NOTE } } },
    });
    const of = linked(list, GET, REMOVE);
    expect(sources(of('GET /notes/{id}'), 'id')).toEqual(['GET /notes $response.body#/notes/0/id']);
    expect(sources(of('DELETE /notes/{id}'), 'id')).toEqual([]);
  });

  it('come from the declared source even if another operation creates the resource', () => {
    const links = { id: [{ from: 'POST /other', value: '$response.body#/x' }] };
    const of = linked(CREATE, operation('POST /other'), operation('GET /notes/{id}', { more: { links } }));
    expect(of('GET /notes/{id}').links).toEqual(links);
  });

  it('do not come from a proposed operation', () => {
    const of = linked(operation('POST /notes', { body: NOTE, more: { lifecycle: 'proposed' } }), GET);
    expect(sources(of('GET /notes/{id}'), 'id')).toEqual([]);
  });
});

describe('an operation with a fixed query', () => {
  const beta = { more: { fixedQuery: 'beta=true' } };
  const renamed = (id: string, { more }: typeof beta) => ({ more: { ...more, id } });
  const find = linked(
    operation('POST /notes', { body: NOTE }),
    operation('GET /notes/{note_id}', { body: NOTE }),
    operation('DELETE /notes/{note_id}'),
    operation('POST /notes', { body: NOTE, ...renamed('beta.create', beta) }),
    operation('GET /notes/{note_id}', { body: NOTE, ...renamed('beta.get', beta) }),
    operation('DELETE /notes/{note_id}', renamed('beta.delete', beta)),
    operation('DELETE /notes/{note_id}', { more: { id: 'tags.delete', fixedQuery: 'tags' } }),
    operation('POST /files', { body: NOTE }),
    operation('GET /files/{file_id}', { body: NOTE }),
    operation('DELETE /files/{file_id}', { more: { id: 'acl.delete', fixedQuery: 'acl' } }),
  );

  it('takes ids first from the operation with the same query, and never from one with a different query', () => {
    expect(sources(find('beta.get'), 'note_id')).toEqual([
      'beta.create $response.body#/id',
      'POST /notes $response.body#/id',
    ]);
    expect(sources(find('GET /notes/{note_id}'), 'note_id')).toEqual(['POST /notes $response.body#/id']);
  });

  it('deletes only resources that the operation with the same query created', () => {
    expect(find('beta.create').cleanup?.call).toBe('beta.delete');
    expect(find('POST /notes').cleanup?.call).toBe('DELETE /notes/{note_id}');
    expect(find('POST /files').cleanup).toBeNull();
  });
});

it('takes the value of a body field such as noteId from the creation of a note', () => {
  const comment = operation('POST /comments', { fields: [field('noteId', 'body', true), field('text', 'body', true)] });
  const of = linked(CREATE, comment);
  expect(sources(of('POST /comments'), 'noteId')).toEqual(['POST /notes $response.body#/id']);
  expect(sources(of('POST /comments'), 'text')).toEqual([]);
});

describe('the condition of a request', () => {
  const change = operation('PUT /notes/{id}', { fields: [field('If-Match', 'header', true)] });

  it('comes from the response header of the GET with the same path', () => {
    const read = operation('GET /notes/{id}', { body: NOTE, headers: ['ETag'] });
    expect(sources(linked(CREATE, read, change)('PUT /notes/{id}'), 'If-Match')).toEqual([
      'GET /notes/{id} $response.header.etag',
    ]);
  });

  it('has no source if the GET does not declare the header', () => {
    expect(sources(linked(CREATE, GET, change)('PUT /notes/{id}'), 'If-Match')).toEqual([]);
  });
});

describe('the deletion of a created resource', () => {
  it.each(['POST /notes/{id}/delete', 'POST /notes/{id}:remove'])('is %s if there is no DELETE', (request) => {
    expect(linked(CREATE, operation(request))('POST /notes').cleanup?.call).toBe(request);
    expect(linked(CREATE, operation(request), REMOVE)('POST /notes').cleanup?.call).toBe('DELETE /notes/{id}');
  });

  it('is the DELETE of the single resource', () => {
    const of = linked(CREATE, GET, REMOVE);
    expect(of('POST /notes').cleanup).toEqual({ call: 'DELETE /notes/{id}', with: {}, inferred: true });
    expect(of('GET /notes/{id}').cleanup).toBeNull();
  });

  it.each([
    ['DELETE /note', 'id'],
    ['DELETE /notes', 'note_id'],
  ])('is %s with the id as its only required query parameter, %s', (request, name) => {
    const remove = operation(request, { fields: [field(name, 'query', true)] });
    expect(linked(CREATE, remove)('POST /notes').cleanup?.call).toBe(request);
    const more = operation(request, { fields: [field(name, 'query', true), field('reason', 'query', true)] });
    expect(linked(CREATE, more)('POST /notes').cleanup).toBeNull();
    expect(linked(CREATE, operation(request, { fields: [field(name, 'query')] }))('POST /notes').cleanup).toBeNull();
  });

  it('is neither a DELETE with another required field nor a DELETE of a part of the resource', () => {
    const confirmed = operation('DELETE /notes/{id}', { fields: [field('confirm', 'query', true)] });
    expect(linked(CREATE, confirmed)('POST /notes').cleanup).toBeNull();
    expect(linked(CREATE, operation('DELETE /notes/{id}/lock'))('POST /notes').cleanup).toBeNull();
  });

  it('is absent if the contract declares cleanup: none', () => {
    const keeping = operation('POST /notes', { status: 201, body: NOTE, more: { keepsMade: true } });
    expect(linked(keeping, REMOVE)('POST /notes').cleanup).toBeNull();
  });
});
