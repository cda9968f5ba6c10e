/** Headers whose values are never recorded, even if the server sent them. */
const ALWAYS = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-api-key']);

export function hasSecretParts(name: string): boolean {
  return ALWAYS.has(name.toLowerCase());
}

/** Keeps words such as `Bearer`, cookie names and cookie attributes. */
export function mapHeaderSecrets(name: string, value: string, replace: (secret: string) => string): string {
  const lower = name.toLowerCase();
  if (!ALWAYS.has(lower) || value.trim() === '') return value;
  switch (lower) {
    case 'cookie':
      return value
        .split(';')
        .map((pair) => mapCookie(pair, replace))
        .join(';');
    case 'set-cookie': {
      const [pair = '', ...attributes] = value.split(';');
      return [mapCookie(pair, replace), ...attributes].join(';');
    }
    case 'x-api-key':
      return replace(value);
    default:
      return mapCredential(value, replace);
  }
}

/** Returns the parts of a credential that are secret on their own, such as the password in a Basic credential. */
export function credentialParts(secret: string): readonly string[] {
  const decoded = /^[A-Za-z0-9+/]+={0,2}$/.test(secret) ? Buffer.from(secret, 'base64').toString('utf8') : '';
  const password = /^[^:]*:([^\p{C}]+)$/su.exec(decoded)?.[1];
  return password === undefined ? [secret] : [secret, password];
}

/** Keeps every leading word such as `Bearer`, because the mistake in `Bearer Bearer key` must stay visible. */
const SCHEMES = /^((?:(?:basic|bearer|digest|negotiate|token) +)+|[A-Za-z][A-Za-z0-9-]* +)?(.*)$/is;

function mapCredential(value: string, replace: (secret: string) => string): string {
  const [, scheme = '', token = ''] = SCHEMES.exec(value) ?? [];
  // A value that is only `Bearer` stays visible, because the secret is missing.
  if (scheme === '' && /^(basic|bearer|digest|negotiate|token)$/i.test(token)) return value;
  return scheme + replace(token);
}

function mapCookie(pair: string, replace: (secret: string) => string): string {
  const equals = pair.indexOf('=');
  const value = pair.slice(equals + 1);
  if (value.trim() === '') return pair;
  return pair.slice(0, equals + 1) + replace(value.trim().replace(/^"(.*)"$/, '$1'));
}
