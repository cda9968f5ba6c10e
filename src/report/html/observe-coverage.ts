import { writeJson } from '../../lib/json-text.ts';
import { type Contract, LOCATIONS } from '../../model/contract.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Json } from '../../model/json.ts';
import type { OperationId } from '../../model/operation-id.ts';
import type { PageOperation } from '../../model/page-data.ts';
import type { ReportOptions, SeenOperation } from '../reporter.ts';

export function createCoverage(operations: ReportOptions['operations']): {
  readonly add: (exchange: Pick<Exchange, 'operation' | 'asked' | 'response'>) => void;
  readonly seen: ReadonlyMap<OperationId, SeenOperation>;
} {
  const seen = new Map<OperationId, { statuses: Map<number, number>; values: Map<string, Set<string>> }>();
  return {
    seen,
    add: ({ operation, asked, response }) => {
      const own = seen.get(operation) ?? { statuses: new Map(), values: new Map() };
      seen.set(operation, own);
      if (response !== null) own.statuses.set(response.status, (own.statuses.get(response.status) ?? 0) + 1);
      for (const { name } of operations.get(operation)?.fields ?? []) {
        const values = own.values.get(name) ?? new Set();
        own.values.set(name, values);
        // Two different values are enough to show that a field varies.
        if (values.size < 2) values.add(valueKey(asked.with[name]));
      }
    },
  };
}

function valueKey(value: Json | undefined): string {
  return value === undefined ? 'absent' : writeJson(value).slice(0, 1000);
}

export function coverageOf(
  { fields = [], responses = [] }: Partial<Pick<Contract, 'fields' | 'responses'>>,
  seen: SeenOperation | undefined,
): Pick<PageOperation, 'statuses' | 'locations' | 'never'> {
  const declared = responses.flatMap(({ status, origin, statusClass }) =>
    origin === 'operation' && statusClass === undefined ? [status] : [],
  );
  const statuses = [...new Set([...declared, ...(seen?.statuses.keys() ?? [])])].sort((a, b) => a - b);
  const isVaried = (name: string) => (seen?.values.get(name)?.size ?? 0) > 1;
  return {
    statuses: statuses.map((status) => ({
      ...{ status, declared: declared.includes(status), count: seen?.statuses.get(status) ?? 0 },
    })),
    locations: LOCATIONS.flatMap((location) => {
      const here = fields.filter(({ place }) => place.location === location);
      const varied = here.filter(({ name }) => isVaried(name)).length;
      return here.length === 0 ? [] : [{ location, varied, of: here.length }];
    }),
    never: fields.map(({ name }) => name).filter((name) => !isVaried(name)),
  };
}
