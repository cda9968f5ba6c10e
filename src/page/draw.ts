import type { Lazy, View, Element as ViewElement } from './view.ts';

/** Replaces the content of an element with a view. The text of the view is never read as markup. */
export function show(place: HTMLElement, view: View): void {
  place.replaceChildren();
  draw(view, place);
}

function draw(view: View, into: HTMLElement): void {
  if (view === null) return;
  if (typeof view === 'string') into.append(view);
  else if ('item' in view) drawParts(view, into);
  else if ('children' in view) into.append(makeElement(view));
  else for (const each of view) draw(each, into);
}

function makeElement({ tag, attributes, children }: ViewElement): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children) draw(child, element);
  return element;
}

const PART = 40;

interface Part {
  readonly fill: () => void;
  readonly empty: () => void;
}

const parts = new WeakMap<Element, Part>();

/** Fills each part of a long list shortly before it is visible, and empties parts that are far away. */
const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!target.isConnected) near.unobserve(target);
      else if (isIntersecting) parts.get(target)?.fill();
      else parts.get(target)?.empty();
    }
  },
  { rootMargin: '1200px 0px' },
);

function drawParts({ around, count, height, item }: Lazy, into: HTMLElement): void {
  for (let from = 0; from < count; from += PART) {
    const part = into.appendChild(document.createElement(around));
    const to = Math.min(from + PART, count);
    let isFilled: boolean | null = null;
    const fill = () => {
      if (isFilled) return;
      part.replaceChildren();
      for (let index = from; index < to; index++) draw(item(index), part);
      isFilled = true;
    };
    const empty = () => {
      if (isFilled === false) return;
      const tall = isFilled ? part.getBoundingClientRect().height : height * (to - from);
      const space = document.createElement(around === 'tbody' ? 'tr' : 'li');
      space.ariaHidden = 'true';
      space.style.height = `${tall}px`;
      part.replaceChildren(space);
      isFilled = false;
    };
    parts.set(part, { fill, empty });
    (from === 0 ? fill : empty)();
    near.observe(part);
  }
}

/** Redraws one part of a list and restores the focus. The part contains the element. */
export function redrawAround(element: Element, focus: string): void {
  const body = element.closest('tbody');
  if (body === null) return;
  const part = parts.get(body);
  part?.empty();
  part?.fill();
  body.querySelector<HTMLElement>(focus)?.focus();
}

/** Draws all items, because a printed page needs complete lists. */
export function drawAll(): void {
  for (const part of document.querySelectorAll('ol, ul, tbody')) parts.get(part)?.fill();
}
