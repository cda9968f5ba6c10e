import type { MethodCut } from '../model/trace.ts';

const MOST_SHOWN = 3;

/** Describes in one line what a trace leaves out. Null if it leaves out nothing. */
export function sayCuts(cuts: readonly MethodCut[]): string | null {
  const said = [
    say(cuts, ({ untried }) => untried !== undefined, 'so many arguments that some were not tried'),
    say(cuts, ({ bounded }) => bounded !== undefined, 'types too large to read in full'),
    say(cuts, ({ unplayed }) => unplayed === true, 'responses too large to play every enumeration value'),
  ].flatMap((text) => text ?? []);
  return said.length === 0 ? null : `Not tried in full: ${said.join('; ')}.`;
}

function say(cuts: readonly MethodCut[], isCut: (cut: MethodCut) => boolean, why: string): string | null {
  const names = cuts.filter(isCut).map(({ method }) => method);
  if (names.length === 0) return null;
  const more = names.length > MOST_SHOWN ? `, and ${names.length - MOST_SHOWN} more` : '';
  return `${names.length} methods have ${why} (${names.slice(0, MOST_SHOWN).join(', ')}${more})`;
}
