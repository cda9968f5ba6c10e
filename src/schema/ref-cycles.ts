import { isJsonObject, type JsonSchema } from '../model/json.ts';
import { subschemas } from './keywords.ts';
import { resolveRef, type SchemaRegistry } from './resolve-ref.ts';

/** Finds reference cycles on which a validator would never finish. The result contains one schema per cycle. */
export function refCycles(schemas: SchemaRegistry, roots: Iterable<JsonSchema>): readonly JsonSchema[] {
  const state = new Map<JsonSchema, 'open' | 'done'>();
  const cyclic: JsonSchema[] = [];
  for (const root of roots) visit(root, { schemas, state, cyclic });
  return cyclic;
}

interface Search {
  readonly schemas: SchemaRegistry;
  readonly state: Map<JsonSchema, 'open' | 'done'>;
  readonly cyclic: JsonSchema[];
}

/** This depth-first search has an explicit stack, because a chain of references may be long. */
function visit(root: JsonSchema, { schemas, state, cyclic }: Search): void {
  const stack: { readonly schema: JsonSchema; readonly next: JsonSchema[] }[] = [];
  const enter = (schema: JsonSchema): void => {
    if (!isJsonObject(schema) || state.get(schema) === 'done') return;
    if (state.get(schema) === 'open') {
      cyclic.push(schema);
      return;
    }
    state.set(schema, 'open');
    stack.push({ schema, next: [...appliedInPlace(schema, schemas)] });
  };
  enter(root);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const inner = top.next.pop();
    if (inner !== undefined) enter(inner);
    else {
      state.set(top.schema, 'done');
      stack.pop();
    }
  }
}

const IN_PLACE = new Set(['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentSchemas']);

function appliedInPlace(schema: JsonSchema, schemas: SchemaRegistry): readonly JsonSchema[] {
  if (!isJsonObject(schema)) return [];
  const hasInside = Object.keys(schema).some((keyword) => IN_PLACE.has(keyword));
  const inside = hasInside ? subschemas(schema).filter(({ keyword }) => IN_PLACE.has(keyword)) : [];
  const ref = typeof schema.$ref === 'string' ? resolveRef(schema.$ref, schemas) : undefined;
  return [...inside.map((each) => each.schema), ...(ref === undefined ? [] : [ref])];
}
