import type { ClientSurface, MethodReading } from '../model/client-surface.ts';
import type { ContractSet } from '../model/contract.ts';
import type { MethodDescription } from '../model/driver.ts';
import type { ClientCall, Trace } from '../model/trace.ts';
import { isSameOnWire } from './compare-calls.ts';
import { readArguments } from './read-arguments.ts';
import { readConstants, readKept } from './read-constants.ts';
import { volatilePlaces } from './volatile.ts';

/** What a trace says of a client: per method what it sends, where each argument lands, what is sent besides. */
export function readClient(trace: Trace, contracts: ContractSet): ClientSurface {
  const { description, start, blocked } = trace;
  const calls = groupCalls(trace.calls);
  const silent = new Map(blocked.map((entry) => [entry.method, entry]));
  const methods = description.methods.flatMap((method): readonly MethodReading[] => {
    const mine = calls.get(method.name) ?? [];
    const why = silent.get(method.name);
    if (why !== undefined) return [{ state: why.local ? 'local' : 'blocked', name: method.name, reason: why.reason }];
    return mine.length === 0 ? [] : [readMethod(method, mine, contracts)];
  });
  return { client: start.client, profile: start.profile, description, methods: methods.sort(byName) };
}

function readMethod(
  description: MethodDescription,
  calls: readonly ClientCall[],
  contracts: ContractSet,
): MethodReading {
  const { name } = description;
  if (calls.every(({ purpose }) => purpose.kind === 'signature'))
    return { state: 'local', name, reason: 'it checks signatures of webhooks' };
  const base =
    calls.find(({ purpose, exchanges }) => purpose.kind === 'base' && exchanges.length > 0) ??
    calls.find(({ exchanges }) => exchanges.length > 0);
  if (base === undefined) return { state: 'blocked', name, reason: 'no call of it sent a request' };
  const method = { base, calls, contracts, volatile: volatilePlaces(base, calls, contracts) };
  const readings = readArguments(description, method);
  const swallowed = calls.find(
    ({ purpose, exchanges }) =>
      purpose.kind === 'unknown-keyword' && exchanges.length > 0 && isSameOnWire(exchanges, base.exchanges, method),
  );
  return {
    state: 'sends',
    name,
    description,
    base,
    calls,
    requests: base.exchanges.map(({ operation, request }) => ({
      operation,
      method: request.method,
      target: request.target,
    })),
    arguments: readings,
    constants: readConstants(readings, method),
    kept: readKept(method),
    ...(swallowed !== undefined && { swallowed }),
  };
}

function groupCalls(calls: readonly ClientCall[]): ReadonlyMap<string, readonly ClientCall[]> {
  const groups = new Map<string, ClientCall[]>();
  for (const call of calls) {
    const group = groups.get(call.method);
    if (group === undefined) groups.set(call.method, [call]);
    else group.push(call);
  }
  return groups;
}

function byName(a: MethodReading, b: MethodReading): number {
  return a.name < b.name ? -1 : 1;
}
