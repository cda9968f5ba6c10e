import { type ClientDraft, WHOLE_CLIENT } from './subject.ts';

/** Drafts of one cause as one: it is of the whole client when several operations show it. */
export function collapse(drafts: readonly ClientDraft[]): readonly ClientDraft[] {
  const groups = new Map<string, ClientDraft[]>();
  for (const [index, draft] of drafts.entries()) {
    const key = draft.cause ?? `${keyOf(draft) ?? index}`;
    groups.set(key, [...(groups.get(key) ?? []), draft]);
  }
  return [...groups.values()].flatMap(([first, ...more]) => (first === undefined ? [] : [join(first, more)]));
}

/** The same said of two methods that send one operation in one way: `pause` and `update`. */
function keyOf({ operation, field, expected, places }: ClientDraft): string | undefined {
  if (field === null) return undefined;
  return JSON.stringify([operation, field, expected, places ?? null]);
}

function join(first: ClientDraft, more: readonly ClientDraft[]): ClientDraft {
  if (more.length === 0) return first;
  const all = [first, ...more];
  const operations = new Set(all.map(({ operation }) => operation));
  const methods = [...new Set(all.flatMap(({ method }) => method ?? []))].sort();
  const others = methods.filter((method) => method !== first.method);
  const several = operations.size > 1;
  const shown =
    others.length > 6 ? `${others.slice(0, 6).join(', ')} and ${others.length - 6} more` : others.join(', ');
  return {
    ...first,
    ...(several && { operation: WHOLE_CLIENT, method: null }),
    methods,
    field: commonField(all.map(({ field }) => field)),
    observed:
      others.length === 0 ? first.observed : `${first.observed}${several ? ` (${first.method})` : ''}; also ${shown}`,
  };
}

/** Of several pointers the end that they share: a model's member, wherever the model stands. */
function commonField([first = null, ...others]: readonly (string | null)[]): string | null {
  if (others.every((other) => other === first)) return first;
  if (first?.startsWith('/') !== true) return null;
  const ends = [...first.matchAll(/\//g)].map(({ index }) => first.slice(index));
  return ends.find((end) => others.every((other) => other?.startsWith('/') && other.endsWith(end))) ?? null;
}
