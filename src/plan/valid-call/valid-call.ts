import type { OperationId } from '../../model/operation-id.ts';
import type { GenerateContext, ValidCall, ValidCallOptions } from './call-context.ts';
import { planCall } from './plan-call.ts';

/** Builds a call that must succeed, or returns the reason why this is impossible. */
export function validCall(
  operation: OperationId,
  context: GenerateContext,
  options: ValidCallOptions = {},
): ValidCall | { readonly blocked: string } {
  const { unproven, owned: _, unfed: __, ...call } = planCall(operation, context, options);
  return unproven === undefined ? call : { blocked: unproven };
}
