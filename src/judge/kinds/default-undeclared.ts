import { writeJson } from '../../lib/json-text.ts';
import { previewValue } from '../../lib/preview-value.ts';
import type { Constant } from '../../model/client-surface.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import { schemaTypes } from '../../schema/schema-types.ts';
import { atConstant, sayArgument } from '../client/drafts.ts';
import type { Judge } from '../judge.ts';
import type { Kind } from '../kind.ts';
import type { MethodUse } from '../readers/client/read-use.ts';
import { readFlag } from '../readers/client/said-value.ts';
import { wantedForNothing } from '../readers/client/sent-null.ts';
import type { FieldTarget } from '../readers/client/targets.ts';
import { requestPointer } from '../readers/request-place.ts';
import { forbidden } from './default-sent.ts';

export const defaultUndeclared: Kind = {
  title: 'The client sends a default that the contract does not declare',
  severity: 'warning',
  gravity: 501,
  about: 'client',
  cause: 'place',
  priority: 'P1',
  exchange: ({ intent }) =>
    (intent?.added ?? []).map(({ name, place, found }) => ({
      field: name,
      expected: `no value, because call ${intent?.call} of the intent file gives none`,
      observed: previewValue(found, 60),
      ...{ pointer: requestPointer(place), found },
    })),
  trace: ({ uses, judge }) =>
    uses.flatMap((use) =>
      use.fixed.flatMap(({ constant, target }) => {
        if (constant.argument === null || target.place.name !== constant.place.name) return [];
        // A value that was given to an earlier call is reported as `state-kept`.
        if (use.method.kept.length > 0 && isGiven(constant, use)) return [];
        // If the contract says `client_default: false`, the finding is `default-sent`.
        if (forbidden(target) !== undefined) return [];
        // A text such as `None` is a finding of the kind serialization-differs.
        if (wantedForNothing({ place: constant.place, sent: constant.value }, target, judge) !== undefined) return [];
        // Null means no value if the contract allows null, except in a PATCH, where null removes a value.
        if (constant.value === null && use.contract.method !== 'PATCH' && admitsNull(target, judge)) return [];
        const declared = defaultOf(target);
        if (isSame(declared, constant.value)) return [];
        const expected =
          declared === undefined
            ? 'no value, because the argument is not given'
            : `no value, or the default ${previewValue(declared, 60)}`;
        const observed = `${constant.mask ?? previewValue(constant.value, 60)}, although ${sayArgument({ path: constant.argument })} is not given`;
        return [atConstant(use, constant, { field: target.name, expected, observed })];
      }),
    ),
};

function isGiven({ argument, value }: Constant, { method }: MethodUse): boolean {
  return method.calls.some((call) => String(call.arguments[argument ?? '']) === String(value));
}

function admitsNull({ schema }: FieldTarget, { schemas }: Judge): boolean {
  return schemaTypes(schema, schemas)?.has('null') ?? false;
}

function defaultOf({ field, schema, place }: FieldTarget): Json | undefined {
  if (
    field.default !== undefined &&
    (place.location !== 'body' || place.name.endsWith(field.place.name.replace(/^.*\//, '')))
  )
    return field.default;
  return isJsonObject(schema) ? schema.default : undefined;
}

/** Outside a body, every value is text. */
function isSame(declared: Json | undefined, sent: Json): boolean {
  if (declared === undefined) return false;
  if (typeof declared === 'boolean' && typeof sent === 'string') return readFlag(sent) === declared;
  return writeJson(declared) === writeJson(sent) || String(declared) === sent;
}
