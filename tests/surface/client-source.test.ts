import { describe, expect, it } from 'vitest';
import { clientSurface } from '../../src/audit/sources/client.ts';
import type { MethodReading } from '../../src/model/client-surface.ts';
import type { SurfaceField } from '../../src/model/surface.ts';
import { CONTRACTS, clientOf, lands, sends } from '../manifest/client-builders.ts';

const fieldsOf = (...methods: readonly MethodReading[]): readonly SurfaceField[] =>
  clientSurface(clientOf(...methods), CONTRACTS).operations[0]?.fields ?? [];
const body = (name: string) => ({ location: 'body', name: `/${name}` }) as const;

describe('clientSurface', () => {
  it('states where each argument is sent, with its type, its values and the call that shows it', () => {
    const type = { kind: 'literal', values: ['a', 'b'] } as const;
    expect(fieldsOf(sends('things.make', [lands('mode', body('mode'), { type })]))).toMatchObject([
      {
        name: 'mode',
        place: body('mode'),
        type: 'string',
        enum: ['a', 'b'],
        required: false,
        at: { file: 'acme/mode#1' },
      },
    ]);
  });

  it('marks a field as required if no method can leave it out', () => {
    const needs = sends('things.make', [lands('name', body('name'), { required: true })]);
    expect(fieldsOf(needs)).toMatchObject([{ required: true }]);
    expect(fieldsOf(needs, sends('things.quick', []))).toMatchObject([{ required: false }]);
  });

  it('takes the type of a field from the request if the declaration says something else', () => {
    expect(fieldsOf(sends('things.make', [lands('n', body('n'), { type: { kind: 'boolean' } })]))).toMatchObject([
      { type: 'string' },
    ]);
  });

  it('includes a field without an argument, such as a token from an earlier response', () => {
    const passing = sends('login', [], { parts: { body: '{"name":"from-a-response","undeclared":1}' } });
    expect(fieldsOf(passing)).toMatchObject([{ name: 'name', place: body('name'), type: 'string', required: null }]);
  });

  it('names a request without a contract by its path, with placeholders for arguments', () => {
    const place = { location: 'path', name: '2' } as const;
    const argument = lands('ref', place);
    const unknown = { ...argument, landings: argument.landings.map((each) => ({ ...each, operation: null })) };
    const method = sends('odd.get', [unknown], {
      parts: { method: 'GET', target: '/odd/pw-ref?x=1' },
      operation: null,
    });
    expect(clientSurface(clientOf(method), CONTRACTS).operations).toMatchObject([
      { id: 'GET /odd/{ref}', names: ['odd.get'] },
    ]);
  });

  it('does not claim that an operation is absent if a method could not be called', () => {
    const blocked = { state: 'blocked', name: 'watch', reason: 'it waits' } as const;
    expect(clientSurface(clientOf(sends('a'), blocked), CONTRACTS)).toMatchObject({
      complete: { operations: false },
      remarks: [{ text: 'watch could not be called: it waits' }],
    });
    expect(clientSurface(clientOf(sends('a')), CONTRACTS).complete.operations).toBe(true);
  });
});
