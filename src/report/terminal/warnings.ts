import { groupBy } from '../../lib/group-by.ts';
import { writeJson } from '../../lib/json-text.ts';
import { plural } from '../../lib/plural.ts';
import type { Cause } from '../../model/cause.ts';
import type { Finding } from '../../model/finding.ts';
import type { Verdict } from '../../model/verdict.ts';
import { findingName } from '../finding-words.ts';
import { causeLines } from './causes.ts';
import { capped, enumerate, labelled, paragraph, type Screen } from './screen.ts';

/** Returns a list of the causes that do not fail the run, with details of the most severe causes. */
export function renderWarnings({ causes }: Verdict, screen: Screen): readonly string[] {
  const warnings = causes.filter(({ severity }) => severity === 'warning');
  if (warnings.length === 0) return [];
  const count = warnings.reduce((sum, cause) => sum + cause.count, 0);
  const heading = screen.paint.bold(screen.paint.yellow('WARNINGS'));
  const what = `${plural(count, 'finding')} that do${count === 1 ? 'es' : ''} not fail the run`;
  const { causes: inFull } = screen.limits;
  const overview = warnings.length > inFull ? causeLines(warnings, screen) : [];
  return [
    `${heading}  ${what}`,
    ...overview,
    ...warnings.slice(0, inFull).flatMap((cause) => renderCause(cause, screen)),
  ];
}

function renderCause({ first, addresses }: Cause, screen: Screen): readonly string[] {
  const where = isWholeClient(first) ? `${first.where}  ${first.operation}` : first.address;
  const more = addresses.length > 1 ? ` and ${plural(addresses.length - 1, 'more step', 'more steps')}` : '';
  return [
    ...paragraph(`${where}${more}  ${findingName(first)}`, 2, screen),
    ...labelled(
      [
        { label: 'expected', text: first.expected },
        { label: 'observed', text: first.observed },
      ],
      4,
      screen,
    ),
  ];
}

/** A finding about a field that no method sends concerns its operation, not the client. */
function isWholeClient({ address, where }: Finding): boolean {
  return address === `${where}/client`;
}

/** The limit is high, because this list can be the only record of what the run left on the server. */
const MOST_LEFTOVERS = 100;

/** Returns lines about items that somebody has to remove by hand. Such items do not fail the run. */
export function renderLeftovers({ leftovers }: Verdict, screen: Screen): readonly string[] {
  if (leftovers.length === 0) return [];
  const heading = screen.paint.bold(screen.paint.yellow('LEFTOVERS'));
  const what = `${plural(leftovers.length, 'item')} could not be removed: remove ${leftovers.length === 1 ? 'it' : 'them'} by hand`;
  const groups = [...groupBy(leftovers, ({ operation, reason }) => `${operation} ${reason}`).values()];
  const blocks = capped(groups, screen, (group) => {
    const [{ operation, reason }] = group;
    const most = Math.max(MOST_LEFTOVERS, screen.limits.items);
    const items = group.map(({ with: fields }) => writeJson(fields));
    const made = { label: 'made by', text: enumerate([...new Set(group.map(({ madeBy }) => madeBy))], most) };
    return [
      ...paragraph(`${operation} ${enumerate(items, most)}`, 2, screen),
      ...labelled([made, { label: 'reason', text: reason }], 4, screen),
    ];
  });
  return [`${heading}  ${what}`, ...blocks];
}
