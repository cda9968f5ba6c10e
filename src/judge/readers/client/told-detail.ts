import { foldName } from '../../../lib/fold-name.ts';
import { writeJson } from '../../../lib/json-text.ts';
import type { DriverValue } from '../../../model/driver.ts';
import { jsonBody } from '../../../wire/json-body.ts';
import { type PlayedError, toldText } from './read-errors.ts';

export type Detail = 'code' | 'message' | 'retry-after';

/** What an attribute that carries the detail may be called, folded. An error's text is made for its message. */
const OWN_NAMES: { readonly [detail in Detail]: readonly string[] } = {
  code: ['code', 'errorcode'],
  message: [],
  'retry-after': ['retryafter', 'retryafterseconds', 'retryafterms'],
};

/** Whether a caller is told it. The raw answer on the error tells it only where nothing of the error's own is made for it. */
export function isTold(error: PlayedError, detail: Detail, text: string): boolean {
  const { outcome, exchanges } = error.call;
  if (outcome.kind !== 'raised') return holds(error.told, detail, text);
  const { attributes } = outcome;
  const names = Object.keys(attributes);
  const raw = exchanges[0]?.response;
  const own = names.filter((name) => raw === undefined || raw === null || !isRaw(attributes[name] ?? null, raw.body));
  const hasPlace = detail === 'message' || names.some((name) => OWN_NAMES[detail].includes(foldName(name)));
  const told = (hasPlace ? own : names).map((name) => toldText(attributes[name] ?? null));
  return [outcome.text, ...told].some((each) => holds(each, detail, text));
}

/** Seconds are found as a number of their own, or as milliseconds. */
function holds(told: string, detail: Detail, text: string): boolean {
  if (detail !== 'retry-after') return told.includes(text);
  return /^\d+$/.test(text)
    ? new RegExp(`(?<![\\d.])${text}(?:000)?(?:\\.0+)?(?![\\d.]*\\d)`).test(told)
    : told.includes(text);
}

/** The answer as it came, as text or read. */
function isRaw(value: DriverValue, body: Uint8Array): boolean {
  const text = Buffer.from(body).toString('utf8');
  if (typeof value === 'string') return value.trim() === text.trim() && text.trim() !== '';
  return typeof value === 'object' && value !== null && writeJson(value) === writeJson(jsonBody(body));
}
