import { foldName } from '../../../lib/fold-name.ts';
import { editDistance } from '../../../lib/nearest.ts';
import type { SendingMethod } from '../../../model/client-surface.ts';
import type { Contract } from '../../../model/contract.ts';
import type { OperationId } from '../../../model/operation-id.ts';
import { pathOf } from '../../../wire/match-route.ts';

/** The operation that a request to no known route was meant for: one that no other method reaches, of the method's name or with a like path. */
export function findIntended(
  method: SendingMethod,
  contracts: Iterable<Contract>,
  covered: ReadonlySet<OperationId>,
): Contract | undefined {
  const request = method.base.exchanges.find(({ operation }) => operation === null)?.request;
  if (request === undefined) return undefined;
  const scored = [...contracts]
    .filter(({ id }) => !covered.has(id))
    .map((contract) => ({ contract, score: likeness(method, request, contract) }))
    .filter(({ score }) => score >= 2)
    .sort((a, b) => b.score - a.score);
  return scored[0]?.contract;
}

function likeness(
  { name }: SendingMethod,
  { method, target }: { readonly method: string; readonly target: string },
  contract: Contract,
): number {
  const path = shapeOf(pathOf(target));
  const declared = shapeOf(contract.path);
  const distance = editDistance(path, declared);
  const near = distance === 0 ? 2 : distance <= Math.max(3, declared.length / 4) ? 1.5 : 0;
  const named = foldName(name).endsWith(foldName(contract.id)) ? 2 : 0;
  return near + named + (near > 0 && method === contract.method ? 0.5 : 0);
}

/** The fixed words of a path, values left out. */
function shapeOf(path: string): string {
  return path
    .split('/')
    .map((part) => (part.startsWith('{') || part.includes('pw') || part.includes('41') ? '_' : part))
    .join('/');
}
