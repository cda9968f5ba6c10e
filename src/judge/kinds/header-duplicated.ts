import type { HeaderList } from '../../model/http.ts';
import { type ClientDraft, WHOLE_CLIENT } from '../client/subject.ts';
import type { Kind } from '../kind.ts';

/** A header stands twice in one request: which one counts differs from server to server. */
export const headerDuplicated: Kind = {
  title: 'One request carries a header twice',
  severity: 'error',
  gravity: 215,
  about: 'client',
  priority: 'P1',
  trace: ({ sending }) =>
    sending.flatMap((method) => {
      const found = new Map<string, ClientDraft>();
      for (const call of method.calls) {
        for (const [index, { request, operation }] of call.exchanges.entries()) {
          for (const { name, values } of repeated(request.headers)) {
            const key = name.toLowerCase();
            if (found.has(key)) continue;
            found.set(key, {
              operation: operation ?? WHOLE_CLIENT,
              method: method.name,
              field: name,
              expected: 'one header',
              observed: `${values.length}: ${values.join(' and ')}`,
              call,
              request: index,
              pointer: '/request/headers',
              found: values,
              cause: key,
            });
          }
        }
      }
      return [...found.values()];
    }),
};

interface Repeated {
  /** As it is spelt first. */
  readonly name: string;
  readonly values: readonly string[];
}

function repeated(headers: HeaderList): readonly Repeated[] {
  const groups = new Map<string, Repeated>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const group = groups.get(key) ?? { name, values: [] };
    // several cookies are several lines
    if (key !== 'cookie') groups.set(key, { ...group, values: [...group.values, value] });
  }
  return [...groups.values()].filter(({ values }) => values.length > 1);
}
