import type { Place, Spelling } from '../../../model/contract.ts';
import type { Json } from '../../../model/json.ts';
import type { ClientCall } from '../../../model/trace.ts';
import { readWire, wireSpellingAt, wireValueAt } from '../../../wire/wire-reading.ts';
import type { MethodUse } from './read-use.ts';

interface SentValue {
  readonly sent: Json;
  readonly spelling?: Spelling;
}

/** Returns the value at a place in the first request that the call sends to the operation. */
export function sentAt(
  place: Place,
  call: ClientCall,
  { operation, contracts }: Pick<MethodUse, 'operation' | 'contracts'>,
): SentValue | undefined {
  const exchange = call.exchanges.find((each) => each.operation === operation);
  if (exchange === undefined) return undefined;
  const reading = readWire(exchange, contracts);
  const sent = wireValueAt(reading, place);
  const spelling = wireSpellingAt(reading, place);
  return sent === undefined ? undefined : { sent, ...(spelling !== undefined && { spelling }) };
}
