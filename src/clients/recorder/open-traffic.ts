import type { SecureContext } from 'node:tls';
import type { Contract, ContractSet } from '../../model/contract.ts';
import type { HttpRequest } from '../../model/http.ts';
import type { OverheardExchange } from '../../recording/traffic-entries.ts';
import { findOperation } from '../../wire/find-operation.ts';
import { compileRoutes } from '../../wire/match-route.ts';
import { type Listener, openListener, type Reply } from './listener.ts';

export interface TrafficOptions {
  readonly contracts: ContractSet;
  readonly profile: string;
  /** The path of the client's base URL, for example `/api`. */
  readonly base?: string;
  readonly port?: number;
  readonly tunnel?: (host: string) => Promise<SecureContext>;
  /** Exchanges arrive in the order of their responses, but are numbered in the order of the requests. */
  readonly onExchange: (exchange: OverheardExchange, number: number) => void;
}

type Answerer = (
  request: HttpRequest,
  context: { readonly contract: Contract | null; readonly signal: AbortSignal },
) => Reply | Promise<Reply>;

export function openTraffic(options: TrafficOptions, answerer: Answerer): Promise<Listener> {
  const { contracts, profile, port, base, tunnel, onExchange } = options;
  const routes = compileRoutes(ofProfile(contracts, profile));
  const openedAt = performance.now();
  const find = ({ method, target }: HttpRequest) => findOperation(routes, method, target, base);
  return openListener({
    ...(port !== undefined && { port }),
    ...(tunnel !== undefined && { tunnel }),
    answer: (request, signal) => answerer(request, { contract: find(request), signal }),
    onHeard: ({ startedAt, endedAt, ...heard }, number) => {
      const times = { startedMs: startedAt - openedAt, durationMs: endedAt - startedAt };
      onExchange({ ...heard, operation: find(heard.request)?.id ?? null, ...times }, number);
    },
  });
}

/** Includes proposed operations, because a client may support an operation before the server does. */
export function ofProfile({ operations }: ContractSet, profile: string): readonly Contract[] {
  return [...operations.values()].filter(
    ({ profiles, lifecycle }) => profiles.includes(profile) && lifecycle !== 'removed',
  );
}
