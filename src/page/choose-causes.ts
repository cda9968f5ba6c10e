import type { PageCause } from '../model/page-data.ts';
import type { PagePlace } from './place.ts';

/** Returns the causes that match all filters and contain every word of the search text. */
export function chooseCauses(
  causes: readonly PageCause[],
  { filters }: Pick<PagePlace, 'filters'>,
): readonly PageCause[] {
  const { severity, kind, operation, news, where, q = '' } = filters;
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return causes.filter(
    (cause) =>
      (!severity || cause.severity === severity) &&
      (!kind || cause.kind === kind) &&
      (!where || cause.where === where) &&
      (!operation || cause.operations.includes(operation)) &&
      (!news || cause.news === news) &&
      words.every((word) => textOf(cause).includes(word)),
  );
}

const texts = new WeakMap<PageCause, string>();

function textOf(cause: PageCause): string {
  const known = texts.get(cause);
  if (known !== undefined) return known;
  const { id, title, summary, operations, fields, expected, observed, methods } = cause;
  const text = [id, title, summary, expected, observed, ...operations, ...fields, ...methods].join('\n').toLowerCase();
  texts.set(cause, text);
  return text;
}
