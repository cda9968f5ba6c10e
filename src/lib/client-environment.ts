import { looksSecret } from './looks-secret.ts';

export type ClientEnvironment = { readonly [name: string]: string | undefined };

interface ClientEnvironmentOptions {
  /** Variables that the target files declare as credentials. */
  readonly secretNames?: readonly string[];
  readonly set?: { readonly [name: string]: string };
}

/** Builds the environment of a program that wireparity starts: all variables except possible credentials and proxy settings. */
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

/** A proxy would receive the recorder's requests, and its URL often contains a password. */
function isProxy(name: string): boolean {
  return /_proxy$/i.test(name);
}

/** Nearly every program needs these variables. None of them is a credential, although some names look like one. */
const NEEDED =
  /^(PATH|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|TEMP|TMP|HOME|SHELL|USER|LOGNAME|TERM|CI|VIRTUAL_ENV|NODE_PATH|SSL_CERT_(FILE|DIR)|PYTHON(PATH|HOME|UNBUFFERED|IOENCODING|DONTWRITEBYTECODE|HASHSEED))$/;

/** Variables with one of these prefixes belong to a service, and usually contain credentials. */
const SERVICES =
  /^(AWS|AZURE|GCP|GOOGLE|GITHUB|GH|GITLAB|NPM|ACTIONS|DOCKER|PARITY|SSH|GPG|VAULT|STRIPE|TWILIO|SLACK|SENTRY)_/i;

/** `MORE_WORDS` matches only whole words, such as `PIN` in `DB_PIN`. `SECRET_ENDS` also matches the end of `SSHPASS`. */
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

/** Matches a credential inside a text: `Password=…;`, `?api_key=…`, `"token": "…"`. */
const NAMED_PART =
  /(?:pass(?:word|wd)?|pwd|secret|token|(?:account|access|api|shared)[ _-]?(?:access)?[ _-]?key|signature|sig|auth)["']?\s*[=:]\s*["']?[^\s;&,"']/i;
/** Matches `//user@`, and keys with the known prefix of a service. */
const ISSUED =
  /\/\/[^/?#\s]+@|\b(?:glpat|gldt|glrt|hf|sk|pk|rk|whsec|dop_v1|npm|pypi|shpat|xapp|xox[a-z]|SG|key|lin_api|figd|sntrys|dckr_pat|AIza|ya29)[_.-]?[\w-]{12,}/;

/** Matches a URL that is itself a credential, such as a webhook address. */
const WEBHOOK = /\/\/[^/\s]*\bhooks?\.|\/\/[^\s]*\/(?:api\/)?(?:incoming-)?web-?hooks?\//i;

/** Returns true if a part of the value looks like a credential. The value may be a path, an address or a list. */
function holdsSecret(value: string): boolean {
  if (NAMED_PART.test(value) || ISSUED.test(value) || WEBHOOK.test(value)) return true;
  if (value.startsWith('/')) return false; // a path may contain a hash and is not a credential
  return value.split(/[\s/\\:;,?&=#@"'{}[\]()|]+/).some(looksRandom) || looksRandom(value);
}

/** Returns true for a long text that looks random: it has many distinct characters, and letters and digits often alternate. */
function looksRandom(value: string): boolean {
  if (/^[0-9a-f]{32,}$/i.test(value) && /\d/.test(value) && /[a-f]/i.test(value)) return true;
  if (!/^[A-Za-z0-9+=_-][A-Za-z0-9+/=_-]{19,}$/.test(value)) return false;
  const changes = value.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])|[a-z](?=[A-Z])/g)?.length ?? 0;
  return /\d/.test(value) && /[A-Za-z]/.test(value) && changes >= 4 && new Set(value).size >= 10;
}
