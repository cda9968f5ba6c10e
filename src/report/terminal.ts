import pc from 'picocolors';
import { printableDeep, withoutCommands } from './printable.ts';
import type { Reporter } from './reporter.ts';
import { renderFailures } from './terminal/failures.ts';
import { renderLedger, renderXfails } from './terminal/ledger.ts';
import { LIMITS, type Screen } from './terminal/screen.ts';
import { renderSummary } from './terminal/summary.ts';
import { renderBlocked, renderFlaky, renderNotTried, renderSkipped } from './terminal/unexercised.ts';
import { renderLeftovers, renderWarnings } from './terminal/warnings.ts';
import { renderXpasses } from './terminal/xpasses.ts';

const SECTIONS = [
  renderXpasses,
  renderFailures,
  renderBlocked,
  renderLedger,
  renderXfails,
  renderFlaky,
  renderWarnings,
  renderLeftovers,
  renderNotTried,
  renderSkipped,
  renderSummary,
];

/** The option `--quiet` shows only these sections, because they affect the exit code. */
const QUIET: ReadonlySet<(typeof SECTIONS)[number]> = new Set([
  renderXpasses,
  renderFailures,
  renderBlocked,
  renderLedger,
  renderLeftovers,
  renderSummary,
]);

export const reportTerminal: Reporter = (verdict, { color, width, operations, details, detail = 'normal' }) => {
  const screen: Screen = { paint: pc.createColors(color), width, operations, details, limits: LIMITS[detail] };
  const safe = printableDeep(verdict);
  const chosen = detail === 'quiet' ? SECTIONS.filter((section) => QUIET.has(section)) : SECTIONS;
  const sections = chosen.map((render) => render(safe, screen)).filter((lines) => lines.length > 0);
  return [withoutCommands(`${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`)];
};
