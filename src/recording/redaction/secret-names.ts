function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

const SECRET_WORD =
  /(?:token|secret|password|passwd|passphrase|passcode|apikey|credentials?|jwt|csrf|xsrf|assertion|signature)$|^(?:pwd|pw|otp|sig|bearer|authorization|cookie|sessionid|sid|dsn)$/;
/** A word before `key` that makes a name secret: `api` in `api_key`, but not `sort` in `sort_key`. */
const SECRET_KEYS =
  /^(?:api|secret|private|access|auth|encryption|signing|subscription|account|functions|client|license)$/;
/** A word that makes a name with `token` harmless: `page` in `page_token`. */
const HARMLESS_TOKEN =
  /^(?:page|next|previous|prev|continuation|cursor|sync|delta|pagination|idempotency|resume|request)$/;

/** A name such as `token_type` only describes a credential, so it is not secret. */
export function namesCredential(name: string): boolean {
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  const before = words.at(-2) ?? '';
  if (last === 'key') return SECRET_KEYS.test(before);
  if (last === 'id') return before === 'session';
  if (last === 'hash') return SECRET_WORD.test(before);
  if (last === 'token') return !HARMLESS_TOKEN.test(before);
  return SECRET_WORD.test(last) && !/^(?:next|page|continuation)token$/.test(last);
}

const SECRET_HEADERS = /^(?:x-)?(?:auth|auth-key|session|identity)$/i;

/** A name such as `X-Auth` is secret only in a header. */
export function namesCredentialHeader(name: string): boolean {
  return SECRET_HEADERS.test(name) || namesCredential(name);
}
