import { formatPointer, parsePointer } from '../../../lib/json-pointer.ts';
import type { Constant, SendingMethod } from '../../../model/client-surface.ts';
import type { Contract, ContractSet, Place } from '../../../model/contract.ts';
import { isJsonObject } from '../../../model/json.ts';
import type { OperationId } from '../../../model/operation-id.ts';
import type { Judge } from '../../judge.ts';
import { nearness } from '../field-aliases.ts';
import { argumentAliases, matchStrays, type Straying, type StrayValue } from './match-strays.ts';
import { type FieldTarget, type Placed, targetAt, targetsOf } from './targets.ts';

/** A constant value that the client sends at a declared place. */
export interface Fixed {
  readonly constant: Constant;
  readonly target: FieldTarget;
}

/** How one method uses one operation. */
export interface MethodUse {
  readonly method: SendingMethod;
  readonly operation: OperationId;
  readonly contract: Contract;
  readonly contracts: ContractSet;
  /** Index of the first request of the base call that belongs to the operation. */
  readonly request: number;
  readonly targets: readonly FieldTarget[];
  readonly placed: readonly Placed[];
  readonly fixed: readonly Fixed[];
  /** Values at undeclared places, each with the declared target that explains it. */
  readonly straying: readonly Straying[];
  /** Values at undeclared places that no target explains. */
  readonly unexplained: readonly StrayValue[];
  /** Places where an argument adds members under any name. Outside a body the name is empty. */
  readonly open: readonly Place[];
  /** Arguments that are sent at the place of another argument. */
  readonly mixups: readonly Mixup[];
}

/** Returns one use per operation that the method reaches. Requests sent before all required values were given are not used. */
export function readUses(method: SendingMethod, judge: Judge): readonly MethodUse[] {
  const isBaseKnown = method.base.exchanges.some(({ operation }) => operation !== null);
  const calls = method.calls.filter(({ purpose }) => purpose.kind !== 'search' || !isBaseKnown);
  const ids = calls.flatMap(({ exchanges }) => exchanges.flatMap(({ operation }) => operation ?? []));
  return [...new Set(ids)].flatMap((id) => {
    const contract = judge.context.contracts.operations.get(id);
    return contract === undefined ? [] : [readUse(method, contract, judge)];
  });
}

function readUse(method: SendingMethod, contract: Contract, judge: Judge): MethodUse {
  const targets = targetsOf(contract, judge);
  const landings = method.arguments.flatMap((argument) =>
    argument.landings.filter(({ operation }) => operation === contract.id).map((landing) => ({ argument, landing })),
  );
  const constants = method.constants.filter(({ operation }) => operation === contract.id);
  const placed = landings.flatMap(({ argument, landing }): readonly Placed[] => {
    const target = targetAt(landing.place, targets);
    return target === undefined ? [] : [{ argument, landing, target }];
  });
  const fixed = constants.flatMap((constant): readonly Fixed[] => {
    const target = targetAt(constant.place, targets);
    return target === undefined ? [] : [{ constant, target }];
  });
  const arrived: readonly StrayValue[] = [
    ...landings.map(({ argument, landing }) => ({ ...landing, value: landing.sent, argument, constant: null })),
    ...constants.map((constant) => ({ ...constant, argument: null, constant })),
  ];
  const strays = arrived.filter((stray) => targetAt(stray.place, targets) === undefined && !isPassedOn(stray));
  const taken = new Set([...placed, ...fixed].map(({ target }) => target));
  const free = targets.filter((target) => !taken.has(target));
  const request = method.base.exchanges.findIndex(({ operation }) => operation === contract.id);
  return {
    ...{ method, operation: contract.id, contract, contracts: judge.context.contracts, targets, placed, fixed },
    request: Math.max(0, request),
    ...matchStrays(strays, free),
    open: arrived.filter(isPassedOn).map(({ place }) => aroundOurs(place)),
    mixups: findMixups(placed, targets),
  };
}

const OURS = /^pw-.*-zk$/;

/** Returns the object that contains a member with a name which wireparity made up. */
function aroundOurs({ location, name }: Place): Place {
  if (location !== 'body') return { location, name: '' };
  const tokens = parsePointer(name);
  const at = tokens.findIndex((token) => OURS.test(token));
  return { location, name: at === -1 ? name : formatPointer(tokens.slice(0, at)) };
}

/**
 * Returns true for a map whose members are sent under the names that the caller gives. The names made up by wireparity
 * say nothing about the client.
 */
function isPassedOn({ place, value, argument }: StrayValue): boolean {
  if (argument === null) return false;
  const names = isJsonObject(value) ? Object.keys(value) : [];
  return (
    place.name.split(/[/[\]]/).some((name) => OURS.test(name)) ||
    (names.length > 0 && names.every((name) => OURS.test(name)))
  );
}

/** An argument that is sent at a declared place other than the one that its name suggests. */
interface Mixup {
  readonly placed: Placed;
  /** The place that the argument's name suggests. */
  readonly meant: FieldTarget;
  /** The argument that is sent there instead. The two are then swapped. */
  readonly other: Placed | null;
}

/** Finds arguments whose name is exactly another field's and not at all similar to that of their own field. */
function findMixups(placed: readonly Placed[], targets: readonly FieldTarget[]): readonly Mixup[] {
  return placed.flatMap((each): readonly Mixup[] => {
    const names = argumentAliases(each.argument);
    if (nearness(names, each.target.aliases) > 0 || isWithinAlias(each, names) || isNamedInPath(each)) return [];
    const isSibling = ({ parent, aliases }: FieldTarget) =>
      parent !== null && parent === each.target.parent && names.whole.has(aliases.last);
    const meant = targets.find((target) => nearness(names, target.aliases) === 2) ?? targets.find(isSibling);
    if (meant === undefined || placed.some(({ argument, target }) => target === meant && argument === each.argument))
      return [];
    const other = placed.find((one) => one.target === meant && one.argument !== each.argument) ?? null;
    return [{ placed: each, meant, other }];
  });
}

/**
 * Returns true if the path parameter's name contains the argument's name. For example, `name` that is sent in
 * /things/{id_or_name} is not mixed up.
 */
function isNamedInPath({ argument, target: { place } }: Placed): boolean {
  const words = place.name.toLowerCase().split(/[^a-z0-9]+/);
  return place.location === 'path' && words.includes(argument.path.split('.').at(-1)?.toLowerCase() ?? '');
}

/**
 * Returns true if the argument is named like the object around the field. For example, `callback` that is sent at
 * /callback/url is not mixed up.
 */
function isWithinAlias({ target }: Placed, names: ReturnType<typeof argumentAliases>): boolean {
  for (let above = target.parent; above !== null; above = above.parent) {
    if (nearness(names, above.aliases) === 2) return true;
  }
  return false;
}
