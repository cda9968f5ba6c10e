/** A part of the page as data. Tests can read the data without a browser. */
export type View = string | null | Element | Lazy | readonly View[];

export interface Element {
  readonly tag: string;
  /** No attribute may contain a script. */
  readonly attributes: { readonly [name: string]: string | boolean };
  readonly children: readonly View[];
}

/** A long list. The page draws only the visible part of the list. */
export interface Lazy {
  readonly tag: 'lazy';
  /** Each part of the list is an element with this tag, such as `ol`. */
  readonly around: string;
  readonly count: number;
  /** The estimated height of an item in pixels. The page uses it until the item is drawn. */
  readonly height: number;
  readonly item: (index: number) => View;
}

export function h(tag: string, attributes: Element['attributes'], ...children: readonly View[]): Element {
  return { tag, attributes, children };
}

export function lazyList<T>(
  items: readonly T[],
  draw: (item: T, index: number) => View,
  shape: Pick<Lazy, 'around' | 'height'>,
): Lazy {
  const item = (index: number) => {
    const found = items[index];
    return found === undefined ? null : draw(found, index);
  };
  return { tag: 'lazy', count: items.length, item, ...shape };
}

export function badge(tone: string, text: string): View {
  return h('span', { class: `badge ${tone}` }, text);
}

/** Draws a list of labels and texts. A label without text is left out. */
export function facts(rows: readonly (readonly [label: string, text: string])[]): View {
  const shown = rows.filter(([, text]) => text !== '');
  return h('dl', { class: 'facts' }, ...shown.flatMap(([label, text]) => [h('dt', {}, label), h('dd', {}, text)]));
}
