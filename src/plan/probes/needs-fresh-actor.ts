import type { Contract, ContractSet } from '../../model/contract.ts';

/** Does a call change the caller's account, or take whatever that has? Then an account that nobody else uses makes it. */
export function needsFreshActor(contract: Contract, { api }: ContractSet): boolean {
  const { freshActor } = api;
  if (freshActor === null || !contract.auth.includes(freshActor.kind)) return false;
  return contract.destructive || changesTheCaller(contract) || takesWhatItFinds(contract);
}

const CHANGES: ReadonlySet<string> = new Set(['PUT', 'PATCH', 'DELETE']);

/** What is changed is named by the path; without a name in it, it is the caller. */
function changesTheCaller({ method, path }: Contract): boolean {
  return CHANGES.has(method) && !path.includes('{');
}

/** It changes something that other operations make, and does not say which one. */
function takesWhatItFinds({ safe, path, after, yields }: Contract): boolean {
  return !safe && !path.includes('{') && after.length > 0 && Object.keys(yields).length > 0;
}
