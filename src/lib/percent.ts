/** Unreserved characters (RFC 3986). Most names and many values contain no others. */
const UNRESERVED = /^[A-Za-z0-9._~-]*$/;

/** Encodes every character that is not unreserved. Each UTF-8 byte of the character becomes `%XX`. */
export function percentEncode(text: string): string {
  if (UNRESERVED.test(text)) return text;
  const encoded = encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'));
  return encoded.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Decodes percent escapes without throwing. Invalid escapes stay, and invalid UTF-8 becomes U+FFFD. */
export function percentDecode(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}
