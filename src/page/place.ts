/**
 * The state of the page, as in the URL: `#/causes?severity=error&q=fire` or `#/cause/server-error%2Fnul?where=staging`.
 */
export interface PagePlace {
  readonly section: string;
  readonly id: string;
  readonly filters: { readonly [name: string]: string };
}

export function readPlace(hash: string): PagePlace {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [section = '', ...rest] = path.split('/');
  return {
    section: section === '' ? 'overview' : section,
    id: decoded(rest.join('/')),
    filters: Object.fromEntries(new URLSearchParams(query)),
  };
}

export function placeLink(section: string, { id = '', filters = {} }: Partial<PagePlace> = {}): string {
  const kept = Object.entries(filters).filter(([, value]) => value !== '');
  const query = new URLSearchParams(kept).toString();
  const path = id === '' ? section : `${section}/${encodeURIComponent(id)}`;
  return `#/${path}${query === '' ? '' : `?${query}`}`;
}

/** Decodes a part of the URL. Never throws, so that the page also opens with a malformed link. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
