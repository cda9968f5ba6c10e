import type { ClientCall, ValueForm } from '../../../model/trace.ts';

/** A call with another form of an argument's value. */
interface FormCall {
  readonly form: ValueForm;
  readonly call: ClientCall;
}

/**
 * Returns the calls with other forms of an argument's value. Calls that change only this argument are preferred,
 * because they show nothing about others. If several calls change more arguments, the last one is used, because it
 * changes the fewest.
 */
export function formCalls(calls: readonly ClientCall[], path: string): readonly FormCall[] {
  const found = new Map<ValueForm, FormCall>();
  const keep = (form: ValueForm | undefined, call: ClientCall) =>
    form !== undefined && call.exchanges.length > 0 && found.set(form, { form, call });
  for (const call of calls) if (call.purpose.kind === 'forms') keep(call.purpose.forms[path], call);
  const alone = calls.flatMap((call) =>
    call.purpose.kind === 'form' && call.purpose.argument === path ? [{ form: call.purpose.form, call }] : [],
  );
  const own = new Set(alone.map(({ form }) => form));
  return [...alone, ...[...found.values()].filter(({ form }) => !own.has(form))];
}
