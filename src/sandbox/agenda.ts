import type { Instant } from './clock.ts';

/** What is to happen when. A task that has become void must notice that itself. */
export interface Agenda {
  add(at: Instant, task: Task): void;
  /** Removes and returns the earliest entry due by `until`; of equals the one added first. */
  takeDue(until: Instant): Entry | undefined;
  readonly size: number;
}

export type Task = () => void | Promise<void>;

export interface Entry {
  readonly at: Instant;
  readonly order: number;
  readonly task: Task;
}

/** A binary heap: an advance over a month of minutely cues takes tens of thousands of steps. */
export function makeAgenda(): Agenda {
  const heap: Entry[] = [];
  let added = 0;
  return {
    add(at, task) {
      heap.push({ at, order: added++, task });
      siftUp(heap);
    },
    takeDue(until) {
      const first = heap[0];
      if (first === undefined || first.at > until) return undefined;
      const last = heap.pop();
      if (last !== undefined && last !== first) {
        heap[0] = last;
        siftDown(heap);
      }
      return first;
    },
    get size() {
      return heap.length;
    },
  };
}

function siftUp(heap: Entry[]): void {
  let child = heap.length - 1;
  while (child > 0) {
    const parent = (child - 1) >> 1;
    if (!swapUnlessOrdered(heap, parent, child)) return;
    child = parent;
  }
}

function siftDown(heap: Entry[]): void {
  let parent = 0;
  for (;;) {
    const left = 2 * parent + 1;
    const child = isBefore(heap[left + 1], heap[left]) ? left + 1 : left;
    if (child >= heap.length || !swapUnlessOrdered(heap, parent, child)) return;
    parent = child;
  }
}

function swapUnlessOrdered(heap: Entry[], parent: number, child: number): boolean {
  const [upper, lower] = [heap[parent], heap[child]];
  if (upper === undefined || lower === undefined || !isBefore(lower, upper)) return false;
  heap[parent] = lower;
  heap[child] = upper;
  return true;
}

function isBefore(a: Entry | undefined, b: Entry | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
