import type { ArgumentReading, ClientSurface, SendingMethod } from '../../../src/model/client-surface.ts';
import type { Location } from '../../../src/model/contract.ts';
import type { CallOutcome, DriverValue, Parameter } from '../../../src/model/driver.ts';
import type { ClientCall } from '../../../src/model/trace.ts';
import { call, parameter, request } from '../builders.ts';

export interface MethodParts {
  readonly operation: string;
  /** For each argument, its place in the request. An empty text means that the client does not send the argument. */
  readonly takes?: { readonly [argument: string]: string };
  readonly required?: readonly string[];
  readonly returns?: DriverValue;
  /** The key is a status. The value is the name of the raised exception class. */
  readonly raises?: { readonly [status: number]: string };
}

export function clientOf(methods: { readonly [name: string]: MethodParts }, driver = 'python'): ClientSurface {
  const sending = Object.entries(methods).map(([name, parts]) => sendingMethod(name, parts));
  const classes = new Set(Object.values(methods).flatMap(({ raises = {} }) => Object.values(raises)));
  return {
    client: 'acme',
    profile: 'hosted',
    description: {
      protocol: 1,
      driver,
      runtime: 'test',
      methods: sending.map(({ description }) => description),
      errors: [...classes].map((each) => ({ class: `acme.errors.${each}`, bases: [] })),
      versions: [],
    },
    methods: sending,
  };
}

function sendingMethod(
  name: string,
  { operation, takes = {}, required = [], returns = null, raises = {} }: MethodParts,
): SendingMethod {
  const sentAs = { request: request(), response: null, operation };
  const base = call([sentAs], { method: name, outcome: { kind: 'returned', value: returns } });
  const errors = Object.entries(raises).map(([status, raised]): ClientCall => {
    const outcome: CallOutcome = {
      kind: 'raised',
      class: `acme.errors.${raised}`,
      bases: [],
      text: '',
      attributes: {},
      own: true,
    };
    const answer = { kind: 'error', status: Number(status), code: 'x' } as const;
    return call([sentAs], { method: name, purpose: { kind: 'answer', answer }, outcome });
  });
  const names = [...new Set(Object.keys(takes).map((path) => path.split('.')[0] ?? path))];
  const parameters: readonly Parameter[] = names.map((each) => parameter(each, { required: required.includes(each) }));
  return {
    state: 'sends',
    name,
    description: { name, parameters, at: { file: 'acme/cues.py', line: 7 } },
    base,
    calls: [base, ...errors],
    requests: [],
    arguments: Object.entries(takes).map(([path, lands]) => reading(path, { lands, operation, base, required })),
    constants: [],
    kept: [],
    untried: [],
  };
}

interface Arrival {
  readonly lands: string;
  readonly operation: string;
  readonly base: ClientCall;
  readonly required: readonly string[];
}

function reading(path: string, { lands, operation, base, required }: Arrival): ArgumentReading {
  const [location = '', name = ''] = lands.split(' ');
  const place = { location: location as Location, name }; // safe cast: the tests write these values
  return {
    path,
    parameter: parameter(path.split('.').at(-1) ?? path),
    required: required.includes(path),
    state: lands === '' ? 'dropped' : 'lands',
    landings: lands === '' ? [] : [{ request: 0, operation, place, given: 'x', sent: 'x' }],
    call: base,
  };
}

export const ACME = clientOf({
  'cues.create': {
    operation: 'cues.create',
    takes: { name: 'body /name', schedule: 'body /schedule' },
    returns: { $type: 'object', class: 'acme.Cue', fields: { id: 'c1' } },
  },
  'cues.fire': {
    operation: 'cues.fire',
    takes: {
      cue_id: 'path cue_id',
      send_at: 'body /send_at',
      merge_strategy: 'body /merge_strategy',
      secret_one: 'body /x',
    },
    raises: { 404: 'NotFoundError', 403: 'ForbiddenError' },
  },
  'cues.get': { operation: 'cues.get', takes: { cue_id: 'path cue_id', execution_limit: 'query execution_limit' } },
  'cues.list': { operation: 'cues.list', takes: { status: 'query status', limit: 'query limit' } },
  'cues.delete': { operation: 'cues.delete', takes: { cue_id: 'path cue_id' } },
  'executions.get': {
    operation: 'executions.get',
    takes: { execution_id: 'path execution_id' },
    returns: { status: 'x' },
  },
  'workers.list': { operation: 'workers.list' },
});
