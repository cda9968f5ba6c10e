import { isJsonObject, type Json } from '../../model/json.ts';
import type { ClientCall } from '../../model/trace.ts';
import type { Argument, Values } from '../../surface/arguments-of.ts';
import { plainBody } from '../../wire/wire-reading.ts';
import { hasFailed, outcomeText, type Session } from './session.ts';

const MOST_TRIES = 8;

export interface Start {
  readonly values: Values;
  readonly call: ClientCall;
}

/**
 * A method may look an argument up in an answer (a name in a list) and give up when it is not there. Then it is given one
 * that is: a text of the answers, those that the refusal quotes first. The call that gets furthest is kept.
 */
export async function withKnownValues(session: Session, start: Start, args: readonly Argument[]): Promise<Start> {
  const { call, values } = start;
  if (!hasFailed(call.outcome) || call.outcome.kind === 'timed-out' || call.exchanges.length === 0) return start;
  const said = outcomeText(call.outcome);
  const looked = args.find(
    ({ path }) => typeof values.get(path) === 'string' && said.includes(String(values.get(path))),
  );
  if (looked === undefined) return start;
  for (const text of textsOf(call, said).slice(0, MOST_TRIES)) {
    const given = new Map([...values, [looked.path, text]]);
    const next = await session.call(given, { kind: 'search' });
    if (next.exchanges.length > call.exchanges.length || !hasFailed(next.outcome)) return { values: given, call: next };
  }
  return start;
}

/** Texts of the answers, those that are quoted first. */
function textsOf({ exchanges }: ClientCall, said: string): readonly string[] {
  const texts = exchanges.flatMap(({ response }) => {
    const body = response === null ? undefined : plainBody({ ...response, method: '', target: '' });
    return body === undefined ? [] : stringsOf(body);
  });
  const unique = [...new Set(texts)].filter((text) => text.length > 2);
  return [...unique.filter((text) => said.includes(text)), ...unique.filter((text) => !said.includes(text))];
}

function stringsOf(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((item: Json) => stringsOf(item));
  return isJsonObject(value) ? Object.values(value).flatMap(stringsOf) : [];
}
