import { compareText } from '../lib/compare-text.ts';
import { groupBy } from '../lib/group-by.ts';
import { writeJson } from '../lib/json-text.ts';
import { plural } from '../lib/plural.ts';
import type { Plan, PlannedScenario, ScenarioSource } from '../model/plan.ts';
import { printable } from './printable.ts';

export function renderList(plan: Plan): string {
  const scenarios = sorted(plan);
  if (scenarios.length === 0) return 'No scenario is selected.\n';
  const suites = [...groupBy(scenarios, (scenario) => scenario.suite)].map(([suite, members]) =>
    [`${printable(suite)} (${plural(members.length, 'scenario')})`, ...members.map(renderScenario)].join('\n'),
  );
  return `${suites.join('\n\n')}\n\n${renderTotals(scenarios)}\n`;
}

export function renderListJson(plan: Plan): string {
  const scenarios = sorted(plan);
  const suites = [...groupBy(scenarios, (scenario) => scenario.suite)].map(([name, members]) => ({
    name,
    scenarios: members.map(({ address, source, skip, steps }) => ({
      address,
      source,
      skip: skip ?? null,
      steps: steps.map((step) => step.address),
    })),
  }));
  return `${writeJson({ version: 1, counts: countPlan(scenarios), suites }, 2)}\n`;
}

function sorted(plan: Plan): readonly PlannedScenario[] {
  return [...plan.scenarios].sort((a, b) => compareText(a.suite, b.suite) || compareText(a.address, b.address));
}

function renderScenario({ address, source, skip, skipState, steps }: PlannedScenario): string {
  const tags = [source === 'suite' ? [] : source, plural(steps.length, 'step')].flat().join(', ');
  const line = `  ${printable(address)}  (${tags})`;
  return skip === undefined ? line : `${line}\n      ${skipState ?? 'skipped'}: ${printable(skip)}`;
}

function renderTotals(scenarios: readonly PlannedScenario[]): string {
  const { bySource, steps } = countPlan(scenarios);
  const sources = Object.entries(bySource).map(([source, count]) => `${count} ${source}`);
  const lines = [`${plural(scenarios.length, 'scenario')} (${sources.join(', ')}), ${plural(steps, 'step')}`];
  const skipped = scenarios.filter((scenario) => scenario.skip !== undefined);
  if (skipped.length > 0) lines.push(`${skipped.length} will not run:`);
  for (const [reason, group] of groupBy(skipped, (scenario) => scenario.skip ?? ''))
    lines.push(`  ${group.length}  ${printable(reason)}`);
  return lines.join('\n');
}

/** Scenarios about clients come from a trace, and are never planned. */
type PlannedSource = Exclude<ScenarioSource, 'trace'>;

function countPlan(scenarios: readonly PlannedScenario[]) {
  const bySource: Record<PlannedSource, number> = { suite: 0, probe: 0, behavior: 0 };
  for (const { source } of scenarios) if (source !== 'trace') bySource[source]++;
  return {
    scenarios: scenarios.length,
    steps: scenarios.reduce((sum, { steps }) => sum + steps.length, 0),
    skipped: scenarios.filter((scenario) => scenario.skip !== undefined).length,
    bySource,
  };
}
