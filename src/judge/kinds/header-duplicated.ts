import type { HeaderList } from '../../model/http.ts';
import type { Kind } from '../kind.ts';

/** A request contains the same header twice; servers differ in which one they read. */
export const headerDuplicated: Kind = {
  title: 'One request carries a header twice',
  severity: 'error',
  gravity: 215,
  about: 'request',
  cause: 'place',
  priority: 'P1',
  exchange: ({ exchange }) =>
    exchange.overheard !== true
      ? []
      : repeated(exchange.request.headers).map(({ name, values }) => ({
          field: name,
          expected: 'one header',
          observed: `${values.length}: ${values.join(' and ')}`,
          pointer: '/request/headers',
          found: values,
        })),
};

interface Repeated {
  /** The spelling of its first occurrence. */
  readonly name: string;
  readonly values: readonly string[];
}

function repeated(headers: HeaderList): readonly Repeated[] {
  const groups = new Map<string, Repeated>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const group = groups.get(key) ?? { name, values: [] };
    // several cookies may take several lines
    if (key !== 'cookie') groups.set(key, { ...group, values: [...group.values, value] });
  }
  return [...groups.values()].filter(({ values }) => values.length > 1);
}
