import type { ClientCall, ValueForm } from '../../../model/trace.ts';

/** A call that gives an argument in an unusual form, for example a date-time without an offset. */
interface FormCall {
  readonly form: ValueForm;
  readonly call: ClientCall;
}

/** For each unusual form, prefers a call that changes no other argument. */
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
