import { secretForms } from './secret-forms.ts';

/** Known secrets, found in a text in one pass however many there are. */
export interface SecretIndex {
  readonly add: (secret: string) => void;
  /** Grows when something new was added. */
  readonly count: () => number;
  /** Replaces every spelling of a known secret. */
  readonly mapText: (text: string, replace: (secret: string) => string) => string;
}

/** Shorter texts occur by chance in any answer: taking them out would spoil it and hide nothing. */
const SHORTEST_SECRET = 4;

export function createSecretIndex(): SecretIndex {
  const known = new Set<string>();
  const byPrefix = new Map<string, Forms>();
  /** By UTF-16 unit, 1: a form begins with it. Nearly every character of a text is looked up here and nowhere else. */
  const begins = new Uint8Array(0x10000);
  return {
    count: () => known.size,
    add: (secret) => {
      if (secret.length < SHORTEST_SECRET || known.has(secret)) return;
      known.add(secret);
      for (const form of secretForms(secret)) {
        const prefix = form.slice(0, SHORTEST_SECRET);
        begins[prefix.charCodeAt(0)] = 1;
        const forms = byPrefix.get(prefix) ?? { lengths: [], secretOf: new Map() };
        byPrefix.set(prefix, forms);
        addForm(forms, form, secret);
      }
    },
    mapText: (text, replace) => {
      const parts: string[] = [];
      let from = 0;
      for (let at = 0; at <= text.length - SHORTEST_SECRET; at++) {
        if (begins[text.charCodeAt(at)] !== 1) continue;
        const form = formAt(byPrefix, text, at);
        if (form === undefined) continue;
        parts.push(text.slice(from, at), replace(form.secret));
        from = at + form.length;
        at = from - 1;
      }
      return from === 0 ? text : parts.join('') + text.slice(from);
    },
  };
}

/** The forms that begin alike. They are looked up by length: a server can make thousands of secrets known. */
interface Forms {
  /** Longest first. */
  readonly lengths: number[];
  readonly secretOf: Map<string, string>;
}

function addForm({ lengths, secretOf }: Forms, form: string, secret: string): void {
  // of two secrets with a form in common the first one counts
  if (!secretOf.has(form)) secretOf.set(form, secret);
  if (lengths.includes(form.length)) return;
  lengths.push(form.length);
  lengths.sort((a, b) => b - a);
}

interface Found {
  readonly secret: string;
  readonly length: number;
}

function formAt(byPrefix: ReadonlyMap<string, Forms>, text: string, at: number): Found | undefined {
  const forms = byPrefix.get(text.slice(at, at + SHORTEST_SECRET));
  if (forms === undefined) return undefined;
  for (const length of forms.lengths) {
    const secret = forms.secretOf.get(text.slice(at, at + length));
    if (secret !== undefined) return { secret, length };
  }
  return undefined;
}
