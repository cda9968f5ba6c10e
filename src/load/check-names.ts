import { nearest } from '../lib/nearest.ts';
import type { Contract, ContractSet } from '../model/contract.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { allFields } from '../schema/field-tree.ts';
import { reportAt } from './build-context.ts';
import type { Path, YamlSource } from './yaml-source.ts';

/** One contract among the others, and where its mistakes go. */
export interface ContractContext {
  readonly contract: Contract;
  readonly contracts: ContractSet;
  readonly broken: ReadonlySet<string>;
  readonly source: YamlSource;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** Names an operation of the contracts, one that is broken included. */
export function checkOperation(context: ContractContext, id: string, path: Path): void {
  if (context.contracts.operations.has(id) || context.broken.has(id)) return;
  const guess = nearest(id, context.contracts.operations.keys());
  reportAt(context, {
    path,
    code: 'unknown-operation',
    message: `must be an operation; was "${id}"`,
    hint: guess && `did you mean "${guess}"?`,
  });
}

/** Names a field of the contract; with `nested`, one below another by its dotted name too. */
export function checkField(
  context: ContractContext,
  contract: Contract,
  { name, path, nested = false }: { name: string; path: Path; nested?: boolean },
): void {
  const names = (nested ? allFields(contract) : contract.fields).map((field) => field.name);
  if (names.includes(name)) return;
  const guess = nearest(name, names);
  const hint = guess ? `did you mean "${guess}"?` : `it has: ${names.join(', ') || 'none'}`;
  reportAt(context, { path, code: 'unknown-field', message: `must be a field of ${contract.id}; was "${name}"`, hint });
}

/** An error code that the context's contract declares. */
export function checkErrorCode(context: ContractContext, code: string, path: Path): void {
  const known = context.contract.responses.flatMap((response) => response.errors);
  if (known.includes(code)) return;
  const guess = nearest(code, known);
  const hint = guess ? `did you mean "${guess}"?` : `declared: ${[...new Set(known)].join(', ') || 'none'}`;
  reportAt(context, {
    path,
    code: 'unknown-error',
    message: `must be an error code that ${context.contract.id} declares; was "${code}"`,
    hint,
  });
}
