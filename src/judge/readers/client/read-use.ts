import { formatPointer, parsePointer } from '../../../lib/json-pointer.ts';
import type { Constant, SendingMethod } from '../../../model/client-surface.ts';
import type { Contract, ContractSet, Place } from '../../../model/contract.ts';
import { isJsonObject } from '../../../model/json.ts';
import type { OperationId } from '../../../model/operation-id.ts';
import { contractAsSent } from '../../../wire/contract-as-sent.ts';
import type { Judge } from '../../judge.ts';
import { nearness } from '../field-aliases.ts';
import { argumentAliases, matchStrays, type Straying, type StrayValue } from './match-strays.ts';
import { type FieldTarget, type Placed, targetAt, targetsOf } from './targets.ts';

export interface Fixed {
  readonly constant: Constant;
  readonly target: FieldTarget;
}

/** The requests that one method sends to one operation. */
export interface MethodUse {
  readonly method: SendingMethod;
  /** Index of the first request to the operation in the base call. */
  readonly request: number;
  readonly operation: OperationId;
  readonly contract: Contract;
  readonly contracts: ContractSet;
  readonly targets: readonly FieldTarget[];
  readonly placed: readonly Placed[];
  readonly fixed: readonly Fixed[];
  /** For each value at an undeclared place, the declared field that the client probably meant. */
  readonly straying: readonly Straying[];
  /** Undeclared values that resemble no declared field. */
  readonly unexplained: readonly StrayValue[];
  /** Places at which the caller chooses the member names. */
  readonly open: readonly Place[];
  readonly mixups: readonly Mixup[];
}

/** Returns one entry per operation. Calls that only searched for valid arguments are ignored. */
export function readUses(method: SendingMethod, judge: Judge): readonly MethodUse[] {
  const isBaseKnown = method.base.exchanges.some(({ operation }) => operation !== null);
  const calls = method.calls.filter(({ purpose }) => purpose.kind !== 'search' || !isBaseKnown);
  const ids = calls.flatMap(({ exchanges }) => exchanges.flatMap(({ operation }) => operation ?? []));
  return [...new Set(ids)].flatMap((id) => {
    const contract = judge.context.contracts.operations.get(id);
    const sent = method.base.exchanges.find(({ operation }) => operation === id)?.request;
    if (contract === undefined) return [];
    return [readUse(method, sent === undefined ? contract : contractAsSent(contract, sent), judge)];
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
  const isBody = (stray: StrayValue) => isWholeBody(stray) && targetAt(stray.place, targets) === undefined;
  const apart = arrived.flatMap((stray) => (isBody(stray) ? membersOf(stray) : stray));
  const strays = apart.filter((stray) => targetAt(stray.place, targets) === undefined && !isPassedOn(stray));
  // A client that sends a member also sends the objects around the member.
  const taken = new Set([...placed, ...fixed].flatMap(({ target }) => withParents(target)));
  const free = targets.filter((target) => !taken.has(target));
  const request = method.base.exchanges.findIndex(({ operation }) => operation === contract.id);
  return {
    ...{ method, operation: contract.id, contract, contracts: judge.context.contracts, targets, placed, fixed },
    request: Math.max(0, request),
    ...matchStrays(strays, free),
    open: apart.filter(isPassedOn).map(({ place }) => aroundOurs(place)),
    mixups: findMixups(placed, targets),
  };
}

function withParents(target: FieldTarget): readonly FieldTarget[] {
  return target.parent === null ? [target] : [target, ...withParents(target.parent)];
}

/** Returns true for an argument that is the whole body, such as the file of a command. */
function isWholeBody({ place, value, argument }: StrayValue): boolean {
  return argument !== null && place.location === 'body' && place.name === '' && isJsonObject(value);
}

function membersOf(body: StrayValue): readonly StrayValue[] {
  return Object.entries(isJsonObject(body.value) ? body.value : {}).map(([name, value]) => ({
    ...{ ...body, value },
    place: { location: 'body', name: formatPointer([name]) },
  }));
}

const OURS = /^pw-.*-zk$/;

/** Returns the place above a made-up member name: `/a` for `/a/pw-x-zk/b`. */
function aroundOurs({ location, name }: Place): Place {
  if (location !== 'body') return { location, name: '' };
  const tokens = parsePointer(name);
  const at = tokens.findIndex((token) => OURS.test(token));
  return { location, name: at === -1 ? name : formatPointer(tokens.slice(0, at)) };
}

/** Returns true for a map whose member names wireparity made up. */
function isPassedOn({ place, value, argument }: StrayValue): boolean {
  if (argument === null) return false;
  const names = isJsonObject(value) ? Object.keys(value) : [];
  return (
    place.name.split(/[/[\]]/).some((name) => OURS.test(name)) ||
    (names.length > 0 && names.every((name) => OURS.test(name)))
  );
}

/** An argument at a declared place, although the argument's name suggests another place. */
interface Mixup {
  readonly placed: Placed;
  /** The place that the argument's name suggests. */
  readonly meant: FieldTarget;
  /** The argument that the client sends at the suggested place. Null if the client sends no argument there. */
  readonly other: Placed | null;
}

/** Finds an argument that has the name of one field, but is sent as the value of another field. */
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

/** An argument `name` that is sent in /things/{id_or_name} is at the right place. */
function isNamedInPath({ argument, target: { place } }: Placed): boolean {
  const words = place.name.toLowerCase().split(/[^a-z0-9]+/);
  return place.location === 'path' && words.includes(argument.path.split('.').at(-1)?.toLowerCase() ?? '');
}

/** An argument `callback` may be sent at /callback/url, because the object around `url` is named `callback`. */
function isWithinAlias({ target }: Placed, names: ReturnType<typeof argumentAliases>): boolean {
  for (let above = target.parent; above !== null; above = above.parent) {
    if (nearness(names, above.aliases) === 2) return true;
  }
  return false;
}
