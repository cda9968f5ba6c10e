import { foldName } from '../../lib/fold-name.ts';
import { groupBy } from '../../lib/group-by.ts';
import type { ArgumentReading } from '../../model/client-surface.ts';
import type { TypeHint } from '../../model/driver.ts';
import { isJsonObject } from '../../model/json.ts';
import { readWire, wireValueAt } from '../../wire/wire-reading.ts';
import { atBase, sayPlace } from '../client/drafts.ts';
import type { ClientDraft } from '../client/subject.ts';
import type { Kind } from '../kind.ts';
import { argumentAliases, isExplained } from '../readers/client/match-strays.ts';
import type { MethodUse } from '../readers/client/read-use.ts';
import { type FieldTarget, isAbove } from '../readers/client/targets.ts';
import { nearness } from '../readers/field-aliases.ts';

export const fieldNotSendable: Kind = {
  title: 'The client has no argument for a field that the contract declares',
  severity: 'warning',
  gravity: 404,
  about: 'client',
  cause: 'place',
  priority: 'P2',
  trace: ({ uses }) => [...groupBy(uses, ({ operation }) => operation).values()].flatMap(notSendable),
};

function notSendable(uses: readonly MethodUse[]): readonly ClientDraft[] {
  const [first] = [...uses].sort((a, b) => b.placed.length - a.placed.length);
  if (first === undefined) return [];
  const lost = first.targets.filter(
    (target) => isCandidate(target) && !isEmptyBody(target, first.targets) && !uses.some((use) => reaches(use, target)),
  );
  const names = new Set(lost.map(({ name }) => name));
  // A finding about an object also covers the members of this object.
  const top = lost.filter(({ parent }) => parent === null || !names.has(parent.name));
  return top.map((target) =>
    atBase(first, target.place, {
      field: target.name,
      expected: `an argument whose value is sent as ${sayPlace(target.place)}`,
      observed: `no argument of ${uses.map(({ method }) => method.name).join(', ')}${guards(target, first)}`,
    }),
  );
}

/** A field whose note begins with "ignored" need not be sent. */
function isCandidate({ field, required, place, schema }: FieldTarget): boolean {
  const known = field.lifecycle === 'shipped' && place.location !== 'path';
  const isForbidden = isJsonObject(schema) && (schema.maxLength === 0 || schema.not !== undefined);
  const isIgnored = /^ignored\b/i.test(field.note ?? '');
  return known && !required && !isForbidden && !isIgnored;
}

/** Returns true for a body without members, because some OpenAPI documents declare such a body for every GET. */
function isEmptyBody(target: FieldTarget, targets: readonly FieldTarget[]): boolean {
  const { place, schema } = target;
  if (place.location !== 'body' || place.name !== '' || !isJsonObject(schema)) return false;
  return schema.additionalProperties === false && !targets.some(({ parent }) => parent === target);
}

function reaches(use: MethodUse, target: FieldTarget): boolean {
  const here = [...use.placed, ...use.fixed].map((each) => each.target);
  if (here.includes(target) || here.some((other) => isAround(other, target) || isAround(target, other))) return true;
  if (use.open.some((place) => place.location === target.place.location && isAbove(place.name, target.place.name)))
    return true;
  if (
    isSentAnyway(use, target) ||
    isUntried(use, target) ||
    isExplained(target, use.straying) ||
    use.mixups.some(({ meant }) => meant === target)
  )
    return true;
  // An argument that the client rejects or drops is a finding of a different kind.
  return use.method.arguments.some(
    (argument) =>
      (argument.state !== 'lands' && nearness(argumentAliases(argument), target.aliases) === 2) ||
      (argument.state === 'refused' && (mayHold(argument.parameter.type) || isNamedLike(argument, target))),
  );
}

/** Returns true if the field may come from an argument that was not tried. */
function isUntried({ method }: MethodUse, { aliases }: FieldTarget): boolean {
  return method.untried.some(
    ({ path, parameter }) => mayHold(parameter.type) || nearness(argumentAliases({ path }), aliases) === 2,
  );
}

/** A client may send a value that it stored in an earlier call. */
function isSentAnyway({ method, request, operation, contracts }: MethodUse, { place }: FieldTarget): boolean {
  const sent = method.base.exchanges[request];
  return sent?.operation === operation && wireValueAt(readWire(sent, contracts), place) !== undefined;
}

/** Returns true if the argument's name ends like the field's pointer: `automation.trigger.range` for `/trigger/range`. */
function isNamedLike({ path }: ArgumentReading, { place }: FieldTarget): boolean {
  return place.location === 'body' && foldName(path).endsWith(foldName(place.name));
}

function mayHold(type: TypeHint): boolean {
  return type.kind === 'union' ? type.of.some(mayHold) : ['map', 'json', 'object'].includes(type.kind);
}

function isAround(outer: FieldTarget, inner: FieldTarget): boolean {
  if (outer.place.location !== 'body' || inner.place.location !== 'body' || outer === inner) return false;
  return isAbove(outer.place.name, inner.place.name);
}

function guards({ name }: FieldTarget, { contract }: MethodUse): string {
  const owns = contract.behaviors.some((behavior) => behavior.kind === 'ownership_header' && behavior.field === name);
  return owns ? '; without this field, the server does not check whether the caller owns the resource' : '';
}
