import { looksSecret } from '../../lib/looks-secret.ts';

export type ClientEnvironment = { readonly [name: string]: string | undefined };

interface ClientEnvironmentOptions {
  /** Variables whose values are credentials by declaration: of the targets' actors. */
  readonly secretNames?: readonly string[];
  /** Set on top, whatever they look like. */
  readonly set?: { readonly [name: string]: string };
}

/** What somebody else's program inherits from us: everything but what may be a credential, and proxies. */
export function clientEnvironment(
  env: ClientEnvironment,
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
const SERVICES =
  /^(AWS|AZURE|GCP|GOOGLE|GITHUB|GH|GITLAB|NPM|ACTIONS|DOCKER|PARITY|SSH|GPG|VAULT|STRIPE|TWILIO|SLACK|SENTRY)_/i;

/** Words of a name, and ends of a word as in `SSHPASS` and `LDAPPW`. */
const MORE_WORDS =
  /(^|_)(certs?|certificate|pin|otp|license|licence|passkey|salt|seed|mnemonic|pat|connstr|conn|hooks?)(_|$)/i;
const SECRET_ENDS = /(pass|passphrase|pwd|pw|auth|jwt|key|dsn|sas)(_|$)/i;
const HARMLESS_ENDS = /(monkey|turkey|hotkey|keyboard|bypass|compass)(_|$)/i;

function isHarmless(name: string, value: string): boolean {
  if (NEEDED.test(name)) return !looksSecret('', value);
  if (SERVICES.test(name) || MORE_WORDS.test(name) || looksSecret(name, value)) return false;
  if (SECRET_ENDS.test(name) && !HARMLESS_ENDS.test(name)) return false;
  return !holdsSecret(value);
}

/** `Password=…;`, `?api_key=…`, `"token": "…"`: a credential among other text. */
const NAMED_PART =
  /(?:pass(?:word|wd)?|pwd|secret|token|(?:account|access|api|shared)[ _-]?(?:access)?[ _-]?key|signature|sig|auth)["']?\s*[=:]\s*["']?[^\s;&,"']/i;
/** `//user@`, and keys of services whose beginnings are known. */
const ISSUED =
  /\/\/[^/?#\s]+@|\b(?:glpat|gldt|glrt|hf|sk|pk|rk|whsec|dop_v1|npm|pypi|shpat|xapp|xox[a-z]|SG|key|lin_api|figd|sntrys|dckr_pat|AIza|ya29)[_.-]?[\w-]{12,}/;

/** An address that is a credential by itself. */
const WEBHOOK = /\/\/[^/\s]*\bhooks?\.|\/\/[^\s]*\/(?:api\/)?(?:incoming-)?web-?hooks?\//i;

/** Long runs are judged by themselves: the parts of a path, an address or a list. */
function holdsSecret(value: string): boolean {
  if (NAMED_PART.test(value) || ISSUED.test(value) || WEBHOOK.test(value)) return true;
  if (value.startsWith('/')) return false; // folders can be named by a hash
  return value.split(/[\s/\\:;,?&=#@"'{}[\]()|]+/).some(looksRandom) || looksRandom(value);
}

/** Long text of letters and digits that no word is: hardly any character comes twice. */
function looksRandom(value: string): boolean {
  if (/^[0-9a-f]{32,}$/i.test(value) && /\d/.test(value) && /[a-f]/i.test(value)) return true;
  if (!/^[A-Za-z0-9+=_-][A-Za-z0-9+/=_-]{19,}$/.test(value)) return false;
  const changes = value.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])|[a-z](?=[A-Z])/g)?.length ?? 0;
  return /\d/.test(value) && /[A-Za-z]/.test(value) && changes >= 4 && new Set(value).size >= 10;
}
