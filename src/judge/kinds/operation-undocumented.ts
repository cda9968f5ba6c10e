import { nearest } from '../../lib/nearest.ts';
import type { Contract } from '../../model/contract.ts';
import { UNDOCUMENTED } from '../../model/exchange.ts';
import type { HttpRequest } from '../../model/http.ts';
import { requestText } from '../../model/route.ts';
import { findOperation, originForm } from '../../wire/find-operation.ts';
import { compileRoutes, pathOf } from '../../wire/match-route.ts';
import { WHOLE_CLIENT } from '../client/subject.ts';
import type { JudgeContext } from '../judge.ts';
import type { Kind } from '../kind.ts';
import { hostOf } from './origin-undeclared.ts';

/** The path or the method of the request is wrong, or the profile has no contract for the operation. */
export const operationUndocumented: Kind = {
  title: 'No contract describes this request',
  severity: 'error',
  gravity: 204,
  about: 'request',
  cause: 'place',
  priority: 'P0',
  exchange: ({ exchange, judge }) => {
    if (exchange.operation !== UNDOCUMENTED) return [];
    const { method, target } = exchange.request;
    const { field, path, expected } = nearestRoute(exchange.request, judge.context);
    return [{ field, expected, observed: `${method} ${path}`, pointer: '/request/target', found: target }];
  },
  trace: ({ sending, intended, foreign }) =>
    sending.flatMap((method) => {
      const index = method.base.exchanges.findIndex((each) => each.operation === null && !foreign.has(hostOf(each)));
      const request = method.base.exchanges[index]?.request;
      if (request === undefined) return [];
      const contract = intended.get(method);
      return [
        {
          operation: contract?.id ?? WHOLE_CLIENT,
          method: method.name,
          field: contract === undefined ? `${request.method} ${method.name}` : null,
          expected: contract === undefined ? 'a request that a contract describes' : requestText(contract),
          observed: `${request.method} ${pathOf(request.target)}`,
          call: method.base,
          request: index,
          pointer: '/request/target',
          found: `${request.method} ${request.target}`,
        },
      ];
    }),
};

interface NearestRoute {
  readonly field: string;
  readonly path: string;
  readonly expected: string;
}

/** Maximum length of a path that is compared with the declared paths to find a typing mistake. */
const LONGEST = 300;

function nearestRoute({ method, target }: HttpRequest, { contracts, profile }: JudgeContext): NearestRoute {
  const path = pathOf(originForm(target));
  const field = `${method} ${path.split('/').map(withoutId).join('/')}`;
  const all = [...contracts.operations.values()];
  const elsewhere = findOperation(compileRoutes(all), method, target);
  if (elsewhere !== null) {
    const why = elsewhere.profiles.includes(profile) ? elsewhere.lifecycle : `only in ${elsewhere.profiles.join(', ')}`;
    return { field, path, expected: `a route of profile ${profile} (the operation ${elsewhere.id} is ${why})` };
  }
  const near = path.length > LONGEST ? undefined : nearestOf(`${method} ${path}`, all);
  return { field, path, expected: `a route of a contract${near === undefined ? '' : `; the nearest is ${near}`}` };
}

/** Finds the contract with the most similar path, with values from the request in place of parameters. */
function nearestOf(route: string, all: readonly Contract[]): string | undefined {
  const parts = route.split('/');
  const byText = new Map(all.map((contract) => [filled(contract, parts), contract]));
  const contract = byText.get(nearest(route, byText.keys()) ?? '');
  return contract && `${requestText(contract)} (${contract.id})`;
}

function filled({ method, path }: Contract, parts: readonly string[]): string {
  const segments = path.split('/').map((segment, index) => {
    return index > 0 && segment.includes('{') ? (parts[index] ?? segment) : segment;
  });
  return `${method} ${segments.join('/')}`;
}

/** Replaces ids such as `17` or `a1b2c3` with `*`, but keeps short segments such as `v1`. */
function withoutId(segment: string): string {
  return /^\d+$/.test(segment) || (/\d/.test(segment) && segment.length > 5) ? '*' : segment;
}
