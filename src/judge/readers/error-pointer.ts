import type { JsonPointer } from '../../model/json.ts';
import type { Judge } from '../judge.ts';

/** Returns pointers to the API's error code: in the body, and in an exchange. */
export function errorPointer(judge: Judge): { readonly field: JsonPointer | null; readonly pointer: JsonPointer } {
  const code = judge.context.contracts.api.envelope?.code;
  return { field: code ?? null, pointer: `/response/body${code ?? ''}` };
}
