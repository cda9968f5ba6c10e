import type { Contract } from '../../../model/contract.ts';
import type { ProbeFamily } from '../probe.ts';
import { unique } from '../statuses.ts';

const METHODS = ['PUT', 'DELETE', 'PATCH', 'POST', 'GET'] as const;

/** A method that no operation has at the path. */
export const methods: ProbeFamily = ({ contract, context, base }) => {
  const { api, operations } = context.contracts;
  if (api.unknownRoute.length === 0) return [];
  const known = new Set(
    [...operations.values()].filter((other) => mayMeet(contract, other)).map(({ method }) => method),
  );
  const free = METHODS.filter((method) => !known.has(method)).slice(0, 1);
  return free.map((method) => ({
    about: 'method',
    tries: method.toLowerCase(),
    says: `${method} on the path of ${contract.id} is not a known operation`,
    base,
    change: { raw: { method } },
    expect: { status: unique(api.unknownRoute.map(({ status }) => status)) },
  }));
};

/** Returns true if some path matches both templates. */
function mayMeet({ path }: Contract, other: Contract): boolean {
  const [mine, theirs] = [path.split('/'), other.path.split('/')];
  if (mine.length !== theirs.length) return false;
  return mine.every(
    (part, index) => part === theirs[index] || part.includes('{') || theirs[index]?.includes('{') === true,
  );
}
