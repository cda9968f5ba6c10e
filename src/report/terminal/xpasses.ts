import { plural } from '../../lib/plural.ts';
import type { Verdict, Xpass } from '../../model/verdict.ts';
import { capped, labelled, paragraph, type Screen } from './screen.ts';

/** An xpass shows that a claim of the ledger or of a contract is no longer true. */
export function renderXpasses({ xpasses }: Verdict, screen: Screen): readonly string[] {
  if (xpasses.length === 0) return [];
  const heading = screen.paint.bold(screen.paint.magenta('XPASS'));
  const what = `${plural(xpasses.length, 'expected failure')} did not occur: update the entries`;
  return [`${heading}  ${what}`, ...capped(xpasses, screen, (xpass) => renderXpass(xpass, screen))];
}

function renderXpass(xpass: Xpass, screen: Screen): readonly string[] {
  const { what, reason, ref, owner, strict, at, address } = xpass;
  const [first = '', ...rest] = paragraph(what, 4, screen);
  const rows = [
    at === null ? [] : { label: 'entry', text: `${at.file}:${at.line}` },
    { label: 'reason', text: reason },
    ref === undefined ? [] : { label: 'ref', text: ref },
    owner === undefined ? [] : { label: 'owner', text: owner },
    what.includes(address) ? [] : { label: 'seen at', text: address },
    strict ? { label: 'strict', text: 'yes, so the xpass fails the run' } : [],
  ].flat();
  return [`  ${screen.paint.magenta('!')} ${first.trimStart()}`, ...rest, ...labelled(rows, 4, screen)];
}
