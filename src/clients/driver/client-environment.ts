import { looksSecret } from '../../lib/looks-secret.ts';

export type Environment = { readonly [name: string]: string | undefined };

export interface ClientEnvironmentOptions {
  /** Variables whose values are credentials by declaration: of the targets' actors. */
  readonly secretNames?: readonly string[];
  /** Set on top, whatever they look like. */
  readonly set?: { readonly [name: string]: string };
}

/** What somebody else's program inherits from us: everything but what may be a credential, and proxies. */
export function clientEnvironment(
  env: Environment,
  options: ClientEnvironmentOptions = {},
): { [name: string]: string } {
  const { secretNames = [], set = {} } = options;
  const kept = Object.entries(env).flatMap(([name, value]): readonly [string, string][] => {
    if (value === undefined || secretNames.includes(name) || isProxy(name)) return [];
    return isHarmless(name, value) ? [[name, value]] : [];
  });
  return { ...Object.fromEntries(kept), ...set };
}

/** A proxy would be asked for the recorder, and its URL often holds a password. */
function isProxy(name: string): boolean {
  return /_proxy$/i.test(name);
}

/** Needed by nearly every program; named like a credential some of them may be, none is one. */
const NEEDED =
  /^(PATH|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|TEMP|TMP|HOME|SHELL|USER|LOGNAME|TERM|CI|VIRTUAL_ENV|NODE_PATH|SSL_CERT_(FILE|DIR)|PYTHON(PATH|HOME|UNBUFFERED|IOENCODING|DONTWRITEBYTECODE|HASHSEED))$/;

/** Of services whose variables are credentials more often than not, and our own: actors' credentials may have any name. */
const SERVICES = /^(AWS|AZURE|GCP|GOOGLE|GITHUB|GH|GITLAB|NPM|ACTIONS|DOCKER|PARITY|SSH|GPG)_/i;

const MORE_WORDS = /(^|_)(certs?|certificate|pin|otp|license|passkey)(_|$)/i;

function isHarmless(name: string, value: string): boolean {
  if (NEEDED.test(name)) return !looksSecret('', value);
  return !SERVICES.test(name) && !MORE_WORDS.test(name) && !looksSecret(name, value) && !looksRandom(value);
}

/** Long text of letters and digits that no word is: hardly any character comes twice. */
function looksRandom(value: string): boolean {
  if (!/^[A-Za-z0-9+=_-][A-Za-z0-9+/=_-]{23,}$/.test(value)) return false;
  return /\d/.test(value) && /[A-Za-z]/.test(value) && new Set(value).size >= 10;
}
