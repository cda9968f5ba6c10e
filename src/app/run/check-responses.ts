import { createJudge } from '../../judge/create-judge.ts';
import { judgeExchange } from '../../judge/judge-exchange.ts';
import { KINDS } from '../../judge/kinds.ts';
import { userError } from '../../lib/error.ts';
import { didYouMean } from '../../lib/nearest.ts';
import type { Contract } from '../../model/contract.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Finding } from '../../model/finding.ts';
import type { HttpResponse } from '../../model/http.ts';
import type { Workspace } from '../../model/workspace.ts';
import { chooseProfile } from '../choose-target.ts';

export interface ResponseChecker {
  /** Accepts every declared status, and does not judge the request. @throws operation-unknown */
  readonly check: (response: HttpResponse, operation: string) => readonly Finding[];
}

export async function createResponseChecker(
  { contracts, config }: Workspace,
  named: string | undefined,
): Promise<ResponseChecker> {
  const profile = chooseProfile(contracts, named);
  const judge = await createJudge({ contracts, profile, where: 'response', severity: config.severity });
  return {
    check: (response, operation) => {
      const contract = contracts.operations.get(operation);
      if (contract === undefined) throw unknownOperation(operation, contracts.operations.keys());
      const findings = judgeExchange(exchangeOf(contract, response), judge);
      return findings.filter(({ kind }) => KINDS[kind].about === 'response');
    },
  };
}

function unknownOperation(operation: string, known: Iterable<string>): Error {
  const hint = didYouMean(operation, known) ?? 'Operation ids are the paths of the files in the contracts folder.';
  return userError('operation-unknown', `"${operation}" is not an operation of the contracts`, { hint });
}

function exchangeOf({ id, method, path }: Contract, response: HttpResponse): Exchange {
  return {
    ...{ kind: 'exchange', id: 'response', address: 'response', phase: 'step', operation: id },
    ...{ attempt: 1, superseded: false, overheard: true, startedMs: 0, durationMs: 0 },
    asked: { with: {}, as: 'main', auth: null, invalid: true },
    expect: { status: [], headers: {} },
    request: { method, target: path.replaceAll(/\{[^}]*\}/g, 'x'), headers: [], body: null },
    response,
  };
}
