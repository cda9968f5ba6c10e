import type { Place } from '../../../model/contract.ts';
import type { Json } from '../../../model/json.ts';
import { schemaTypes } from '../../../schema/schema-types.ts';
import type { Judge } from '../../judge.ts';
import type { FieldTarget } from './targets.ts';

interface SentNothing {
  readonly place: Place;
  readonly sent: Json;
}

/** If the client sends `None` or null although the caller gave no value, returns what the client should send. */
export function wantedForNothing(
  { place, sent }: SentNothing,
  { schema }: Pick<FieldTarget, 'schema'>,
  judge: Judge,
): string | undefined {
  if (place.location !== 'body') return /^(none|null|undefined|nil)$/i.test(String(sent)) ? 'nothing' : undefined;
  if (typeof sent === 'string' && /^(None|null|undefined)$/.test(sent)) return 'nothing';
  const types = schemaTypes(schema, judge.schemas);
  return sent === null && types !== null && !types.has('null') ? 'no value: the field does not allow null' : undefined;
}
