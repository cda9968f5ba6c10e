/** Requests contain values of these types as strings. */
const TEXTS = new Set(['string', 'text', 'datetime', 'date', 'time', 'uuid', 'uri', 'bytes', 'binary', 'email']);

const ANYTHING = new Set(['any', 'json', 'unknown', '']);

/** Returns true if the types have an alternative in common. */
export function typesAgree(a: string, b: string): boolean {
  if (a === b) return true;
  const [left, right] = [alternatives(a), alternatives(b)];
  if (left.length === 0 || right.length === 0) return true;
  return left.some((one) => right.some((other) => wordsAgree(one, other)));
}

function alternatives(type: string): readonly string[] {
  const words = splitAlternatives(type);
  return words.some((word) => ANYTHING.has(word)) ? [] : words.filter((word) => word !== 'null');
}

/** Does not split `list of string or integer`, and does not split inside parentheses. */
function splitAlternatives(type: string): readonly string[] {
  const found: string[] = [];
  for (const part of type.split(/ or | \| /)) {
    const last = found.at(-1);
    const isOpen = last !== undefined && (last.split('(').length > last.split(')').length || last.includes(' of '));
    if (isOpen) found[found.length - 1] = `${last} or ${part}`;
    else found.push(part.trim());
  }
  return found;
}

function wordsAgree(a: string, b: string): boolean {
  if (a === b || ANYTHING.has(a) || ANYTHING.has(b)) return true;
  if (TEXTS.has(a) && TEXTS.has(b)) return true;
  if (isNumeric(a) && isNumeric(b)) return a === 'number' || b === 'number';
  const [listA, listB] = [itemOf(a, 'list'), itemOf(b, 'list')];
  if (listA !== null && listB !== null) return typesAgree(listA, listB);
  return isObjectWord(a) && isObjectWord(b);
}

/** For `list`, the type `list of string` gives `string`, `list` gives `any`, and `string` gives null. */
function itemOf(type: string, container: string): string | null {
  if (type === container) return 'any';
  const head = `${container} of `;
  return type.startsWith(head) ? type.slice(head.length).replace(/^\((.*)\)$/, '$1') : null;
}

function isNumeric(word: string): boolean {
  return word === 'integer' || word === 'number';
}

function isObjectWord(word: string): boolean {
  return word === 'object' || itemOf(word, 'map') !== null;
}
