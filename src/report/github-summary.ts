import { groupBy } from '../lib/group-by.ts';
import { writeJson } from '../lib/json-text.ts';
import { plural } from '../lib/plural.ts';
import type { Finding } from '../model/finding.ts';
import { OUTCOMES, type Verdict } from '../model/verdict.ts';
import { exitMeaning } from './exit-meaning.ts';
import { sayAssumption } from './finding-words.ts';
import { printableDeep } from './printable.ts';
import { reasonOf, stepsWith } from './steps.ts';

/** Maximum bytes of a summary that GitHub accepts. */
const LIMIT = 1024 * 1024;
const CUT = "\n… truncated here: GitHub's limit is 1 MiB. The recording and `findings.json` are complete.\n";

/** Texts from a server become code spans, and texts from people are escaped. */
export function githubSummary(verdict: Verdict): string {
  const safe = printableDeep(verdict);
  const lines = [heading, xpasses, failures, blocked, ledger, xfails, leftovers].flatMap((section) => section(safe));
  return joinWithin(lines, LIMIT);
}

type Section = (verdict: Verdict) => readonly string[];

const heading: Section = ({ run, counts, coverage, exitCode }) => [
  `## parity: ${exitCode === 0 ? 'ok' : exitMeaning(exitCode)} (${code(run.target.name)}, exit ${exitCode})`,
  '',
  `| | ${OUTCOMES.join(' | ')} |`,
  `|---|${OUTCOMES.map(() => '---:|').join('')}`,
  `| scenarios | ${OUTCOMES.map((outcome) => counts.scenarios[outcome]).join(' | ')} |`,
  `| steps | ${OUTCOMES.map((outcome) => counts.steps[outcome]).join(' | ')} |`,
  '',
  `${coverage.exercised.length} of ${coverage.declared} operations exercised.`,
];

const xpasses: Section = (verdict) =>
  section(
    'XPASS: expected to fail, but did not fail',
    verdict.xpasses.map(({ what, reason, at, owner }) => {
      const entry = at === null ? '' : ` (${code(`${at.file}:${at.line}`)})`;
      return `- ${prose(what)}${entry}: ${prose(reason)}${owner === undefined ? '' : ` (${code(owner)})`}`;
    }),
  );

const failures: Section = ({ causes }) =>
  section(
    'Failed',
    causes
      .filter(({ severity }) => severity === 'error')
      .flatMap(({ first, addresses, count, title }) => {
        const assumption = sayAssumption(first);
        return [
          `- ${code(first.address)} ${nameFinding(first)}${count > 1 ? ` ×${count}` : ''}: ${title}`,
          `  - expected ${code(first.expected)}`,
          `  - observed ${code(first.observed)}`,
          assumption === undefined ? [] : `  - assumes ${code(assumption)}`,
          `  - evidence ${code(`${first.evidence.exchange} ${first.evidence.pointer}`)}`,
          addresses.length > 1 ? `  - also at ${plural(addresses.length - 1, 'more step', 'more steps')}` : [],
          describeReproduction(first),
        ].flat();
      }),
  );

const blocked: Section = (verdict) => {
  const reasons = groupBy(stepsWith(verdict, 'blocked'), reasonOf);
  return section(
    'Blocked',
    [...reasons].map(([reason, group]) => `- ${plural(group.length, 'step')}: ${code(reason)}`),
  );
};

const ledger: Section = ({ ledgerProblems }) =>
  section(
    'Ledger',
    ledgerProblems.map(({ kind, at, message, hint }) => {
      const advice = hint === undefined ? '' : `; ${prose(hint)}`;
      return `- ${code(`${at.file}:${at.line}`)} **${kind}** ${prose(message)}${advice}`;
    }),
  );

const xfails: Section = ({ scenarios }) =>
  section(
    'Accepted findings',
    scenarios
      .flatMap(({ steps }) => steps.flatMap(({ address, excused }) => excused.map((each) => ({ ...each, address }))))
      .map(({ address, finding, xfail }) => {
        const until = `${code(xfail.owner)}, until ${code(xfail.expires)}`;
        return `- ${code(address)} ${code(finding.kind)}: ${prose(xfail.reason)} (${until})`;
      }),
  );

const leftovers: Section = (verdict) =>
  section(
    'Left on the server: remove by hand',
    verdict.leftovers.map(
      ({ operation, with: fields, reason }) => `- ${code(`${operation} ${writeJson(fields)}`)}: ${code(reason)}`,
    ),
  );

function describeReproduction({ reproduction = [] }: Finding): readonly string[] {
  const last = reproduction.at(-1);
  if (last === undefined) return [];
  const before = reproduction.length - 1;
  return [`  - reproduce${before > 0 ? ` after ${plural(before, 'request')}` : ''} ${code(last)}`];
}

function nameFinding({ kind, field }: Finding): string {
  return field === null ? code(kind) : `${code(kind)} of ${code(field)}`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `### ${title}`, '', ...lines];
}

function prose(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#|~&!@$]/g, '\\$&');
}

/** The fence is longer than any run of backticks in the text. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 || text === '' ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** Never cuts inside a line, because a code span would stay open. */
function joinWithin(lines: readonly string[], limit: number): string {
  const encoder = new TextEncoder();
  const kept: string[] = [];
  let bytes = encoder.encode(CUT).length;
  for (const line of lines) {
    bytes += encoder.encode(line).length + 1;
    if (bytes > limit) return `${kept.join('\n')}\n${CUT}`;
    kept.push(line);
  }
  return `${kept.join('\n')}\n`;
}
