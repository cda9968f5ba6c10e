import type { ClientKind, FindingKind, PromiseKind } from '../model/finding.ts';
import { errorCodeMismatch } from './checks/error-code-mismatch.ts';
import { errorCodeUndeclared } from './checks/error-code-undeclared.ts';
import { errorEnvelopeMalformed } from './checks/error-envelope-malformed.ts';
import { fieldMisplaced } from './checks/field-misplaced.ts';
import { fieldMissing } from './checks/field-missing.ts';
import { fieldTypeChanged } from './checks/field-type-changed.ts';
import { fieldUndeclared } from './checks/field-undeclared.ts';
import { fieldValueInvalid } from './checks/field-value-invalid.ts';
import { noResponse } from './checks/no-response.ts';
import { operationAbsent } from './checks/operation-absent.ts';
import { operationUndocumented } from './checks/operation-undocumented.ts';
import { responseBodyUnexpected } from './checks/response-body-unexpected.ts';
import { responseBodyUnreadable } from './checks/response-body-unreadable.ts';
import { responseContentTypeMismatch } from './checks/response-content-type-mismatch.ts';
import { responseFieldMissing } from './checks/response-field-missing.ts';
import { responseFieldRetyped } from './checks/response-field-retyped.ts';
import { responseFieldUndeclared } from './checks/response-field-undeclared.ts';
import { responseHeaderInvalid } from './checks/response-header-invalid.ts';
import { responseHeaderMissing } from './checks/response-header-missing.ts';
import { responseValueInvalid } from './checks/response-value-invalid.ts';
import { serverError } from './checks/server-error.ts';
import { statusMismatch } from './checks/status-mismatch.ts';
import { statusUndeclared } from './checks/status-undeclared.ts';
import { valueMismatch } from './checks/value-mismatch.ts';
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
