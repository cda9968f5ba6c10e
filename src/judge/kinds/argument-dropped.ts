import { writeJson } from '../../lib/json-text.ts';
import { previewValue } from '../../lib/preview-value.ts';
import type { ArgumentReading } from '../../model/client-surface.ts';
import type { DriverValue } from '../../model/driver.ts';
import { isJsonObject } from '../../model/json.ts';
import type { ClientCall, ClientExchange } from '../../model/trace.ts';
import { schemaTypes } from '../../schema/schema-types.ts';
import { readWire, wireValueAt } from '../../wire/wire-reading.ts';
import { atBase } from '../client/drafts.ts';
import type { ClientDraft } from '../client/subject.ts';
import type { Judge } from '../judge.ts';
import type { Kind } from '../kind.ts';
import { findDefaulted } from '../readers/client/find-defaulted.ts';
import { formCalls } from '../readers/client/form-calls.ts';
import { hasStopped } from '../readers/client/has-polled.ts';
import { argumentAliases } from '../readers/client/match-strays.ts';
import type { MethodUse } from '../readers/client/read-use.ts';
import { sentAt } from '../readers/client/sent-at.ts';
import type { FieldTarget, Placed } from '../readers/client/targets.ts';
import { nearness } from '../readers/field-aliases.ts';
import { requestPointer } from '../readers/request-place.ts';

export const argumentDropped: Kind = {
  title: 'The client accepts an argument and does not send it',
  severity: 'error',
  gravity: 109,
  about: 'client',
  cause: 'place',
  priority: 'P1',
  // A value that is sent at an undeclared place is a finding of the kind field-misplaced.
  exchange: ({ intent, request }) =>
    (intent?.dropped ?? [])
      .filter(({ name }) => request?.misplaced.every(({ field }) => field.name !== name) ?? true)
      .map(({ name, place, wanted }) => ({
        field: name,
        expected: `${previewValue(wanted, 40)} in ${place.location} ${name}, from call ${intent?.call} of the intent file`,
        observed: 'the value is not sent',
        ...{ pointer: requestPointer(place), found: undefined },
      })),
  trace: ({ uses, client, judge }) =>
    uses
      .filter((use, index) => uses.findIndex(({ method }) => method === use.method) === index)
      .flatMap((use) =>
        use.method.arguments
          .filter(({ path }) => client.driver !== 'command' || !LOCAL_OPTION.test(path))
          .flatMap((argument) => dropped(argument, use, client.driver === 'python')),
      )
      .concat(uses.flatMap((use) => use.placed.flatMap((each) => lostOnNextPage(use, each))))
      .concat(uses.flatMap(swallowed))
      .concat(
        client.driver === 'command'
          ? []
          : uses.flatMap((use) => use.placed.flatMap((each) => lostValue(use, each, judge))),
      ),
};

/** Matches an option that changes only the command itself, and no request. */
const LOCAL_OPTION = /^--(?:yes|assume-yes|no-input|quiet|verbose|debug|json|output|format|color|no-color)$/;

function dropped(argument: ArgumentReading, use: MethodUse, isPython: boolean): readonly ClientDraft[] {
  const target = use.targets.find(({ aliases }) => nearness(argumentAliases(argument), aliases) === 2);
  const field = target?.name ?? argument.path;
  // The model may have members that only responses contain.
  if (target === undefined && argument.path.split('.').length > (isPython ? 1 : 2)) return [];
  const expected =
    target === undefined ? "the argument's value in the request" : `${target.place.location} ${target.name}`;
  const place = target?.place ?? ({ location: 'body', name: '' } as const);
  if (argument.state === 'dropped' && findDefaulted(argument, use) === undefined && !hasStopped(use.method.base)) {
    const observed = `the method accepts argument ${argument.path}, but does not send it`;
    return [{ ...atBase(use, place, { field, expected, observed }), call: argument.call }];
  }
  if (argument.state === 'lands' && argument.needs !== undefined && !completes(argument, use)) {
    const observed = `argument ${argument.path} is sent only if ${argument.needs} is given too`;
    return [
      {
        ...atBase(use, place, { field, expected, observed, warning: true }),
        call: callAlone(argument, use) ?? argument.call,
      },
    ];
  }
  return [];
}

function callAlone({ path }: ArgumentReading, { method }: MethodUse): ClientCall | undefined {
  return method.calls.find(({ purpose }) => purpose.kind === 'argument' && purpose.argument === path);
}

/** Returns true if the object around the argument has a required member. */
function completes(argument: ArgumentReading, { placed, targets }: MethodUse): boolean {
  const parents = placed.flatMap((each) => (each.argument === argument ? (each.target.parent ?? []) : []));
  return targets.some(({ parent, required }) => required && parent !== null && parents.includes(parent));
}

function swallowed(use: MethodUse): readonly ClientDraft[] {
  const call = use.method.swallowed;
  if (call === undefined) return [];
  const place = { location: 'body', name: '' } as const;
  const expected = "an error for an unknown keyword argument, or the argument's value in the request";
  const observed = 'the method accepts any keyword argument, but does not send unknown arguments';
  const draft = atBase(use, place, { field: '**', expected, observed, warning: true });
  return [{ ...draft, call, cause: 'unknown keywords' }];
}

function lostOnNextPage(use: MethodUse, { argument, target }: Placed): readonly ClientDraft[] {
  const page = use.contract.behaviors.find((behavior) => behavior.kind === 'pagination');
  if (page === undefined || [page.cursor, page.offset, page.page].includes(target.name)) return [];
  const call = callAlone(argument, use);
  const isOwn = ({ operation }: ClientExchange) => operation === use.operation;
  const isSent = (exchange: ClientExchange) =>
    wireValueAt(readWire(exchange, use.contracts), target.place) !== undefined;
  const first = call?.exchanges.find(isOwn);
  if (call === undefined || first === undefined || !isSent(first)) return [];
  const request = call.exchanges.findIndex((exchange) => isOwn(exchange) && !isSent(exchange));
  if (request === -1) return [];
  const expected = `${target.place.location} ${target.name} in the request for every page`;
  const observed = `argument ${argument.path} is missing in request ${request + 1}`;
  const draft = atBase(use, target.place, { field: target.name, expected, observed, warning: true });
  return [{ ...draft, call, request, found: call.exchanges[request]?.request.target }];
}

/** The caller gave a falsy value such as `0` or `false`, but the client does not send the value. */
function lostValue(use: MethodUse, { argument, target, landing }: Placed, judge: Judge): readonly ClientDraft[] {
  for (const { call } of formCalls(use.method.calls, argument.path)) {
    const given = call.arguments[argument.path];
    const isSent =
      !call.exchanges.some(({ operation }) => operation === use.operation) ||
      sentAt(target.place, call, use) !== undefined;
    if (given === undefined || isSent || !isMeaningful(given, { use, argument, target, judge })) continue;
    // A list that is sent as text is a finding of a different kind, even if the list is empty.
    if (Array.isArray(given) && !Array.isArray(landing.sent)) continue;
    const observed = `${previewValue(given, 20)} for argument ${argument.path} is not sent`;
    const expected = `${previewValue(given, 20)} in ${target.place.location} ${target.name}`;
    return [
      { ...atBase(use, target.place, { field: target.name, expected, observed, warning: given === null }), call },
    ];
  }
  return [];
}

interface Losing extends Pick<Placed, 'argument' | 'target'> {
  readonly use: MethodUse;
  readonly judge: Judge;
}

function isMeaningful(given: DriverValue, { use, argument, target, judge }: Losing): boolean {
  const { field, schema, place } = target;
  const assumed = field.default ?? (isJsonObject(schema) ? schema.default : undefined);
  const isUsual = [assumed, argument.parameter.default].some((each) => writeJson(each) === writeJson(given));
  if (given === null)
    return use.contract.method === 'PATCH' && place.location === 'body' && takesAway(target, use, judge);
  if (isUsual) return false;
  if (given === false) return true;
  const inJson = place.location === 'body' && use.contract.content === 'json';
  if (!inJson || judge.problems(schema, given).length > 0) return false;
  // An empty text removes the existing text in an update, but usually means no text in a new resource.
  if (given === '') return /^(?:PATCH|PUT)$/.test(use.contract.method);
  return given === 0 || (typeof given === 'object' && Object.keys(given).length === 0);
}

/** If all optional fields allow null, a null means that the caller gives no value. */
function takesAway({ schema }: FieldTarget, { targets }: MethodUse, judge: Judge): boolean {
  const admitsNull = (each: FieldTarget['schema']) => schemaTypes(each, judge.schemas)?.has('null') ?? true;
  const others = targets.filter(
    ({ place, parent, required }) => place.location === 'body' && parent === null && !required,
  );
  return admitsNull(schema) && others.some((other) => !admitsNull(other.schema));
}
