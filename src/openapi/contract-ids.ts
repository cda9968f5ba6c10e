import type { OperationId } from '../model/operation-id.ts';
import { splitRoute } from '../model/route.ts';
import type { ApiOperation } from './api-document.ts';
import { snakeCase, takeName } from './names.ts';

/** Folders within `contracts/` that contain no operations. */
const RESERVED = new Set(['schemas']);

/** Takes the resource from the tag or the path, and the verb from the operationId or the method. */
export function contractIds(
  operations: readonly ApiOperation[],
  taken: Iterable<OperationId> = [],
): ReadonlyMap<ApiOperation, OperationId> {
  const used = new Set(taken);
  return new Map(
    operations.map((operation) => {
      const resource = resourceOf(operation);
      const candidates = verbCandidates(operation, resource)
        .filter((verb) => verb !== '')
        .map((verb) => `${resource}.${verb}`);
      return [operation, takeName(used, candidates)];
    }),
  );
}

function resourceOf(operation: ApiOperation): string {
  const own = /^([a-z][a-z0-9_-]{0,99})\.[a-z][a-z0-9_-]*$/.exec(operation.operationId ?? '')?.[1];
  const name = own ?? (snakeCase(operation.tag ?? '') || snakeCase(segments(operation)[0] ?? '') || 'root');
  return RESERVED.has(name) ? `${name}_api` : name;
}

function segments(operation: ApiOperation): readonly string[] {
  const { path } = splitRoute(operation.path);
  return path.split('/').filter((part) => part !== '' && !part.includes('{') && !/^(api|v\d+(\.\d+)*)$/i.test(part));
}

function verbCandidates(operation: ApiOperation, resource: string): readonly string[] {
  const full = snakeCase(withoutRoute(operation));
  const short = withoutResource(full, resource);
  const method = methodVerb(operation);
  return [short, short === full ? '' : full, short === '' ? method : '', `${short || 'call'}_${method}`];
}

/** Removes what a framework has appended, such as `_v1_orders__order_id__ship_post` or `_handler`. */
function withoutRoute({ operationId, key, method }: ApiOperation): string {
  if (operationId === null) return '';
  const tail = `${key}_${method}`.replaceAll(/\W/g, '_').toLowerCase();
  const own = operationId.toLowerCase().endsWith(tail) ? operationId.slice(0, -tail.length) : operationId;
  return own.replace(/(?<=.)[_-]?(endpoint|handler)_*$/i, '');
}

/** For the resource `pulls`, `pulls/list-files` becomes `list_files`. */
function withoutResource(name: string, resource: string): string {
  const forms = [resource, resource.replace(/ies$/, 'y'), resource.replace(/s$/, '')];
  const form = forms.find((each) => name.startsWith(`${each}_`));
  const bare = form === undefined ? name : name.slice(form.length + 1);
  const tail = forms.find((each) => bare.endsWith(`_${each}`));
  return tail === undefined || tail === bare ? bare : bare.slice(0, -tail.length - 1);
}

const VERBS = {
  GET: 'get',
  HEAD: 'head',
  POST: 'create',
  PUT: 'replace',
  PATCH: 'update',
  DELETE: 'delete',
  OPTIONS: 'options',
};

/** Chooses a verb from method and path: `GET /orders` gives `list`, and `POST /orders/{id}/ship` gives `ship`. */
function methodVerb(operation: ApiOperation): string {
  const { method } = operation;
  const { path } = splitRoute(operation.path);
  const parts = segments(operation);
  const last = snakeCase(parts.at(-1) ?? '');
  if (path.endsWith('}') || last === '') return VERBS[method];
  if (parts.length > 1) return method === 'POST' ? last : `${VERBS[method]}_${last}`;
  return method === 'GET' ? 'list' : VERBS[method];
}
