import { writeJson } from '../../lib/json-text.ts';
import { previewValue } from '../../lib/preview-value.ts';
import type { DriverValue } from '../../model/driver.ts';
import { isJsonObject } from '../../model/json.ts';
import { atBase, atLanding, sayArgument, sayPlace } from '../client/drafts.ts';
import type { ClientDraft } from '../client/subject.ts';
import type { Judge } from '../judge.ts';
import type { Kind } from '../kind.ts';
import { findDefaulted } from '../readers/client/find-defaulted.ts';
import { formLandings, isFreeTime, isTimeForm } from '../readers/client/form-landings.ts';
import { hasStopped } from '../readers/client/has-polled.ts';
import { argumentAliases } from '../readers/client/match-strays.ts';
import type { MethodUse } from '../readers/client/read-use.ts';
import { fateOf, isInverted } from '../readers/client/said-value.ts';
import type { Placed } from '../readers/client/targets.ts';
import { typeContradiction } from '../readers/client/type-contradiction.ts';
import { nearness } from '../readers/field-aliases.ts';
import { requestPointer } from '../readers/request-place.ts';

/** For example, the client sends the value of another argument, a default, or a shortened value. */
export const valueChanged: Kind = {
  title: 'The client sends a different value than the caller gave',
  severity: 'error',
  gravity: 110,
  about: 'client',
  cause: 'place',
  priority: 'P1',
  exchange: ({ intent }) =>
    (intent?.changed ?? []).map(({ name, place, wanted, found, other }) => ({
      field: name,
      expected: `${previewValue(wanted, 80)}, from call ${intent?.call} of the intent file`,
      observed: `${previewValue(found, 80)}${other === undefined ? '' : `, the value of ${other}`}`,
      ...{ pointer: requestPointer(place), found },
    })),
  trace: ({ uses, judge, client }) =>
    uses.flatMap((use) => [
      ...swapped(use),
      ...defaulted(use),
      ...use.placed
        .filter(
          ({ argument, target }) => typeContradiction(argument, target, { judge, driver: client.driver }) === undefined,
        )
        .flatMap((placed) => changed(use, placed, judge).slice(0, 1))
        .map(({ argument, landing, target }) =>
          atLanding(use, argument, landing, {
            field: target.name,
            expected: `${shown(landing.given)}, which was given as ${sayArgument(argument)}`,
            observed: `${previewValue(landing.sent, 80)} in ${sayPlace(landing.place)}`,
          }),
        ),
    ]),
};

function changed(use: MethodUse, placed: Placed, judge: Judge): readonly Placed[] {
  const times = formLandings(use, placed).filter(({ form }) => isTimeForm(form));
  return [placed, ...times.map((each) => ({ ...placed, ...each }))].filter(
    (each) =>
      isWhole(each) &&
      !isDerived(each) &&
      !isExtended(each) &&
      !isFreeTime(each.landing, each.target.schema) &&
      (isInverted(placed.argument, each.landing, each.target) ??
        fateOf(each.landing, each.target, judge).kind === 'changed'),
  );
}

/** A field with another name may contain the argument as a part, such as `tag` in `repository:tag`. */
function isDerived({ argument, landing: { given, sent }, target }: Placed): boolean {
  if (typeof given !== 'string' || typeof sent !== 'string') return false;
  return nearness(argumentAliases(argument), target.aliases) === 0;
}

/** The client may extend a list with values from earlier responses, such as the ids of uploaded files. */
function isExtended({ argument, landing: { given, sent, request } }: Placed): boolean {
  if (!Array.isArray(given) || !Array.isArray(sent) || sent.length <= given.length) return false;
  const told = argument.call.exchanges
    .slice(0, request)
    .map(({ response }) => Buffer.from(response?.body ?? []).toString('utf8'));
  const items = given.map((item) => writeJson(item));
  return sent.every((item, index) =>
    index < items.length
      ? writeJson(item) === items[index]
      : typeof item === 'string' && told.some((body) => body.includes(writeJson(item))),
  );
}

function swapped(use: MethodUse): readonly ClientDraft[] {
  return use.mixups.flatMap(({ placed, meant, other }) => {
    if (other === null || other.argument.path < placed.argument.path) return [];
    const observed = `${sayArgument(placed.argument)} in ${sayPlace(placed.landing.place)}, ${sayArgument(other.argument)} in ${sayPlace(meant.place)}: swapped`;
    return [
      atLanding(use, placed.argument, placed.landing, { field: meant.name, expected: sayPlace(meant.place), observed }),
    ];
  });
}

function defaulted(use: MethodUse): readonly ClientDraft[] {
  return use.method.arguments.flatMap((argument) => {
    const fixed = findDefaulted(argument, use);
    if (fixed === undefined || hasStopped(use.method.base)) return [];
    const given = argument.call.arguments[argument.path] ?? null;
    const expected = `${shown(given)}, which was given as ${sayArgument(argument)}`;
    const observed = `always ${fixed.constant.mask ?? previewValue(fixed.constant.value, 80)}`;
    return [
      { ...atBase(use, fixed.target.place, { field: fixed.target.name, expected, observed }), call: argument.call },
    ];
  });
}

/** A value that is sent inside an object with undeclared members is not compared. */
function isWhole({ landing, target }: Placed): boolean {
  return landing.place.location !== 'body' || landing.place.name === target.place.name;
}

function shown(given: DriverValue): string {
  return isJsonObject(given) && given.$type === 'datetime' ? String(given.value) : previewValue(given, 80);
}
