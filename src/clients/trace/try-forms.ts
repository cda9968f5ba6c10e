import type { Location } from '../../model/contract.ts';
import type { DriverValue, TypeHint } from '../../model/driver.ts';
import type { ValueForm } from '../../model/trace.ts';
import { type Argument, argumentsOf, type Values } from '../../surface/arguments-of.ts';
import { findLandings } from '../../surface/find-landings.ts';
import { hasSent, isExhausted, isSpent } from './session.ts';
import type { Tracing } from './trace-context.ts';
import { type FormTry, giveForm, tryFormsTogether } from './try-forms-together.ts';

/** A value for one path segment. The client must escape the separators in this value. */
const RESERVED = 'pw/a?b#c%20d e';
/** A value without a space, because some libraries reject every space in a path. */
const RESERVED_UNBROKEN = 'pw/a?b#c%20d';
/** A value for one query parameter. The client must escape the separators in this value. */
const RESERVED_IN_QUERY = 'pw-a&b=c+d%20e f#g';
const AWARE = '2031-05-06T07:08:09+05:30';
const NAIVE = '2031-05-06T07:08:09';

interface FormsContext extends Tracing {
  /** The value of each argument that reached a request. */
  readonly landed: Values;
}

/** If a method has 24 or more unusual values to try, one call tries several of these values. */
const FEWEST_TOGETHER = 24;

/** Tries values that need special treatment: times with and without an offset, empty values, text with separators. */
export async function tryForms(context: FormsContext): Promise<void> {
  const { session, landed, slow, isIgnored } = context;
  const given = argumentsOf(session.method).filter(
    ({ path }) => landed.has(path) && !isIgnored(session.method.name, path),
  );
  const forms = isExhausted(session) ? [] : given.flatMap((argument) => formTries(argument, context));
  const together = forms.filter(({ otherwise }) => otherwise === undefined);
  const isMany = !slow && together.length >= FEWEST_TOGETHER;
  const alone = isMany ? new Set(await tryFormsTogether(together, context)) : new Set(together);
  for (const each of forms) {
    if (isSpent(session)) return;
    if (each.otherwise === undefined && !alone.has(each)) continue;
    const call = await giveForm(each, context);
    if (each.otherwise !== undefined && !hasSent(call)) await giveForm({ ...each, value: each.otherwise }, context);
  }
}

function formTries(argument: Argument, context: FormsContext): readonly (FormTry & { otherwise?: DriverValue })[] {
  const needed = new Map(needs(argument, context));
  return formsOf(argument, context).map(([form, value, otherwise]) => ({
    ...{ path: argument.path, form, value, needed },
    ...(otherwise !== undefined && { otherwise }),
  }));
}

/** `otherwise` is the value to try if the call with `value` sends no request. */
type Form = readonly [form: ValueForm, value: DriverValue, otherwise?: DriverValue];

function formsOf(argument: Argument, context: FormsContext): readonly Form[] {
  const { type, default: usual } = argument.parameter;
  const forms: Form[] = [];
  if (admits(type, 'datetime')) {
    forms.push(
      ['aware-datetime', { $type: 'datetime', value: AWARE }],
      ['naive-datetime', { $type: 'datetime', value: NAIVE }],
    );
  }
  if (admits(type, 'null') && !argument.required && !context.slow) forms.push(['null', null]);
  if (admits(type, 'boolean')) forms.push(['other-boolean', usual === true]);
  if (admits(type, 'list') && !context.slow) forms.push(['empty-list', []]);
  if (admits(type, 'map') && !context.slow) forms.push(['empty-map', {}]);
  if (isSentAsJson(argument, context)) {
    if (admits(type, 'integer') || admits(type, 'number')) forms.push(['zero', 0]);
    else if (admits(type, 'string') && admitsText(type)) forms.push(['empty-text', '']);
  }
  const location = admitsText(type) ? landedAt(argument, context) : undefined;
  if (location === 'path') forms.push(['reserved-characters', RESERVED, RESERVED_UNBROKEN]);
  if (location === 'query') forms.push(['reserved-characters', RESERVED_IN_QUERY, RESERVED_IN_QUERY.replace(' ', '')]);
  return forms;
}

function needs(
  { path, brings }: Argument,
  { session, landed, values }: FormsContext,
): readonly (readonly [string, DriverValue])[] {
  const paired = session.calls.find(({ purpose }) => purpose.kind === 'pair' && purpose.argument === path);
  const others = paired?.purpose.kind === 'pair' ? [paired.purpose.with] : [];
  return [...others, ...brings]
    .filter((other) => !values.has(other) && landed.has(other))
    .map((other) => [other, landed.get(other) ?? null]);
}

function admits(type: TypeHint, kind: TypeHint['kind']): boolean {
  return type.kind === kind || (type.kind === 'union' && type.of.some((choice) => admits(choice, kind)));
}

/** A UUID or an enumeration contains no reserved characters that a client must escape. */
function admitsText(type: TypeHint): boolean {
  if (type.kind === 'union') return type.of.some(admitsText);
  return type.kind === 'any' || (type.kind === 'string' && type.format === undefined);
}

/** Returns true for an optional text or number that is sent in the body of a request. */
function isSentAsJson({ path, required }: Argument, { landed, session, contracts, slow }: FormsContext): boolean {
  const given = landed.get(path);
  if (required || slow || (typeof given !== 'string' && typeof given !== 'number')) return false;
  const call = session.calls.find((each) => each.arguments[path] === given && hasSent(each));
  const [landing] = call === undefined ? [] : findLandings({ call, reference: null, given, contracts });
  return landing?.place.location === 'body' && landing.sent === given;
}

function landedAt({ path }: Argument, { base, landed, session, contracts }: FormsContext): Location | undefined {
  const given = landed.get(path);
  if (typeof given !== 'string') return undefined;
  const call = path in base.arguments ? base : session.calls.find((each) => each.arguments[path] === given);
  if (call === undefined) return undefined;
  return findLandings({ call, reference: null, given, contracts })[0]?.place.location;
}
