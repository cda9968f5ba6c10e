import { gate } from '../../src/gate/gate.ts';
import type { VerdictOptions } from '../../src/gate/gate-options.ts';
import type { Contract, Field } from '../../src/model/contract.ts';
import type { RunEnd, RunStart } from '../../src/model/exchange.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Xfail } from '../../src/model/ledger.ts';
import type { Judged, JudgedScenario, JudgedStep, Verdict } from '../../src/model/verdict.ts';
import { aContractSet, aContract as anyContract, aField as anyField, aRunEnd, aRunStart } from '../builders.ts';

export const STEP = 'notes/keeps-text/read';

export function aFinding(changes: Partial<Finding> = {}): Finding {
  const address = changes.address ?? STEP;
  const field = changes.field === undefined ? '/text' : changes.field;
  const kind = changes.kind ?? 'value-mismatch';
  return {
    kind,
    severity: 'error',
    cause: `${kind}/${changes.operation ?? 'notes.get'}${field ?? ''}`,
    fingerprint: `${kind} ${changes.operation ?? 'notes.get'} ${field}`,
    where: 'staging',
    operation: 'notes.get',
    address,
    field,
    expected: '"hello"',
    observed: '"hallo"',
    evidence: { exchange: `${address}#1`, pointer: `/response/body${field ?? ''}`, excerpt: '"hallo"' },
    ...changes,
  };
}

/** Each finding gets the address and the operation of the step. */
export function aStep(
  changes: Partial<Omit<JudgedStep, 'findings'>> & { findings?: Partial<Finding>[] } = {},
): JudgedStep {
  const { findings = [], ...rest } = changes;
  const address = rest.address ?? STEP;
  const operation = rest.operation === undefined ? 'notes.get' : rest.operation;
  return {
    phase: 'step',
    line: 12,
    state: 'exercised',
    flaky: false,
    ...rest,
    address,
    operation,
    findings: findings.map((finding) => aFinding({ address, operation: operation ?? 'none', ...finding })),
  };
}

/** The address of the first step determines the address of the scenario. */
function aScenario(steps: readonly JudgedStep[], changes: Partial<JudgedScenario> = {}): JudgedScenario {
  const address = (steps[0]?.address ?? STEP).split('/').slice(0, -1).join('/');
  const suite = address.split('/')[0] ?? '';
  return { address, suite, source: 'suite', file: `suites/${suite}.yaml`, line: 4, durationMs: 120, steps, ...changes };
}

export function aRun(changes: Partial<RunStart> = {}): RunStart {
  return aRunStart({
    tool: 'wireparity 0.1.0',
    run: 'parity-k3v9x2',
    target: { name: 'staging', origin: 'https://api.staging.example.com', profile: 'hosted' },
    seed: 42,
    ...changes,
  });
}

export function anEnd(changes: Partial<RunEnd> = {}): RunEnd {
  return aRunEnd({ created: 2, removed: 2, durationMs: 2400, ...changes });
}

/** Each list of steps becomes one scenario. */
export function aJudged(scenarios: readonly (readonly JudgedStep[])[], changes: Partial<Judged> = {}): Judged {
  return {
    run: aRun(),
    end: anEnd(),
    scenarios: scenarios.map((steps) => aScenario(steps)),
    exchanges: scenarios.flat().length,
    ...changes,
  };
}

export function anEntry(changes: Partial<Xfail> = {}): Xfail {
  return {
    where: 'staging',
    place: { step: STEP },
    kind: 'value-mismatch',
    reason: 'The text is normalised on staging.',
    owner: 'api',
    expires: '2027-01-31',
    strict: false,
    at: { file: 'xfails.yaml', line: 2, column: 3 },
    ...changes,
  };
}

export function aField(name: string, fields: readonly Field[] = []): Field {
  return anyField(name, 'body', { schema: true, fields, at: { file: 'contracts/notes/get.yaml', line: 5, column: 3 } });
}

export function aContract(id: string, changes: Partial<Contract> = {}): Contract {
  const [resource = '', verb = ''] = id.split('.');
  const at = { file: `contracts/${resource}/${verb}.yaml`, line: 1, column: 1 };
  return anyContract({ id, resource, verb, path: `/v1/${resource}/{id}`, content: 'json', at, ...changes });
}

export function gateOptions(changes: Partial<VerdictOptions> = {}): VerdictOptions {
  const contracts =
    changes.contracts ??
    aContractSet([
      aContract('notes.get'),
      aContract('notes.create', {
        method: 'POST',
        fields: [aField('text'), aField('author', [aField('author.name')])],
      }),
    ]);
  return {
    where: 'staging',
    today: '2026-06-01',
    strictXpass: false,
    addresses: new Set(['notes/keeps-text', STEP, 'notes/keeps-text/write']),
    operations: contracts.operations.keys(),
    wheres: ['sandbox', 'staging', 'python-client'],
    profile: 'hosted',
    whole: true,
    ...changes,
    contracts,
  };
}

/** Each list of steps is a scenario. The argument `entries` is the ledger. */
export function verdictOn(
  scenarios: readonly (readonly JudgedStep[])[],
  entries: readonly Xfail[] = [],
  changes: Partial<VerdictOptions> & { judged?: Partial<Judged> } = {},
): Verdict {
  const { judged, ...options } = changes;
  return gate(aJudged(scenarios, judged), { file: 'xfails.yaml', entries }, gateOptions(options));
}
