/** A part of the page as data. `draw.ts` turns it into elements; tests read it without a browser. */
export type View = string | null | Element | Lazy | readonly View[];

export interface Element {
  readonly tag: string;
  /** A boolean is set or left out. None of them holds a script. */
  readonly attributes: { readonly [name: string]: string | boolean };
  readonly children: readonly View[];
}

/** A long list, of which only the part that is seen is drawn. */
export interface Lazy {
  readonly tag: 'lazy';
  /** Of the element around a part of the list: `div`, `tbody`. */
  readonly around: string;
  readonly count: number;
  /** Of one item, in pixels, until it is drawn. */
  readonly height: number;
  readonly item: (index: number) => View;
}

export function h(tag: string, attributes: Element['attributes'], ...children: readonly View[]): Element {
  return { tag, attributes, children };
}

/** Items one by one: each is drawn when it comes near. */
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

/** Labels and their texts; a label without a text is left out. */
export function facts(rows: readonly (readonly [label: string, text: string])[]): View {
  const shown = rows.filter(([, text]) => text !== '');
  return h('dl', { class: 'facts' }, ...shown.flatMap(([label, text]) => [h('dt', {}, label), h('dd', {}, text)]));
}
