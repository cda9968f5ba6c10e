import { groupBy } from '../../lib/group-by.ts';
import { plural } from '../../lib/plural.ts';
import { type StepVerdict, stepsOf, type Verdict } from '../../model/verdict.ts';
import { renderLedgerProblem } from '../diagnostics.ts';
import { findingName } from '../finding-words.ts';
import { capped, hanging, type Screen } from './screen.ts';

export function renderLedger({ ledgerProblems }: Verdict, screen: Screen): readonly string[] {
  if (ledgerProblems.length === 0) return [];
  const heading = `${screen.paint.bold(screen.paint.red('LEDGER'))}  ${plural(ledgerProblems.length, 'problem')}`;
  // Editors parse this line, so it is neither indented nor wrapped.
  return [heading, ...capped(ledgerProblems, screen, (problem) => renderLedgerProblem(problem).split('\n'))];
}

/** If an entry accepts several findings, its line shows their cause and number. */
export function renderXfails({ scenarios }: Verdict, screen: Screen): readonly string[] {
  const all = stepsOf(scenarios).flatMap(({ address, excused }) => excused.map((each) => ({ ...each, address })));
  if (all.length === 0) return [];
  const keyOf = ({ address, finding: { kind, field } }: Excused) => JSON.stringify([address, kind, field]);
  const excused = [...groupBy(all, keyOf).values()].map(([first]) => first);
  const entries = [...groupBy(excused, ({ xfail: { at } }) => `${at.file}:${at.line}:${at.column}`).values()];
  const of = entries.length < excused.length ? ` of ${plural(entries.length, 'entry', 'entries')}` : '';
  return [
    `${screen.paint.bold(screen.paint.yellow('XFAILED'))}  ${plural(excused.length, 'accepted finding')}${of}`,
    ...capped(entries, screen, (group) => hanging(describe(group), 2, screen)),
  ];
}

type Excused = StepVerdict['excused'][number] & Pick<StepVerdict, 'address'>;

function describe(group: readonly [Excused, ...Excused[]]): string {
  const [{ address, finding, xfail }] = group;
  const ref = xfail.ref === undefined ? '' : ` [${xfail.ref}]`;
  const addresses = new Set(group.map((each) => each.address));
  const what =
    group.length === 1
      ? `${address}  ${findingName(finding)}`
      : `${finding.cause}  ${plural(group.length, 'finding')} in ${plural(addresses.size, 'step')}`;
  return `${what}: ${xfail.reason}${ref} (${xfail.owner}, until ${xfail.expires})`;
}
