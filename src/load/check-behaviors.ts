import type { Behavior } from '../model/behavior.ts';
import { type ContractContext, checkErrorCode, checkField, checkOperation } from './check-names.ts';
import type { Path } from './yaml-source.ts';

/** The fields, operations and error codes that the behaviors of a contract name are there. */
export function checkBehaviors(context: ContractContext): void {
  for (const [index, behavior] of context.contract.behaviors.entries()) {
    const path = ['behaviors', index, behavior.kind];
    checkFields(context, behavior, path);
    if ('read' in behavior && behavior.read !== undefined) checkOperation(context, behavior.read, [...path, 'read']);
    if ('operation' in behavior) checkOperation(context, behavior.operation, [...path, 'operation']);
    checkError(context, behavior, path);
    checkCalls(context, behavior, path);
  }
}

const FIELD_KEYS = ['field', 'limit', 'offset', 'cursor'] as const;

function checkFields(context: ContractContext, behavior: Behavior, path: Path): void {
  const { contract } = context;
  const declared: object = behavior;
  for (const key of FIELD_KEYS) {
    const name = (declared as Record<string, unknown>)[key]; // some behaviors have the key, some do not
    if (typeof name === 'string') checkField(context, contract, { name, path: [...path, key] });
  }
  if (behavior.kind === 'idempotency_key')
    for (const [at, name] of (behavior.fingerprint ?? []).entries())
      checkField(context, contract, { name, path: [...path, 'fingerprint', at] });
  if (behavior.kind === 'read_back')
    for (const key of ['members', 'values'] as const)
      for (const name of Object.keys(behavior[key] ?? {}))
        checkField(context, contract, { name, path: [...path, key, name], nested: true });
  if (behavior.kind === 'repeatable' && behavior.other !== undefined)
    checkField(context, contract, { name: behavior.other.field, path: [...path, 'other', 'field'] });
}

/** What a deletion's error is about is the read. */
function checkError(context: ContractContext, behavior: Behavior, path: Path): void {
  if (behavior.kind === 'hard_delete' || behavior.kind === 'soft_delete') return;
  if ('error' in behavior && behavior.error !== undefined) checkErrorCode(context, behavior.error, [...path, 'error']);
}

/** Every call that stands somewhere in a declaration: of recipes, moves and lists. */
function checkCalls(context: ContractContext, value: unknown, path: Path): void {
  if (typeof value !== 'object' || value === null) return;
  const { call, with: given } = value as { readonly call?: unknown; readonly with?: object }; // any part of a declaration
  const target = typeof call === 'string' ? context.contracts.operations.get(call) : undefined;
  if (typeof call === 'string') checkOperation(context, call, [...path, 'call']);
  if (target !== undefined)
    for (const name of Object.keys(given ?? {})) checkField(context, target, { name, path: [...path, 'with', name] });
  for (const [key, part] of Object.entries(value))
    checkCalls(context, part, [...path, Array.isArray(value) ? Number(key) : key]);
}
