import type { Element, View } from '../../src/page/view.ts';

export function textOf(view: View): string {
  if (view === null) return '';
  if (typeof view === 'string') return view;
  if ('item' in view) return Array.from({ length: view.count }, (_, index) => textOf(view.item(index))).join('\n');
  if ('children' in view) return view.children.map(textOf).join(' ');
  return view.map(textOf).join('\n');
}

export function elementsOf(view: View, tag: string): readonly Element[] {
  if (view === null || typeof view === 'string') return [];
  if ('item' in view) return Array.from({ length: view.count }, (_, index) => elementsOf(view.item(index), tag)).flat();
  if (!('children' in view)) return view.flatMap((each) => elementsOf(each, tag));
  const inside = view.children.flatMap((each) => elementsOf(each, tag));
  return view.tag === tag ? [view, ...inside] : inside;
}
