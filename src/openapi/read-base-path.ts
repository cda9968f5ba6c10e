import { isJsonObject, type JsonObject } from '../model/json.ts';

/** What stands before every path: of Swagger's `basePath`, or of the first server. No slash at its end. */
export function basePath(root: JsonObject): string {
  if (typeof root.basePath === 'string') return trim(root.basePath);
  const server: unknown = Array.isArray(root.servers) ? root.servers[0] : undefined;
  if (!isJsonObject(server) || typeof server.url !== 'string') return '';
  const variables = isJsonObject(server.variables) ? server.variables : {};
  const url = server.url.replaceAll(/\{([^}]*)\}/g, (hole, name: string) => {
    const variable = variables[name];
    return isJsonObject(variable) && variable.default !== undefined ? String(variable.default) : hole;
  });
  const path = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').split(/[?#]/)[0] ?? '';
  return trim(path);
}

function trim(path: string): string {
  const bare = path.replaceAll(/\/+$/g, '');
  return bare === '' || bare.startsWith('/') ? bare : `/${bare}`;
}
