import type { Exchange, RecordingPieces } from '../model/exchange.ts';
import type { ClientExchange, Trace } from '../model/trace.ts';
import type { HtmlOptions } from '../report/reporter.ts';

type Finder = (ids: ReadonlySet<string>) => Promise<HtmlOptions['exchanges']>;

/** Reads a recording again for the exchanges that show causes: keeping all of them takes too much memory. */
export function recordedExchanges(read: () => RecordingPieces): Finder {
  return async (ids) => {
    const found = new Map<string, Exchange>();
    for await (const entries of read())
      for (const entry of entries) if (entry.kind === 'exchange' && ids.has(entry.id)) found.set(entry.id, entry);
    return found;
  };
}

/** Of a call that sent several requests: the first one that a contract knows. */
export function tracedExchanges({ calls }: Trace): Finder {
  return async (ids) => {
    const shown = calls.filter(({ id }) => ids.has(id));
    const known = ({ operation }: ClientExchange) => operation !== null;
    return new Map(
      shown.flatMap(({ id, exchanges }) => {
        const exchange = exchanges.find(known) ?? exchanges[0];
        return exchange === undefined ? [] : [[id, exchange] as const];
      }),
    );
  };
}
