import type { GateResult } from '../../src/model/gate-result.ts';

/** Creates the result of a successful gate, and then applies `changes`. */
export function aGateResult(changes: Partial<GateResult> = {}): GateResult {
  return {
    ...{ client: 'acme', base: 'a'.repeat(40), head: `${'b'.repeat(40)} and uncommitted changes` },
    ...{ added: [], contractBacked: [], known: [], excused: [], comesWith: [], unrepeated: [], gone: [], reduced: [] },
    coverage: { base: ['a'], head: ['a'] },
    ...{ versions: [], manifest: null, blocked: [], notTried: [], ledgerProblems: [] },
    ...{ strictWarnings: false, exitCode: 0 },
    ...changes,
  };
}
