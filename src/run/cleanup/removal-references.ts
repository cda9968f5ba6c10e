import { formatPointer } from '../../lib/json-pointer.ts';
import type { Exchange, Reference } from '../../model/exchange.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { readAnswer } from '../http/answer-body.ts';

/** Returns references for values from the response, because a reproduction gets a response with other values. */
export function referencesOf(
  values: JsonObject,
  { response, address }: Exchange,
  stepId: string,
): readonly Reference[] {
  const answer = response === null ? undefined : readAnswer(response);
  if (answer?.isJson !== true || !isJsonObject(answer.value)) return [];
  const members = Object.entries(answer.value);
  return Object.values(values).flatMap((value) => {
    const name = members.find(([, member]) => member === value)?.[0];
    if (name === undefined) return [];
    const from = { address, at: 'body', path: formatPointer([name]) } as const;
    return [{ expression: `${stepId}.${name}`, value, from }];
  });
}
