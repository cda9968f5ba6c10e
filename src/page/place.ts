/** The state of the page. In the URL, it looks like `#/causes?severity=error&q=fire`. */
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

/** Decodes a part of the URL. A malformed link must also open the page, so this function never throws. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
