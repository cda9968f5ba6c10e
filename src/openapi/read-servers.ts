import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';

interface Server {
  /** The base path, without a slash at the end. */
  readonly path: string;
  /** Scheme and host, or empty if the URL is relative. */
  readonly origin: string;
}

export function firstServer(servers: Json | undefined): Server | undefined {
  return readServers(servers)[0];
}

/** Returns one server for each combination of variable values, with the default values first. */
export function readServers(servers: Json | undefined): readonly Server[] {
  if (!Array.isArray(servers)) return [];
  return servers.flatMap((server: Json) => {
    if (!isJsonObject(server) || typeof server.url !== 'string') return [];
    const variables = isJsonObject(server.variables) ? server.variables : {};
    return [...new Set(fillVariables(server.url, variables))].map(readServer);
  });
}

function readServer(url: string): Server {
  const [origin = ''] = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url) ?? [];
  return { path: trim(url.slice(origin.length).split(/[?#]/)[0] ?? ''), origin };
}

const MOST_SERVERS = 64;

function fillVariables(url: string, variables: JsonObject): readonly string[] {
  return Object.entries(variables).reduce<readonly string[]>(
    (urls, [name, variable]) => {
      if (!isJsonObject(variable) || variable.default === undefined) return urls;
      const others = Array.isArray(variable.enum) ? variable.enum : [];
      return [variable.default, ...others]
        .flatMap((value: Json) => urls.map((each) => each.replaceAll(`{${name}}`, () => String(value))))
        .slice(0, MOST_SERVERS);
    },
    [url],
  );
}

function trim(path: string): string {
  const bare = path.replaceAll(/\/+$/g, '');
  return bare === '' || bare.startsWith('/') ? bare : `/${bare}`;
}
