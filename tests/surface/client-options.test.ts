import { describe, expect, it } from 'vitest';
import type { MethodDescription } from '../../src/model/driver.ts';
import { argumentsOf } from '../../src/surface/arguments-of.ts';
import { clientOptions, sayOptions, withOptions } from '../../src/surface/client-options.ts';
import { contract, field } from '../judge/builders.ts';
import { method, parameter } from './builders.ts';

const MAKE = contract({ fields: [field('name', 'body'), field('idempotency_key', 'header'), field('proxy', 'body')] });
const NONE = clientOptions([], null);

const pathsOf = (described: MethodDescription) => argumentsOf(described).map(({ path }) => path);

describe('the arguments of a client', () => {
  it.each(['signal', 'extra_headers', 'fetchOptions', 'maxRetries', 'baseURL'])('include %s as an option', (name) => {
    const made = withOptions(method([parameter('name'), parameter(name)]), NONE, [MAKE]);
    expect(pathsOf(made)).toEqual(['name']);
    expect(made.options).toEqual([name]);
  });

  it('include the members of an options object as options', () => {
    const headers = parameter('headers', { type: { kind: 'object', class: 'Headers', fields: [parameter('accept')] } });
    expect(withOptions(method([headers]), NONE, [MAKE]).options).toEqual(['headers.accept']);
  });

  it('are fields if the contract declares them, or if they are required', () => {
    const described = method([parameter('proxy'), parameter('timeout', { required: true })]);
    expect(withOptions(described, NONE, [MAKE])).toBe(described);
  });

  it('include all members of a settings object, except a header of the contract', () => {
    const members = ['headers', 'timeout', 'maxRetries', 'body', 'name', 'idempotencyKey'].map((name) =>
      parameter(name),
    );
    const options = parameter('options', { type: { kind: 'object', class: 'RequestOptions', fields: members } });
    const made = withOptions(method([parameter('name'), options]), NONE, [MAKE]);
    expect(pathsOf(made)).toEqual(['name', 'options.idempotencyKey']);
  });

  it('do not include a field that an object has beside only two settings', () => {
    const members = ['headers', 'baseUrl', 'name'].map((name) => parameter(name));
    const params = parameter('params', { type: { kind: 'object', class: 'Params', fields: members } });
    expect(pathsOf(withOptions(method([params]), NONE, [MAKE]))).toEqual(['params.name']);
  });

  it('include a setting of the constructor as an option', () => {
    const options = clientOptions([], { call: 'acme.Client', args: [], kwargs: { auth: '${api_key}', region: 'eu' } });
    expect(withOptions(method([parameter('auth'), parameter('region')]), options, [MAKE]).options).toEqual(['auth']);
  });

  it('include an argument that most methods share and no reached contract declares', () => {
    const described = method([parameter('name'), parameter('raw'), parameter('idempotencyKey')]);
    const methods = Array.from({ length: 9 }, (_, index) => ({ ...described, name: `other.${index}` }));
    expect(withOptions(described, clientOptions(methods, null), [MAKE]).options).toEqual(['raw']);
    expect(withOptions(described, clientOptions(methods.slice(0, 7), null), [MAKE])).toBe(described);
  });

  it('do not include a shared argument that is a member in the schema of a field', () => {
    const schema = { type: 'object', properties: { depth: { type: 'integer' } } } as const;
    const nested = contract({ fields: [field('options', 'body', { schema })] });
    const described = method([parameter('depth'), parameter('raw')]);
    const methods = Array.from({ length: 9 }, (_, index) => ({ ...described, name: `other.${index}` }));
    expect(withOptions(described, clientOptions(methods, null), [nested]).options).toEqual(['raw']);
  });

  it('do not include a shared argument in the one method that tries it', () => {
    const described = method([parameter('name'), parameter('raw')]);
    const methods = Array.from({ length: 9 }, (_, index) => ({ ...described, name: `other.${index}` }));
    const options = clientOptions([...methods, { ...described, name: 'any.first' }], null);
    expect(withOptions({ ...described, name: 'any.first' }, options, [MAKE]).options).toBeUndefined();
  });
});

it('lists the arguments that configure a client once for all methods', () => {
  const described = { ...method([parameter('name')]), options: ['timeout', 'headers'] };
  const description = { protocol: 2, driver: 'node', runtime: '', errors: [], versions: [] };
  expect(sayOptions({ description: { ...description, methods: [described, method([])] }, methods: [] })).toBe(
    '1 method has arguments that only configure the client, so these arguments are not judged: headers, timeout',
  );
  expect(sayOptions({ description: { ...description, methods: [method([])] }, methods: [] })).toBeNull();
});
