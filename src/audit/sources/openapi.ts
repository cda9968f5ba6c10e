import { foldName } from '../../lib/fold-name.ts';
import type { Contract, ContractSet } from '../../model/contract.ts';
import { type RouteTemplate, splitRoute } from '../../model/route.ts';
import type { SourceId, Surface } from '../../model/surface.ts';
import type { ApiDocument } from '../../openapi/api-document.ts';
import { requestKey } from '../lattice/pair-operations.ts';
import { operationSurface } from './document-operation.ts';

interface DocumentSurfaceOptions {
  /** These contracts supply the ids of operations and the names of fields. */
  readonly contracts?: ContractSet;
  readonly source: SourceId;
}

export function documentSurface(document: ApiDocument, { contracts, source }: DocumentSurfaceOptions): Surface {
  const find = contractFinder(contracts);
  const operations = document.operations.map((operation) => {
    const contract = find(operation.method, [operation.path, operation.key].map(splitRoute));
    const line = document.lines.get(operation.key) ?? 0;
    return operationSurface(operation, { document, contract, file: document.source, line });
  });
  return {
    source,
    complete: { operations: true, fields: true },
    operations: operations.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)),
    remarks: document.remarks.map((text) => ({ text, at: { file: document.source, line: 0, excerpt: text } })),
  };
}

type Find = (method: string, routes: readonly RouteTemplate[]) => Contract | null;

/** Finds the contract even if parameter names or a base path such as `/v1` differ. */
function contractFinder(contracts: ContractSet | undefined): Find {
  const all = [...(contracts?.operations.values() ?? [])];
  const byRequest = new Map(all.map((contract) => [requestKey(contract), contract]));
  const bases = new Set(all.map(({ path }) => leadingPart(path)));
  return (method, routes) => {
    for (const { path, fixedQuery } of routes)
      for (const tried of [path, path.replace(/^\/[^/{}]+(?=\/)/, ''), ...[...bases].map((base) => base + path)]) {
        const contract = byRequest.get(requestKey({ method, path: tried, fixedQuery }));
        if (contract !== undefined) return contract;
      }
    return null;
  };
}

/** Returns a base path such as `/v1`, or an empty text. */
function leadingPart(path: string): string {
  const [part = ''] = /^\/(?:api\/)?v\d[^/]*|^\/api/i.exec(path) ?? [];
  return foldName(part) === '' ? '' : part;
}
