import { compilePattern } from '../lib/pattern.ts';
import { type PatternNode, parsePattern } from './parse-pattern.ts';
import type { Random } from './random.ts';

/** Returns a text that matches the pattern, with exactly `length` characters if given. */
export function patternText(source: string, random: Random, length?: number): string | undefined {
  const node = parsePattern(source);
  if (node === undefined) return undefined;
  const shortest = shortestOf(node);
  if (shortest > LONGEST || (length ?? 0) > LONGEST) return undefined;
  const spare = { left: length === undefined ? random.int(0, 2) : Math.max(0, length - shortest) };
  const text = render(node, random, spare);
  const matches = compilePattern(source)?.test(text) === true;
  return matches && (length === undefined || [...text].length === length) ? text : undefined;
}

const LONGEST = 100_000;

interface Spare {
  left: number;
}

function render(node: PatternNode, random: Random, spare: Spare): string {
  switch (node.kind) {
    case 'characters':
      return random.pick([...node.characters]);
    case 'sequence':
      return node.items.map((item) => render(item, random, spare)).join('');
    case 'choice':
      return render(shortestChoice(node.options), random, spare);
    case 'repeat': {
      const each = Math.max(1, shortestOf(node.item));
      const more = Math.min(node.max - node.min, Math.floor(spare.left / each));
      spare.left -= more * each;
      return Array.from({ length: node.min + more }, () => render(node.item, random, { left: 0 })).join('');
    }
  }
}

function shortestChoice(options: readonly PatternNode[]): PatternNode {
  const [first, ...rest] = options;
  if (first === undefined) return { kind: 'sequence', items: [] };
  return rest.reduce((best, option) => (shortestOf(option) < shortestOf(best) ? option : best), first);
}

function shortestOf(node: PatternNode): number {
  switch (node.kind) {
    case 'characters':
      return 1;
    case 'sequence':
      return node.items.reduce((sum, item) => sum + shortestOf(item), 0);
    case 'choice':
      return Math.min(...node.options.map(shortestOf));
    case 'repeat':
      return node.min * shortestOf(node.item);
  }
}
