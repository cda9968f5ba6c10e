import type { ClientKind, FindingKind, PromiseKind } from '../model/finding.ts';
import { errorCodeMismatch } from './kinds/error-code-mismatch.ts';
import { errorCodeUndeclared } from './kinds/error-code-undeclared.ts';
import { errorEnvelopeMalformed } from './kinds/error-envelope-malformed.ts';
import { fieldMisplaced } from './kinds/field-misplaced.ts';
import { fieldMissing } from './kinds/field-missing.ts';
import { fieldTypeChanged } from './kinds/field-type-changed.ts';
import { fieldUndeclared } from './kinds/field-undeclared.ts';
import { fieldValueInvalid } from './kinds/field-value-invalid.ts';
import { noResponse } from './kinds/no-response.ts';
import { operationAbsent } from './kinds/operation-absent.ts';
import { operationUndocumented } from './kinds/operation-undocumented.ts';
import { responseBodyUnexpected } from './kinds/response-body-unexpected.ts';
import { responseBodyUnreadable } from './kinds/response-body-unreadable.ts';
import { responseContentTypeMismatch } from './kinds/response-content-type-mismatch.ts';
import { responseFieldMissing } from './kinds/response-field-missing.ts';
import { responseFieldRetyped } from './kinds/response-field-retyped.ts';
import { responseFieldUndeclared } from './kinds/response-field-undeclared.ts';
import { responseHeaderInvalid } from './kinds/response-header-invalid.ts';
import { responseHeaderMissing } from './kinds/response-header-missing.ts';
import { responseValueInvalid } from './kinds/response-value-invalid.ts';
import { serverError } from './kinds/server-error.ts';
import { statusMismatch } from './kinds/status-mismatch.ts';
import { statusUndeclared } from './kinds/status-undeclared.ts';
import { valueMismatch } from './kinds/value-mismatch.ts';
import type { Check } from './subject.ts';

/** Every check, in the order in which findings of one exchange are reported. */
export const CHECKS: { readonly [kind in Exclude<FindingKind, PromiseKind | ClientKind>]: Check } = {
  'server-error': serverError,
  'no-response': noResponse,
  'operation-absent': operationAbsent,
  'status-undeclared': statusUndeclared,
  'status-mismatch': statusMismatch,
  'error-code-undeclared': errorCodeUndeclared,
  'error-code-mismatch': errorCodeMismatch,
  'error-envelope-malformed': errorEnvelopeMalformed,
  'response-content-type-mismatch': responseContentTypeMismatch,
  'response-body-unreadable': responseBodyUnreadable,
  'response-body-unexpected': responseBodyUnexpected,
  'response-field-missing': responseFieldMissing,
  'response-field-retyped': responseFieldRetyped,
  'response-value-invalid': responseValueInvalid,
  'response-field-undeclared': responseFieldUndeclared,
  'response-header-missing': responseHeaderMissing,
  'response-header-invalid': responseHeaderInvalid,
  'value-mismatch': valueMismatch,
  'operation-undocumented': operationUndocumented,
  'field-misplaced': fieldMisplaced,
  'field-missing': fieldMissing,
  'field-undeclared': fieldUndeclared,
  'field-type-changed': fieldTypeChanged,
  'field-value-invalid': fieldValueInvalid,
};

/** What can be said of an exchange that is as the contract says: the step wished for something else. */
export const WISH_KINDS = [
  'status-mismatch',
  'error-code-undeclared',
  'error-code-mismatch',
  'value-mismatch',
] as const;
