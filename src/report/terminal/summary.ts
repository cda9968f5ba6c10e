import { formatDuration } from '../../lib/duration.ts';
import { groupBy } from '../../lib/group-by.ts';
import { plural } from '../../lib/plural.ts';
import { RECORDING_FAILED } from '../../model/exchange.ts';
import { OUTCOMES, type OutcomeCounts, type Verdict } from '../../model/verdict.ts';
import { cut } from '../columns.ts';
import { exitMeaning } from '../exit-meaning.ts';
import { enumerate, type Labelled, labelled, type Screen } from './screen.ts';

const NOTHING_RAN = 'check the options --grep, --shard and --last-failed; `parity run --list` prints the plan';

const NOTHING_SENT = "set the program's base URL to the recorder's address: see docs/reference/recorder.md";

export function renderSummary(verdict: Verdict, screen: Screen): readonly string[] {
  const { exitCode } = verdict;
  const paint = exitCode === 0 ? screen.paint.green : screen.paint.red;
  const result = `exit ${exitCode}: ${exitMeaning(exitCode)}`;
  const nothing = { label: 'Do', text: verdict.run.overheard === true ? NOTHING_SENT : NOTHING_RAN };
  const advice = exitCode === 5 ? [nothing] : unexaminedRows(verdict);
  const lines = labelled([...factRows(verdict), { label: 'Result', text: result }, ...advice], 0, screen);
  return lines.map((line) => (line.endsWith(result) ? line.replace(result, screen.paint.bold(paint(result))) : line));
}

/** If most steps were blocked or not tried, returns their number and the most frequent reason. */
function unexaminedRows({ scenarios, run }: Verdict): readonly Labelled[] {
  if (run.client || run.overheard === true) return [];
  const steps = scenarios.flatMap((scenario) => scenario.steps);
  const without = steps.filter(({ outcome }) => outcome === 'blocked' || outcome === 'not-tried');
  if (without.length * 2 <= steps.length) return [];
  const reasons = [...groupBy(without, ({ reason }) => reason ?? '')].sort(([, a], [, b]) => b.length - a.length);
  const [reason, most = []] = reasons[0] ?? ['', []];
  const text = `${without.length} of ${plural(steps.length, 'step')} show nothing about the API. The most frequent reason (${plural(most.length, 'step')}): ${cut(reason, LONGEST_REASON)}`;
  return [{ label: 'But', text }];
}

const LONGEST_REASON = 240;

export function factRows(verdict: Verdict): readonly Labelled[] {
  if (verdict.run.client) return clientRows(verdict);
  const { run, end, counts, exchanges } = verdict;
  const duration = end === null ? '' : ` in ${formatDuration(end.durationMs)}`;
  const version = end?.version === undefined ? '' : `, version ${end.version}`;
  const shard = run.shard === null ? '' : `, shard ${run.shard.index}/${run.shard.total}`;
  return [
    { label: 'Target', text: `${run.target.name} (profile ${run.target.profile}) at ${run.target.origin}${version}` },
    { label: 'Run', text: `${run.run}, seed ${run.seed}${shard}${endNote(verdict)}` },
    { label: 'Scenarios', text: describeCounts(counts.scenarios) },
    { label: 'Steps', text: describeCounts(counts.steps) },
    { label: 'Operations', text: describeCoverage(verdict) },
    { label: 'Requests', text: `${plural(exchanges, 'exchange')}${duration}` },
    ...(end?.remarks ?? []).map((text) => ({ label: 'Note', text })),
  ];
}

function clientRows(verdict: Verdict): readonly Labelled[] {
  const { run, exchanges } = verdict;
  return [
    { label: 'Client', text: `${run.target.name} (profile ${run.target.profile})${endNote(verdict)}` },
    { label: 'Methods', text: describeMethods(verdict) },
    { label: 'Operations', text: describeCoverage(verdict, 'covered') },
    { label: 'Requests', text: plural(exchanges, 'exchange') },
  ];
}

/** One scenario stands for the whole client, so it does not count as a method. */
function describeMethods({ run, scenarios, counts }: Verdict): string {
  const whole = scenarios.find(({ address }) => address === run.target.name)?.outcome;
  if (whole === undefined) return describeCounts(counts.scenarios);
  const methods = { ...counts.scenarios, [whole]: counts.scenarios[whole] - 1 };
  return `${describeCounts(methods)}${whole === 'passed' ? '' : `; the client as a whole ${whole}`}`;
}

function endNote({ end }: Verdict): string {
  if (end === null) return ', did not reach its end';
  if (end.interrupted === RECORDING_FAILED) return ', stopped because its recording could not be written';
  if (end.interrupted !== null) return `, interrupted by ${end.interrupted}`;
  return end.bailed ? ', stopped after the first failures (--bail)' : '';
}

function describeCounts(counts: OutcomeCounts): string {
  const total = OUTCOMES.reduce((sum, outcome) => sum + counts[outcome], 0);
  const parts = OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome) => `${counts[outcome]} ${outcome}`);
  return parts.length === 0 ? '0' : `${total}: ${parts.join(', ')}`;
}

/** A restricted run does not list the operations that it left out on purpose. */
function describeCoverage({ coverage, run }: Verdict, word: 'exercised' | 'covered' = 'exercised'): string {
  const { declared, exercised, unexercised } = coverage;
  const share = `${exercised.length} of ${declared} ${word}`;
  if (unexercised.length === 0 || run.overheard === true) return share;
  return run.whole ? `${share}; not ${word}: ${enumerate(unexercised, 10)}` : `${share} (the plan was restricted)`;
}
