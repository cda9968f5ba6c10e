import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';

export interface Server {
  /** What stands before the path. No slash at its end. */
  readonly path: string;
  /** `https://files.example.com`; empty where the URL is relative. */
  readonly origin: string;
}

/** The first server of a list, its variables filled in; undefined: there is none. */
export function firstServer(servers: Json | undefined): Server | undefined {
  const server: unknown = Array.isArray(servers) ? servers[0] : undefined;
  if (!isJsonObject(server) || typeof server.url !== 'string') return undefined;
  const url = fillVariables(server.url, isJsonObject(server.variables) ? server.variables : {});
  const [origin = ''] = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url) ?? [];
  return { path: trim(url.slice(origin.length).split(/[?#]/)[0] ?? ''), origin };
}

function fillVariables(url: string, variables: JsonObject): string {
  return url.replaceAll(/\{([^}]*)\}/g, (hole, name: string) => {
    const variable = variables[name];
    return isJsonObject(variable) && variable.default !== undefined ? String(variable.default) : hole;
  });
}

function trim(path: string): string {
  const bare = path.replaceAll(/\/+$/g, '');
  return bare === '' || bare.startsWith('/') ? bare : `/${bare}`;
}
