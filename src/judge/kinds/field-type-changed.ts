import { isJsonObject, type Json } from '../../model/json.ts';
import { schemaTypes } from '../../schema/schema-types.ts';
import type { BodyProblemKind } from '../../wire/decode-body.ts';
import { atLanding, sayArgument } from '../client/drafts.ts';
import type { Judge } from '../judge.ts';
import type { Kind } from '../kind.ts';
import type { MethodUse } from '../readers/client/read-use.ts';
import { fateOf } from '../readers/client/said-value.ts';
import { sentAt } from '../readers/client/sent-at.ts';
import type { Placed } from '../readers/client/targets.ts';
import { typeContradiction } from '../readers/client/type-contradiction.ts';
import { bodyDraft, fieldDraft } from '../readers/request-place.ts';
import { joinByField } from '../subject.ts';

const UNREADABLE: ReadonlySet<BodyProblemKind> = new Set(['encoding', 'not-json', 'not-utf8', 'not-multipart']);

export const fieldTypeChanged: Kind = {
  title: 'A request field has a different type than the contract says',
  severity: 'error',
  gravity: 210,
  about: 'request',
  cause: 'place',
  priority: 'P0',
  exchange: ({ request }) => {
    if (request === null) return [];
    const bodies = request.bodyProblems.filter(({ kind }) => UNREADABLE.has(kind)).map(bodyDraft);
    return joinByField([...bodies, ...request.retyped.map(fieldDraft)]);
  },
  // The JSON type of the sent value differs from the JSON type of the value that the caller gave.
  trace: ({ uses, judge, client }) =>
    uses.flatMap((use) =>
      use.placed.flatMap((placed, index) => {
        const { argument, landing, target } = placed;
        if (typeContradiction(argument, target, { judge, driver: client.driver }) !== undefined) return [];
        const isFirst = use.placed.findIndex((each) => each.argument === argument && each.target === target) === index;
        const changed = isFirst ? changeOf(use, placed, { judge, driver: client.driver }) : undefined;
        if (changed === undefined) return [];
        const { expected, observed } = changed;
        const said = `${observed}, from ${sayArgument(argument)}`;
        return [atLanding(use, argument, landing, { field: target.name, expected, observed: said })];
      }),
    ),
};

interface Client {
  readonly judge: Judge;
  readonly driver: string;
}

function changeOf(use: MethodUse, placed: Placed, { judge, driver }: Client) {
  const { landing, target } = placed;
  if (landing.place.name !== target.place.name) return becameList(use, placed, judge);
  const fate = fateOf(landing, target, judge);
  if (fate.kind === 'retyped') return fate;
  return driver === 'command' ? textForOther(placed, judge) : undefined;
}

/** Detects a map that is sent as a list of its entries: `{ a: 1 }` becomes `[{ key: a, value: 1 }]`. */
function becameList(use: MethodUse, { argument, landing, target }: Placed, judge: Judge) {
  const { given, encoded } = landing;
  if (!isJsonObject(given) || given.$type !== undefined || encoded === true) return undefined;
  const types = schemaTypes(target.schema, judge.schemas);
  if (types?.has('object') !== true || types.has('array')) return undefined;
  const sent: Json | undefined = sentAt(target.place, argument.call, use)?.sent;
  return Array.isArray(sent) ? { expected: 'object', observed: 'array' } : undefined;
}

/** Detects a command that sends an argument as text although the field has another type. */
function textForOther({ landing: { sent, place, textual }, target }: Placed, judge: Judge) {
  const types = schemaTypes(target.schema, judge.schemas);
  if (typeof sent !== 'string' || place.location !== 'body' || textual === true) return undefined;
  if (types === null || types.has('string')) return undefined;
  return { expected: [...types].filter((type) => type !== 'null').join(' or '), observed: 'string' };
}
