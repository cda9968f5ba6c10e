import { compareText } from '../../../lib/compare-text.ts';
import { groupBy } from '../../../lib/group-by.ts';
import { remember } from '../../../lib/remember.ts';
import type { Contract, ContractSet } from '../../../model/contract.ts';
import { sortStatuses } from '../../../model/response-status.ts';
import type { Probe, ProbeFamily } from '../probe.ts';
import type { ProbeSubject } from '../subject.ts';

type Operations = ContractSet['operations'];

const METHODS = ['PUT', 'DELETE', 'PATCH', 'POST', 'GET'] as const;

/** Probes with an HTTP method for which the path has no operation. */
export const methods: ProbeFamily = (subject) => {
  const { contract, context, base } = subject;
  const { api, operations } = context.contracts;
  if (api.unknownRoute.length === 0) return allowed(subject);
  const known = knownMethods(contract, operations);
  const free = METHODS.filter((method) => !known.has(method)).slice(0, 1);
  return free.map((method) => ({
    about: 'method',
    tries: method.toLowerCase(),
    says: `${method} on the path of ${contract.id} is not a known operation`,
    base,
    change: { raw: { method } },
    expect: { status: sortStatuses(api.unknownRoute.map(({ status }) => status)) },
  }));
};

const ANY = ['2XX', '3XX', '4XX', '5XX'] as const;

/** Tests the headers of a declared 405, such as `Allow`, once per path. */
function allowed({ contract, context, base }: ProbeSubject): readonly Probe[] {
  const { operations } = context.contracts;
  const declared = [...operations.values()].filter(
    ({ path, responses }) => path === contract.path && responses.some(is405),
  );
  const first = declared.sort((a, b) => compareText(a.id, b.id))[0];
  if (first !== contract || base.unproven !== undefined) return [];
  const known = knownMethods(contract, operations);
  const last = /\{([^{}]*)\}\/?$/.exec(contract.path)?.[1];
  const isOwn = contract.fields.some(({ name, place }) => place.name === last && base.owned.has(name));
  const method = (isOwn ? (['GET', 'PATCH', 'PUT'] as const) : (['GET'] as const)).find((each) => !known.has(each));
  if (method === undefined) return [];
  return [
    {
      about: 'method',
      tries: 'not-allowed',
      says: `a 405 response to ${method} on the path of ${contract.id} has the declared headers`,
      base,
      change: { raw: { method } },
      expect: { status: ANY },
    },
  ];
}

function is405({ status }: Contract['responses'][number]): boolean {
  return status === 405;
}

/** Returns the methods of all operations whose paths can match the same request. */
function knownMethods({ path }: Contract, operations: Operations): ReadonlySet<string> {
  const mine = path.split('/');
  const there = routesByLength(operations).get(mine.length) ?? [];
  return new Set(there.filter(({ parts }) => mayMeet(mine, parts)).map(({ method }) => method));
}

/** Groups the operations by the number of path segments, because planning would otherwise be quadratic. */
const routesByLength = remember((operations: Operations) =>
  groupBy(
    [...operations.values()].map(({ method, path }) => ({ method, parts: path.split('/') })),
    ({ parts }) => parts.length,
  ),
);

function mayMeet(mine: readonly string[], theirs: readonly string[]): boolean {
  return mine.every(
    (part, index) => part === theirs[index] || part.includes('{') || theirs[index]?.includes('{') === true,
  );
}
