import type { Exchange } from '../../model/exchange.ts';
import { allowedValues, readShape } from '../../schema/shape.ts';
import type { Subject } from '../subject.ts';

/** Matches a text that contains a run id, so the text is new in every run. */
export const OWN_TEXT = /parity-[a-z0-9]{3,}/i;

/** Returns the name of a field that has the same text in every run. The server may reject this text as already used. */
export function repeatedText({ exchange, contract, judge }: Subject): string | undefined {
  const own = ownTexts(exchange);
  return contract.fields.find(({ name, place, schema }) => {
    const value = exchange.asked.with[name];
    if (place.location === 'path' || typeof value !== 'string' || value === '') return false;
    const shape = readShape(schema, judge.schemas);
    const isFree = allowedValues(shape) === undefined && !/date|time/.test(String(shape.keywords.format));
    return isFree && !OWN_TEXT.test(value) && !own.some((text) => value.includes(text));
  })?.name;
}

/** Returns the values that are new in each run or scenario, such as a run id. */
function ownTexts({ asked }: Exchange): readonly string[] {
  const own = (asked.refers ?? []).filter(
    ({ expression, from }) => from !== undefined || /^(?:run\.id$|uuid|ulid|unique:|now)/.test(expression),
  );
  return own.map(({ value }) => String(value)).filter((text) => text !== '');
}
