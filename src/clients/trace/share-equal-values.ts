import { writeJson } from '../../lib/json-text.ts';
import type { CallOutcome } from '../../model/driver.ts';
import type { HttpResponse } from '../../model/http.ts';
import type { MethodEntry } from '../../model/trace.ts';

/** Stores equal results and responses once, because a large trace would not fit into memory. */
export function shareEqualValues(entries: readonly MethodEntry[]): readonly MethodEntry[] {
  const shareOutcome = sharing<CallOutcome>(writeJson);
  const shareResponse = sharing(({ status, headers, body }: HttpResponse) =>
    writeJson([status, headers, Buffer.from(body).toString('latin1')]),
  );
  return entries.map((entry): MethodEntry => {
    if (entry.kind !== 'call') return entry;
    const exchanges = entry.exchanges.map((exchange) => ({
      ...exchange,
      response: exchange.response && shareResponse(exchange.response),
    }));
    return { ...entry, exchanges, outcome: shareOutcome(entry.outcome) };
  });
}

function sharing<Value>(textOf: (value: Value) => string): (value: Value) => Value {
  const known = new Map<string, Value>();
  return (value) => {
    const text = textOf(value);
    const shared = known.get(text) ?? value;
    known.set(text, shared);
    return shared;
  };
}
