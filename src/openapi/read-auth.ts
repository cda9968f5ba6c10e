import type { AuthScheme } from '../model/contract.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { follow } from './follow-ref.ts';
import type { Bundle } from './load-bundle.ts';
import { asWord } from './names.ts';

export interface AuthReader {
  /** The kinds of a `security` list, any of which is enough; several at once are one kind. */
  readonly kinds: (security: Json | undefined) => { readonly auth: readonly string[]; readonly optional: boolean };
  /** Every kind that was asked for, or is declared alone. */
  readonly schemes: { readonly [name: string]: AuthScheme };
  /** Kind → what of it no contract can say. */
  readonly lost: { readonly [name: string]: readonly string[] };
}

export function readAuth(bundle: Bundle, root: JsonObject): AuthReader {
  const components = isJsonObject(root.components) ? root.components : {};
  const declared = components.securitySchemes;
  const lost: Record<string, readonly string[]> = {};
  const schemes: Record<string, AuthScheme> = {};
  for (const [name, value] of Object.entries(isJsonObject(declared) ? declared : {})) {
    const scheme = follow(bundle, { value, base: bundle.root })?.value;
    if (scheme === undefined) continue;
    schemes[asWord(name)] = readScheme(asWord(name), scheme);
    lost[asWord(name)] = lossOf(scheme);
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
  const kinds: AuthReader['kinds'] = (security) => {
    const list = Array.isArray(security) ? security.filter(isJsonObject) : [];
    const asked = list.filter((each) => Object.keys(each).length > 0);
    return { auth: [...new Set(asked.map(kind))], optional: asked.length < list.length };
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

/** What cannot be done for a request by adding texts to it. */
function lossOf({ type, scheme }: JsonObject): readonly string[] {
  if (type === 'mutualTLS') return ['mutual TLS: no client certificate is sent'];
  const known = type !== 'http' || /^(basic|bearer)$/i.test(String(scheme));
  return known ? [] : [`the HTTP authentication scheme ${String(scheme)}: the credential is sent as a bearer token`];
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
