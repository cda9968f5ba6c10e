import type { AuthScheme } from '../model/contract.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { ApiCredential, ApiOperation } from './api-document.ts';
import { follow } from './follow-ref.ts';
import type { Bundle } from './load-bundle.ts';
import { asWord } from './names.ts';

export interface AuthReader {
  /** Two credentials that are needed together get one common name. */
  readonly kinds: (security: Json | undefined) => {
    readonly auth: readonly string[];
    readonly optional: boolean;
    readonly security: ApiOperation['security'];
  };
  readonly schemes: { readonly [name: string]: AuthScheme };
  /** For the name of each credential, the properties that a contract cannot express. */
  readonly lost: { readonly [name: string]: readonly string[] };
}

export function readAuth(bundle: Bundle, root: JsonObject, inFull = false): AuthReader {
  const components = isJsonObject(root.components) ? root.components : {};
  const declared = components.securitySchemes;
  const lost: Record<string, readonly string[]> = {};
  const words: Record<string, string> = {};
  const schemes: Record<string, AuthScheme> = {};
  for (const [name, value] of Object.entries(isJsonObject(declared) ? declared : {})) {
    const scheme = follow(bundle, { value, base: bundle.root })?.value;
    if (scheme === undefined) continue;
    schemes[asWord(name)] = readScheme(asWord(name), scheme);
    lost[asWord(name)] = [...lossOf(scheme), ...(inFull ? tokenPlaces(scheme) : [])];
    words[name] = schemeWords(scheme);
  }
  const kind = (requirement: JsonObject): string => {
    const names = Object.keys(requirement).map(asWord);
    const joined = names.join('_and_');
    schemes[joined] ??= joinSchemes(
      joined,
      names.map((name) => schemes[name] ?? bearer(name)),
    );
    lost[joined] ??= names.flatMap((name) => lost[name] ?? []);
    return joined;
  };
  const kinds: AuthReader['kinds'] = (stated) => {
    const list = Array.isArray(stated) ? stated.filter(isJsonObject) : [];
    const asked = list.filter((each) => Object.keys(each).length > 0);
    const security = list.map((each) =>
      Object.entries(each).map(([name, scopes]) => credential(words[name] ?? name, scopes)),
    );
    return { auth: [...new Set(asked.map(kind))], optional: asked.length < list.length, security };
  };
  return { kinds, schemes, lost };
}

function readScheme(name: string, scheme: JsonObject): AuthScheme {
  const empty = { name, headers: {}, query: {}, cookies: {} };
  const { type, in: location, name: wire } = scheme;
  if (type === 'http' && String(scheme.scheme).toLowerCase() === 'basic')
    return { ...empty, headers: { Authorization: 'Basic ${base64(secret)}' } };
  if (type !== 'apiKey' || typeof wire !== 'string') return bearer(name);
  const part = typeof scheme['x-value'] === 'string' ? scheme['x-value'] : '${secret}';
  const placed = { [wire]: part };
  if (location === 'query') return { ...empty, query: placed };
  return location === 'cookie' ? { ...empty, cookies: placed } : { ...empty, headers: placed };
}

function credential(scheme: string, scopes: Json): ApiCredential {
  return { scheme, scopes: Array.isArray(scopes) ? scopes.map(String) : [] };
}

/** Describes how a request carries the credential, such as `API key in header X-Key`. */
function schemeWords({ type, scheme, in: location, name, openIdConnectUrl }: JsonObject): string {
  if (type === 'apiKey') return `API key in ${String(location)} ${String(name)}`;
  if (type === 'http') return `HTTP ${String(scheme).toLowerCase()}`;
  return type === 'openIdConnect' ? `OpenID Connect of ${String(openIdConnectUrl)}` : String(type);
}

function lossOf({ type, scheme }: JsonObject): readonly string[] {
  if (type === 'mutualTLS') return ['mutual TLS: no client certificate is sent'];
  const known = type !== 'http' || /^(basic|bearer)$/i.test(String(scheme));
  return known ? [] : [`the HTTP authentication scheme ${String(scheme)}: the credential is sent as a bearer token`];
}

/** Says where a caller gets an OAuth token. */
function tokenPlaces({ flows }: JsonObject): readonly string[] {
  return Object.entries(isJsonObject(flows) ? flows : {}).flatMap(([flow, stated]) => {
    const { authorizationUrl, tokenUrl } = isJsonObject(stated) ? stated : {};
    const urls = [authorizationUrl, tokenUrl].filter((url) => typeof url === 'string');
    return urls.length === 0 ? [] : [`OAuth 2 tokens (${flow}) from ${urls.join(' and ')}`];
  });
}

function bearer(name: string): AuthScheme {
  return { name, headers: { Authorization: 'Bearer ${secret}' }, query: {}, cookies: {} };
}

function joinSchemes(name: string, parts: readonly AuthScheme[]): AuthScheme {
  return {
    name,
    headers: Object.assign({}, ...parts.map(({ headers }) => headers)),
    query: Object.assign({}, ...parts.map(({ query }) => query)),
    cookies: Object.assign({}, ...parts.map(({ cookies }) => cookies)),
  };
}
