import { groupBy } from '../../lib/group-by.ts';
import { plural } from '../../lib/plural.ts';
import type { StepVerdict, Verdict } from '../../model/verdict.ts';
import { renderLedgerProblem } from '../diagnostics.ts';
import { findingName } from '../finding-words.ts';
import { capped, hanging, type Screen } from './screen.ts';

export function renderLedger({ ledgerProblems }: Verdict, screen: Screen): readonly string[] {
  if (ledgerProblems.length === 0) return [];
  const heading = `${screen.paint.bold(screen.paint.red('LEDGER'))}  ${plural(ledgerProblems.length, 'problem')}`;
  // The line starts at the margin and is never wrapped, so that editors can parse it.
  return [heading, ...capped(ledgerProblems, screen, (problem) => renderLedgerProblem(problem).split('\n'))];
}

/** Lists accepted findings that still occur, one line each. */
export function renderXfails({ scenarios }: Verdict, screen: Screen): readonly string[] {
  const excused = scenarios.flatMap(({ steps }) =>
    steps.flatMap(({ address, excused }) => excused.map((each) => ({ ...each, address }))),
  );
  if (excused.length === 0) return [];
  const groups = groupBy(excused, ({ address, finding: { kind, field } }) => JSON.stringify([address, kind, field]));
  const heading = `${screen.paint.bold(screen.paint.yellow('XFAILED'))}  ${plural(groups.size, 'accepted finding')}`;
  return [
    heading,
    ...capped([...groups.values()], screen, ([first]) =>
      first === undefined ? [] : hanging(describe(first), 2, screen),
    ),
  ];
}

function describe({ address, finding, xfail }: StepVerdict['excused'][number] & Pick<StepVerdict, 'address'>): string {
  const ref = xfail.ref === undefined ? '' : ` [${xfail.ref}]`;
  return `${address}  ${findingName(finding)}: ${xfail.reason}${ref} (${xfail.owner}, until ${xfail.expires})`;
}
