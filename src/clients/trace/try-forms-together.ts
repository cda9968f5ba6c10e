import type { DriverValue } from '../../model/driver.ts';
import type { ClientCall, ValueForm } from '../../model/trace.ts';
import type { Values } from '../../surface/arguments-of.ts';
import { readArguments } from '../../surface/read-arguments.ts';
import { readWire, wireValueAt } from '../../wire/wire-reading.ts';
import { hasSent, isSpent } from './session.ts';
import type { Tracing } from './trace-context.ts';

export interface FormTry {
  readonly path: string;
  readonly form: ValueForm;
  readonly value: DriverValue;
  /** Without these other arguments, the client does not send the argument `path`. */
  readonly needed: Values;
}

/** If a call with several values does not show a value, that value must be tried alone. */
export async function tryFormsTogether(forms: readonly FormTry[], tracing: Tracing): Promise<readonly FormTry[]> {
  const isAt = sentPlaces(tracing);
  const alone: FormTry[] = [];
  const queue = rounds(forms);
  for (let group = queue.shift(); group !== undefined; group = queue.shift()) {
    if (isSpent(tracing.session) || group.length < 2) {
      alone.push(...group);
      continue;
    }
    const call = await giveForms(group, tracing);
    const half = Math.ceil(group.length / 2);
    if (!hasSent(call)) queue.push(group.slice(0, half), group.slice(half));
    const absent = hasSent(call) ? group.filter(({ path }) => !isAt(path, call)) : [];
    if (absent.length < group.length) queue.push(absent);
    else for (const same of byForm(absent)) alone.push(...(await confirmAbsent(same, tracing, isAt)));
  }
  return alone;
}

/** Tries the first argument alone. If the request does not contain the argument, the other arguments are not tried. */
async function confirmAbsent(
  [first, ...others]: readonly FormTry[],
  tracing: Tracing,
  isAt: SentPlaces,
): Promise<readonly FormTry[]> {
  if (first === undefined) return [];
  return isAt(first.path, await giveForm(first, tracing)) ? others : [];
}

export function giveForm({ path, form, value, needed }: FormTry, { session, values }: Tracing): Promise<ClientCall> {
  return session.call(new Map([...values, ...needed, [path, value]]), { kind: 'form', argument: path, form });
}

function giveForms(group: readonly FormTry[], { session, values }: Tracing): Promise<ClientCall> {
  const needed = group.flatMap((each) => [...each.needed]);
  const given = group.map(({ path, value }) => [path, value] as const);
  const forms = Object.fromEntries(group.map(({ path, form }) => [path, form]));
  return session.call(new Map([...values, ...needed, ...given]), { kind: 'forms', forms });
}

type SentPlaces = (path: string, call: ClientCall) => boolean;

function sentPlaces({ session, base, contracts, volatile }: Tracing): SentPlaces {
  const readings = readArguments(session.method, { base, calls: session.calls, contracts, volatile });
  const places = new Map(readings.map(({ path, landings }) => [path, landings]));
  return (path, { exchanges }) =>
    (places.get(path) ?? []).some(({ request, place }) => {
      const exchange = exchanges[request];
      return exchange !== undefined && wireValueAt(readWire(exchange, contracts), place) !== undefined;
    });
}

function rounds(forms: readonly FormTry[]): (readonly FormTry[])[] {
  const found: FormTry[][] = [];
  for (const each of forms) {
    const round = found.find((others) => others.every(({ path }) => path !== each.path));
    if (round === undefined) found.push([each]);
    else round.push(each);
  }
  return found;
}

function byForm(forms: readonly FormTry[]): readonly (readonly FormTry[])[] {
  return [...new Set(forms.map(({ form }) => form))].map((form) => forms.filter((each) => each.form === form));
}
