import { expect, it } from 'vitest';
import { firstValues } from '../../../src/clients/trace/find-base.ts';
import { fitValues } from '../../../src/clients/trace/fit-values.ts';
import { isMadeUpFile } from '../../../src/clients/trace/made-up-file.ts';
import type { DriverValue, Parameter } from '../../../src/model/driver.ts';
import { argumentsOf } from '../../../src/surface/arguments-of.ts';
import { contractSet } from '../../judge/builders.ts';
import { parameter } from '../../surface/builders.ts';

type Given = { readonly [name: string]: DriverValue };

/** The function `refuse` simulates a client. It returns an error message if the client rejects the values. */
async function fitted(parameters: readonly Parameter[], refuse: (given: Given) => string | undefined) {
  const args = argumentsOf({ name: 'things.make', parameters });
  const values = firstValues(args);
  let said = refuse(Object.fromEntries(values)) ?? '';
  const attempt = async () => {
    said = refuse(Object.fromEntries(values)) ?? '';
    return said === '' ? Object.fromEntries(values) : undefined;
  };
  return fitValues({ args, values, attempt, said: () => said, contracts: contractSet(), profile: 'full' });
}

it('gives another value to each argument whose value an error message quotes', async () => {
  const refuse = (given: Given) => {
    const wrong = ['size', 'port'].find((name) => !/^\d+$/.test(String(given[name])));
    return wrong === undefined ? undefined : `invalid literal for int(): '${given[wrong]}'`;
  };
  expect(await fitted([parameter('size'), parameter('label'), parameter('port')], refuse)).toEqual({
    ...{ size: '41099', label: 'pw-label-z', port: '41099' },
  });
});

it('gives one of the values that an error message lists as allowed for the argument', async () => {
  const refuse = ({ status }: Given) => {
    if (!/^\d+$/.test(String(status)))
      return `Traceback (most recent call last):\nValueError: not a number: '${status}'`;
    return status === '0'
      ? undefined
      : 'Traceback (most recent call last):\nError: Invalid status, expected one of: 0, 1, 2';
  };
  expect(await fitted([parameter('status')], refuse)).toEqual({ status: '0' });
});

it('does not count a choice as rejected if only the usage text lists it', async () => {
  const type = { kind: 'literal', values: ['metric', 'monitor'] } as const;
  const refuse = ({ type: kind, ids }: Given) => {
    if (/^\d+$/.test(String(ids))) return undefined;
    return `usage: make [--type {metric,monitor}]\n${kind === 'metric' ? `make: error: no integers: ${ids}` : 'invalid choice'}`;
  };
  expect(await fitted([parameter('type', { type }), parameter('ids')], refuse)).toMatchObject({ type: 'metric' });
});

it('creates a file for a client that cannot open the file that the value names, and adds the missing members', async () => {
  const refuse = ({ file }: Given) => {
    const [given] = Array.isArray(file) ? file : [file];
    if (!isMadeUpFile(given)) return `can't open '${given}': [Errno 2] No such file or directory: '${given}'`;
    const lacking = ['title', 'query'].find((name) => !(name in given.content));
    return lacking === undefined ? undefined : `KeyError: '${lacking}'`;
  };
  const content = { 'pw-file-zk': 'pw-file-z', title: 'pw-title-z', query: 'pw-query-z' };
  const file = { $type: 'file', name: 'pw-file', content };
  expect(await fitted([parameter('file')], refuse)).toEqual({ file });
  const list = { kind: 'list', of: { kind: 'string' } } as const;
  expect(await fitted([parameter('file', { type: list })], refuse)).toEqual({ file: [file] });
});

it('finds no values if the client accepts none', async () => {
  expect(await fitted([parameter('name')], ({ name }) => `no ${name}`)).toBeUndefined();
});
