import { percentEncode } from '../../lib/percent.ts';

/** Every way in which a secret may be spelled in a target, a header, a form or a JSON text; longest first. */
export function secretForms(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const ascii = json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const percent = [percentEncode(secret), encodeURIComponent(wellFormed(secret)), encodeURI(wellFormed(secret))];
  const lower = percent.map((form) => form.replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase()));
  const form = percent.map((text) => text.replaceAll('%20', '+'));
  // A JSON text inside a JSON text, as an echo of a request's body, escapes twice.
  const nested = JSON.stringify(json).slice(1, -1);
  const slashed = json.replaceAll('/', '\\/');
  // Header text and binary bodies are read as Latin-1.
  const bytes = Buffer.from(secret, 'utf8').toString('latin1');
  const forms = new Set([secret, json, ascii, nested, slashed, bytes, ...percent, ...lower, ...form]);
  return [...forms].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

export function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}
