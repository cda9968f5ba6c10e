import type { Citation } from '../../model/surface.ts';
import type { Block } from './block.ts';
import type { Claim, ExampleItem } from './claim.ts';

type Code = Extract<Block, { kind: 'code' }>;

export interface ExampleReaders {
  readonly python?: (text: string) => readonly ExampleItem[];
  readonly script?: (text: string) => readonly ExampleItem[];
}

const LANGUAGES = {
  python: /^(python3?|py3?|pycon)$/,
  script: /^(ts|typescript|js|javascript|tsx|jsx|mjs|node)$/,
} as const satisfies Record<keyof ExampleReaders, RegExp>;

export function examplesIn(blocks: readonly Block[], language: keyof ExampleReaders): readonly string[] {
  return blocks.flatMap((block) =>
    block.kind === 'code' && LANGUAGES[language].test(block.language) ? [block.text] : [],
  );
}

/** Returns null if there is no reader for the language. */
export function exampleClaims(
  { language, text, line }: Code,
  readers: ExampleReaders,
  cite: (line: number) => Citation,
): readonly Claim[] | null {
  const { python, script } = readers;
  const read = LANGUAGES.python.test(language) ? python : LANGUAGES.script.test(language) ? script : undefined;
  if (read === undefined) return null;
  return read(text).map((item) => claimOf(item, (inner) => cite(line + inner - 1)));
}

function claimOf(item: ExampleItem, cite: (line: number) => Citation): Claim {
  const at = cite(item.line);
  switch (item.kind) {
    case 'call':
      return {
        kind: 'call',
        words: item.words,
        arguments: item.arguments.map((argument) => ({ ...argument, at })),
        at,
      };
    case 'attribute':
      return { kind: 'attribute', words: item.words, attribute: item.attribute, at };
    case 'exception':
      return { kind: 'exception', name: item.name, status: null, at };
    default:
      return { kind: item.kind, text: item.text, at };
  }
}
