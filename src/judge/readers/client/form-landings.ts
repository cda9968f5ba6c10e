import type { ArgumentReading, Landing } from '../../../model/client-surface.ts';
import { isJsonObject, type JsonSchema } from '../../../model/json.ts';
import type { ValueForm } from '../../../model/trace.ts';
import { formCalls } from './form-calls.ts';
import type { MethodUse } from './read-use.ts';
import { sentAt } from './sent-at.ts';
import type { Placed } from './targets.ts';

/** What the client sent at the usual place of an argument that was given in an unusual form. */
export interface FormLanding {
  readonly form: ValueForm;
  readonly argument: ArgumentReading;
  readonly landing: Landing;
}

export function formLandings(use: MethodUse, { argument, landing }: Placed): readonly FormLanding[] {
  return formCalls(use.method.calls, argument.path).flatMap(({ form, call }): readonly FormLanding[] => {
    const sent = sentAt(landing.place, call, use);
    if (sent === undefined) return [];
    const given = call.arguments[argument.path] ?? null;
    const { spelling: _, ...rest } = landing;
    return [{ form, argument: { ...argument, call }, landing: { ...rest, given, ...sent } }];
  });
}

export function isTimeForm(form: ValueForm): boolean {
  return form === 'aware-datetime' || form === 'naive-datetime';
}

/** Returns true if a date-time is given, but the field does not declare the format `date-time`. */
export function isFreeTime({ given }: Landing, schema: JsonSchema): boolean {
  const isTime = isJsonObject(given) && given.$type === 'datetime';
  return isTime && !(isJsonObject(schema) && schema.format === 'date-time');
}
