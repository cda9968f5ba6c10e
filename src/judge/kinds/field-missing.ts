import { parsePointer } from '../../lib/json-pointer.ts';
import type { Place } from '../../model/contract.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import { readWire, wireValueAt } from '../../wire/wire-reading.ts';
import { atBase, sayPlace } from '../client/drafts.ts';
import type { Kind } from '../kind.ts';
import { argumentAliases, isExplained } from '../readers/client/match-strays.ts';
import type { MethodUse } from '../readers/client/read-use.ts';
import type { FieldTarget } from '../readers/client/targets.ts';
import { nearness } from '../readers/field-aliases.ts';
import { aroundPlace, placeText } from '../readers/request-place.ts';
import { joinByField } from '../subject.ts';

export const fieldMissing: Kind = {
  title: 'A required field is absent',
  severity: 'error',
  gravity: 207,
  about: 'request',
  cause: 'place',
  priority: 'P0',
  exchange: ({ request, exchange }) =>
    joinByField(
      (request?.missing ?? []).map(({ name, place }) => ({
        field: name,
        expected: placeText(place),
        observed: 'nothing',
        ...aroundPlace(place, exchange),
      })),
    ),
  trace: ({ uses }) =>
    uses.flatMap((use) =>
      use.targets
        .filter((target) => isLacking(target, use))
        .map((target) =>
          atBase(use, target.place, {
            field: target.name,
            expected: sayPlace(target.place),
            observed: said(target, use),
          }),
        ),
    ),
};

function isLacking(target: FieldTarget, use: MethodUse): boolean {
  const { required, place, field } = target;
  if (!required || place.location === 'path' || field.lifecycle === 'proposed') return false;
  if (isExplained(target, use.straying) || use.mixups.some(({ meant }) => meant === target)) return false;
  if (isDropped(target, use) || isLeftToCaller(target, use)) return false;
  return isParentSent(target, use) && !isSent(target, use);
}

/** A dropped argument is a finding of the kind argument-dropped. */
function isDropped({ aliases }: FieldTarget, { method }: MethodUse): boolean {
  return method.arguments.some(
    (argument) => argument.state === 'dropped' && nearness(argumentAliases(argument), aliases) === 2,
  );
}

/** A parameter such as `**kwargs` or `...ids` cannot be required. */
function isLeftToCaller(target: FieldTarget, { placed }: MethodUse): boolean {
  return placed.some((each) => each.target === target && /^(?:\*|\.{3})/.test(each.argument.parameter.declared ?? ''));
}

/** A member is not missing if the client does not send the object that would contain the member. */
function isParentSent({ parent, place }: FieldTarget, use: MethodUse): boolean {
  if (parent === null || place.location !== 'body') return true;
  return isJsonObject(baseValue(parent.place, use));
}

/** Returns true if the base call sends the field, or if the base call sends no request for the operation. */
function isSent({ place }: FieldTarget, use: MethodUse): boolean {
  return use.method.base.exchanges[use.request]?.operation !== use.operation || baseValue(place, use) !== undefined;
}

function baseValue(place: Place, { method, request, contracts }: MethodUse): Json | undefined {
  const sent = method.base.exchanges[request];
  return sent === undefined ? undefined : wireValueAt(readWire(sent, contracts), place);
}

function said({ place }: FieldTarget, { placed }: MethodUse): string {
  const optional = placed.find(({ target }) => target.place === place || isBelow(target, place.name));
  return optional === undefined ? 'nothing' : `nothing, unless argument ${optional.argument.path} is given`;
}

function isBelow(target: FieldTarget, pointer: string): boolean {
  return (
    parsePointer(pointer).length > 0 && target.place.location === 'body' && target.place.name.startsWith(`${pointer}/`)
  );
}
