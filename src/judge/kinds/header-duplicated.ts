import type { Contract } from '../../model/contract.ts';
import type { HeaderList } from '../../model/http.ts';
import { schemaTypes } from '../../schema/schema-types.ts';
import type { Judge } from '../judge.ts';
import type { Kind } from '../kind.ts';

/** Some servers read the first line of a repeated header, and others read the last line. */
export const headerDuplicated: Kind = {
  title: 'One request contains a header twice',
  severity: 'error',
  gravity: 215,
  about: 'request',
  cause: 'place',
  priority: 'P1',
  exchange: ({ exchange, contract, judge }) => {
    if (exchange.overheard !== true) return [];
    const lists = listHeaders(contract, judge);
    return repeated(exchange.request.headers)
      .filter(({ name }) => !lists.has(name.toLowerCase()))
      .map(({ name, values }) => ({
        field: name,
        expected: 'one header',
        observed: `${values.length} headers: ${values.join(' and ')}`,
        pointer: '/request/headers',
        found: values,
      }));
  },
};

/** A header that contains a list may be split into several lines (RFC 9110, section 5.3). */
function listHeaders({ fields }: Contract, { schemas }: Judge): ReadonlySet<string> {
  const lists = fields.filter(
    ({ place, schema }) => place.location === 'header' && schemaTypes(schema, schemas)?.has('array') === true,
  );
  return new Set(lists.map(({ place }) => place.name.toLowerCase()));
}

interface Repeated {
  readonly name: string;
  readonly values: readonly string[];
}

function repeated(headers: HeaderList): readonly Repeated[] {
  const groups = new Map<string, Repeated>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const group = groups.get(key) ?? { name, values: [] };
    // a client may send several cookies in several lines
    if (key !== 'cookie') groups.set(key, { ...group, values: [...group.values, value] });
  }
  return [...groups.values()].filter(({ values }) => values.length > 1);
}
