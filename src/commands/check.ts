import { chooseTarget } from '../app/choose-target.ts';
import type { Io } from '../app/io.ts';
import { contractsMissing } from '../app/open-workspace.ts';
import { checkLedger } from '../app/run/check-ledger.ts';
import { checkPlans } from '../app/run/check-plans.ts';
import { actorsOf, planFor } from '../app/run/plan-for.ts';
import { lintOperations } from '../audit/lint/lint-operations.ts';
import { dayOf } from '../lib/day.ts';
import { writeJson } from '../lib/json-text.ts';
import { listWords } from '../lib/list-words.ts';
import { plural } from '../lib/plural.ts';
import { checkSchemas } from '../load/check-schemas.ts';
import { loadWorkspace } from '../load/load-workspace.ts';
import type { Contract, ContractSet } from '../model/contract.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Suite } from '../model/suite.ts';
import type { Workspace } from '../model/workspace.ts';
import { credentialNeeds } from '../plan/credential-needs.ts';
import { idFlow } from '../plan/id-flow.ts';
import { type PlanFacts, renderPlanFacts } from '../report/check-plan.ts';
import { renderDiagnostics } from '../report/diagnostics.ts';

interface CheckFlags {
  readonly config?: string;
  readonly json?: boolean;
  /** Prints which operations create and remove items, and which credentials the scenarios need. */
  readonly plan?: boolean;
}

/** Validates every data file and plans every scenario, and returns 2 if there are errors. */
export async function check(flags: CheckFlags, io: Io): Promise<number> {
  const workspace = await loadWorkspace(io.cwd, { configFile: flags.config });
  const diagnostics = [...workspace.diagnostics, ...(await checkSchemas(workspace)), ...unexercised(workspace)];
  // A contract with a mistake is not loaded, so later checks would only report consequences.
  if (!diagnostics.some(({ severity }) => severity === 'error'))
    diagnostics.push(...lintOperations(workspace.contracts, workspace.config.lint));
  const unplannable = diagnostics.some(({ severity }) => severity === 'error') ? [] : await checkPlans(workspace);
  diagnostics.push(...unplannable);
  if (unplannable.length === 0) diagnostics.push(...(await checkLedger(workspace, dayOf(io.now()))));
  const errors = diagnostics.filter((each) => each.severity === 'error').length;
  const counts = countWorkspace(workspace);
  const facts = flags.plan && errors === 0 ? await planFacts(workspace, io) : undefined;
  if (flags.json) {
    const plan = facts && { plan: facts };
    io.out(`${writeJson({ ...counts, errors, warnings: diagnostics.length - errors, diagnostics, ...plan }, 2)}\n`);
  } else io.out(`${renderDiagnostics(diagnostics)}${facts ? renderPlanFacts(facts) : ''}${renderCounts(counts)}\n`);
  if (errors === 0 && counts.operations === 0) throw contractsMissing(workspace);
  return errors > 0 ? 2 : 0;
}

async function planFacts(workspace: Workspace, io: Io): Promise<PlanFacts> {
  const target = chooseTarget(workspace, {});
  const { contracts } = workspace;
  const plan = await planFor(workspace, target, { flags: { probes: 'quick' }, io });
  const actors = actorsOf(target, contracts.api, io.env);
  return {
    ids: idFlow(contracts, target.profile),
    target: target.name,
    credentials: credentialNeeds(plan, contracts, actors),
  };
}

const NAMED = 10;

function unexercised({ contracts, suites }: Workspace): readonly Diagnostic[] {
  const found = findUnexercised(contracts, suites);
  const [first] = found;
  if (first === undefined) return [];
  const names = found.map(({ id }) => id);
  return [
    {
      severity: 'warning',
      code: 'operation-unexercised',
      at: first.at,
      path: 'request',
      message: `${plural(found.length, 'operation')} of ${contracts.operations.size} ${found.length === 1 ? 'is' : 'are'} not called by a handwritten scenario: ${listWords(names, NAMED)}`,
      hint: 'write a scenario for each of these operations; until then, only generated scenarios call them',
    },
  ];
}

interface Counts {
  readonly operations: number;
  readonly shipped: number;
  readonly proposed: number;
  readonly fields: number;
  readonly schemas: number;
  readonly signatures: number;
  readonly vectors: number;
  readonly suites: number;
  readonly scenarios: number;
  readonly steps: number;
  readonly clients: number;
  readonly xfails: number;
}

function countWorkspace({ contracts, suites, clients, ledger }: Workspace): Counts {
  const operations = [...contracts.operations.values()];
  const scenarios = suites.flatMap((suite) => suite.scenarios);
  return {
    operations: operations.length,
    shipped: operations.filter((each) => each.lifecycle === 'shipped').length,
    proposed: operations.filter((each) => each.lifecycle === 'proposed').length,
    fields: operations.reduce((sum, each) => sum + each.fields.length, 0),
    schemas: contracts.schemas.size,
    signatures: contracts.signatures?.length ?? 0,
    vectors: (contracts.signatures ?? []).reduce((sum, each) => sum + each.vectors.length, 0),
    suites: suites.length,
    scenarios: scenarios.length,
    steps:
      suites.reduce((sum, each) => sum + each.setup.length, 0) +
      scenarios.reduce((sum, each) => sum + each.steps.length, 0),
    clients: clients.length,
    xfails: ledger.entries.length,
  };
}

function renderCounts(counts: Counts): string {
  const { operations, proposed, fields, signatures, vectors, suites, scenarios, steps, clients, xfails } = counts;
  const schemes = `${plural(signatures, 'signature scheme')} with ${plural(vectors, 'vector')}`;
  return [
    `${plural(operations, 'operation')} (${proposed} proposed) with ${plural(fields, 'field')}`,
    ...(signatures === 0 ? [] : [schemes]),
    `${plural(suites, 'suite')} with ${plural(scenarios, 'scenario')} and ${plural(steps, 'step')}`,
    plural(clients, 'client'),
    plural(xfails, 'accepted finding'),
  ].join('; ');
}

function findUnexercised(contracts: ContractSet, suites: readonly Suite[]): readonly Contract[] {
  const called = new Set(
    suites
      .flatMap((suite) => [...suite.setup, ...suite.scenarios.flatMap((each) => each.steps)])
      .flatMap((step) => (step.kind === 'call' ? [step.call] : [])),
  );
  return [...contracts.operations.values()].filter(
    (each) => (each.lifecycle === 'shipped' || each.lifecycle === 'deprecated') && !called.has(each.id),
  );
}
