import type { PageData } from '../model/page-data.ts';
import { drawAll, redrawAround, show } from './draw.ts';
import { filtersView, headerView, pageView, SECTIONS } from './page-view.ts';
import { placeLink, readPlace } from './place.ts';

const data: PageData = JSON.parse(document.getElementById('data')?.textContent ?? '{}');
const header = document.body.appendChild(document.createElement('header'));
const filters = document.body.appendChild(document.createElement('div'));
const main = document.body.appendChild(document.createElement('main'));
main.tabIndex = -1;
const unfolded = new Set<string>();
let shown = '';

drawPlace();
addEventListener('hashchange', drawPlace);
addEventListener('beforeprint', drawAll);
addEventListener('click', onClick);
addEventListener('keydown', onKey);
for (const event of ['input', 'change']) addEventListener(event, onFilter);
addEventListener('submit', (event) => event.preventDefault());

/** Shows one part of the page. The URL says which part. */
function drawPlace(): void {
  const place = readPlace(location.hash);
  const here = `${place.section}/${place.id}`;
  const isOther = here !== shown;
  if (isOther) {
    show(header, headerView(data, place));
    show(filters, filtersView(data, place));
  }
  show(main, pageView(data, place, unfolded));
  if (isOther && shown !== '') {
    scrollTo(0, 0);
    main.focus({ preventScroll: true }); // without `preventScroll`, the browser would scroll past the filters
  }
  shown = here;
  document.title = `${place.id || SECTIONS.find(([section]) => section === place.section)?.[1]} · ${data.title}`;
}

function onFilter({ target }: Event): void {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
  const name = target.dataset.filter;
  if (name === undefined) return;
  const { section, filters } = readPlace(location.hash);
  history.replaceState(null, '', placeLink(section, { filters: { ...filters, [name]: target.value } }));
  drawPlace();
}

function onClick({ target }: MouseEvent): void {
  const button = target instanceof Element ? target.closest('button') : null;
  if (button?.dataset.themeToggle !== undefined) toggleTheme();
  const name = button?.dataset.unfold;
  if (button !== null && name !== undefined) {
    if (!unfolded.delete(name)) unfolded.add(name);
    redrawAround(button, `[data-unfold="${CSS.escape(name)}"]`);
  }
  if (button?.dataset.copy !== undefined) void copyBeside(button);
}

async function copyBeside(button: HTMLButtonElement): Promise<void> {
  const text = button.parentElement?.querySelector('pre')?.textContent ?? '';
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'Cannot copy: select the text';
  }
}

function toggleTheme(): void {
  const root = document.documentElement;
  const theme = root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  root.dataset.theme = theme === 'dark' ? 'light' : 'dark';
}

function onKey(event: KeyboardEvent): void {
  const { key, target } = event;
  const isTyping = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
  if (event.ctrlKey || event.metaKey || event.altKey || (isTyping && key !== 'Escape')) return;
  const section = SECTIONS[Number(key) - 1];
  if (section !== undefined) location.hash = `#/${section[0]}`;
  else if (key === 't') toggleTheme();
  else if (key === 'Escape') {
    openCauses();
    main.focus({ preventScroll: true });
  } else if (key === 'j' || key === 'k') goOn(key === 'j' ? 1 : -1);
  else if (key === '/') {
    event.preventDefault();
    if (searchBox() === null) openCauses();
    searchBox()?.focus();
  }
}

function searchBox(): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>('[data-filter=q]');
}

/** Opens the list of causes, and draws it immediately, because the event `hashchange` arrives later. */
function openCauses(): void {
  if (readPlace(location.hash).section !== 'causes') location.hash = '#/causes';
  drawPlace();
}

/** On the page of a cause, opens the next or previous cause. In the list, moves the focus. */
function goOn(step: 1 | -1): void {
  const link = document.querySelector<HTMLAnchorElement>(`[rel=${step === 1 ? 'next' : 'prev'}]`);
  link?.click();
  const cards = [...document.querySelectorAll<HTMLElement>('.card-link')];
  const at = cards.findIndex((card) => card === document.activeElement);
  if (link === null) cards[Math.max(0, at + step)]?.focus();
}
