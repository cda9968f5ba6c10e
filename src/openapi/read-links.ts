import { readPointer } from '../lib/json-pointer.ts';
import { RUNTIME_EXPRESSION } from '../lib/runtime-expression.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import type { ApiLink } from './api-document.ts';
import { follow } from './follow-ref.ts';
import type { RawOperation, ReadContext } from './read-context.ts';

/** Reads the links of success responses. A link provides a parameter of another operation. */
export function readLinks({ bundle, root }: ReadContext, { operation, base }: RawOperation): readonly ApiLink[] {
  const responses = Object.entries(isJsonObject(operation.responses) ? operation.responses : {});
  return responses
    .filter(([status]) => /^(2|default)/.test(status))
    .flatMap(([, value]) => {
      const response = follow(bundle, { value, base });
      const links = response?.value.links;
      return Object.values(isJsonObject(links) ? links : {}).flatMap((link) => {
        const found = follow(bundle, { value: link, base: response?.base ?? base })?.value;
        return found === undefined ? [] : readLink(found, root);
      });
    });
}

function readLink(link: JsonObject, root: JsonObject): readonly ApiLink[] {
  const { operationId, operationRef, parameters } = link;
  const target =
    typeof operationId === 'string'
      ? operationId
      : typeof operationRef === 'string'
        ? idAt(operationRef, root)
        : undefined;
  if (target === undefined || !isJsonObject(parameters)) return [];
  return Object.entries(parameters).flatMap(([name, value]) => {
    // In a link, the name of a parameter may start with the parameter's location: `path.id`.
    const parameter = name.replace(/^(path|query|header|cookie)\./, '');
    const expression = String(value);
    return RUNTIME_EXPRESSION.test(expression) ? [{ operationId: target, parameter, value: expression }] : [];
  });
}

function idAt(ref: string, root: JsonObject): string | undefined {
  const operation = ref.startsWith('#/') ? readPointer(root, ref.slice(1)) : undefined;
  return isJsonObject(operation) && typeof operation.operationId === 'string' ? operation.operationId : undefined;
}
