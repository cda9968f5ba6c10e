import { listWords } from '../lib/list-words.ts';
import { plural } from '../lib/plural.ts';
import type { MethodCut } from '../model/trace.ts';

const MOST_SHOWN = 3;

export function sayCuts(cuts: readonly MethodCut[]): string | null {
  const said = [
    say(cuts, ({ untried }) => untried !== undefined, 'more arguments than a trace tries'),
    say(cuts, ({ bounded }) => bounded !== undefined, 'types that are too large to describe in full'),
    say(
      cuts,
      ({ unplayed }) => unplayed === true,
      'responses in which the trace does not try every enumeration value, because they are too large',
    ),
  ].flatMap((text) => text ?? []);
  return said.length === 0 ? null : `the trace leaves something out: ${said.join('; ')}`;
}

function say(cuts: readonly MethodCut[], isCut: (cut: MethodCut) => boolean, why: string): string | null {
  const names = cuts.filter(isCut).map(({ method }) => method);
  if (names.length === 0) return null;
  const have = names.length === 1 ? 'has' : 'have';
  return `${plural(names.length, 'method')} ${have} ${why} (${listWords(names, MOST_SHOWN)})`;
}
