import type { FindingKind } from '../model/finding.ts';
import type { Kind } from './kind.ts';
import { acceptedInvalid } from './kinds/accepted-invalid.ts';
import { answerRefused } from './kinds/answer-refused.ts';
import { argumentDropped } from './kinds/argument-dropped.ts';
import { authNotEnforced } from './kinds/auth-not-enforced.ts';
import { cacheValidatorBroken } from './kinds/cache-validator-broken.ts';
import { confirmationNotEnforced } from './kinds/confirmation-not-enforced.ts';
import { credentialMalformed } from './kinds/credential-malformed.ts';
import { credentialMissing } from './kinds/credential-missing.ts';
import { declaredTypeContradicts } from './kinds/declared-type-contradicts.ts';
import { defaultSent } from './kinds/default-sent.ts';
import { defaultUndeclared } from './kinds/default-undeclared.ts';
import { deleteNotEffective } from './kinds/delete-not-effective.ts';
import { duplicateRequest } from './kinds/duplicate-request.ts';
import { errorClassDiffers } from './kinds/error-class-differs.ts';
import { errorCodeMismatch } from './kinds/error-code-mismatch.ts';
import { errorCodeUndeclared } from './kinds/error-code-undeclared.ts';
import { errorDetailLost } from './kinds/error-detail-lost.ts';
import { errorEnvelopeMalformed } from './kinds/error-envelope-malformed.ts';
import { fieldIgnored } from './kinds/field-ignored.ts';
import { fieldMisplaced } from './kinds/field-misplaced.ts';
import { fieldMissing } from './kinds/field-missing.ts';
import { fieldNotSendable } from './kinds/field-not-sendable.ts';
import { fieldRenamed } from './kinds/field-renamed.ts';
import { fieldTypeChanged } from './kinds/field-type-changed.ts';
import { fieldUndeclared } from './kinds/field-undeclared.ts';
import { fieldValueInvalid } from './kinds/field-value-invalid.ts';
import { filterBroken } from './kinds/filter-broken.ts';
import { headerDuplicated } from './kinds/header-duplicated.ts';
import { noResponse } from './kinds/no-response.ts';
import { notIdempotent } from './kinds/not-idempotent.ts';
import { operationAbsent } from './kinds/operation-absent.ts';
import { operationNotCovered } from './kinds/operation-not-covered.ts';
import { operationUndocumented } from './kinds/operation-undocumented.ts';
import { originUndeclared } from './kinds/origin-undeclared.ts';
import { ownershipNotEnforced } from './kinds/ownership-not-enforced.ts';
import { paginationBroken } from './kinds/pagination-broken.ts';
import { pathEscaping } from './kinds/path-escaping.ts';
import { raceLost } from './kinds/race-lost.ts';
import { rateLimitBroken } from './kinds/rate-limit-broken.ts';
import { rejectedValid } from './kinds/rejected-valid.ts';
import { responseBodyUnexpected } from './kinds/response-body-unexpected.ts';
import { responseBodyUnreadable } from './kinds/response-body-unreadable.ts';
import { responseContentTypeMismatch } from './kinds/response-content-type-mismatch.ts';
import { responseFieldDropped } from './kinds/response-field-dropped.ts';
import { responseFieldInvented } from './kinds/response-field-invented.ts';
import { responseFieldMissing } from './kinds/response-field-missing.ts';
import { responseFieldRetyped } from './kinds/response-field-retyped.ts';
import { responseFieldUndeclared } from './kinds/response-field-undeclared.ts';
import { responseHeaderInvalid } from './kinds/response-header-invalid.ts';
import { responseHeaderMissing } from './kinds/response-header-missing.ts';
import { responseValueChanged } from './kinds/response-value-changed.ts';
import { responseValueInvalid } from './kinds/response-value-invalid.ts';
import { retryAfterIgnored } from './kinds/retry-after-ignored.ts';
import { retryUnsafe } from './kinds/retry-unsafe.ts';
import { serializationDiffers } from './kinds/serialization-differs.ts';
import { serverError } from './kinds/server-error.ts';
import { signatureCheckDiffers } from './kinds/signature-check-differs.ts';
import { stateKept } from './kinds/state-kept.ts';
import { statusMismatch } from './kinds/status-mismatch.ts';
import { statusUndeclared } from './kinds/status-undeclared.ts';
import { surfaceBreak } from './kinds/surface-break.ts';
import { transitionNotEnforced } from './kinds/transition-not-enforced.ts';
import { userAgentVersionDiffers } from './kinds/user-agent-version-differs.ts';
import { valueChanged } from './kinds/value-changed.ts';
import { valueMismatch } from './kinds/value-mismatch.ts';

export const KINDS: { readonly [kind in FindingKind]: Kind } = {
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
  'accepted-invalid': acceptedInvalid,
  'rejected-valid': rejectedValid,
  'field-ignored': fieldIgnored,
  'auth-not-enforced': authNotEnforced,
  'ownership-not-enforced': ownershipNotEnforced,
  'confirmation-not-enforced': confirmationNotEnforced,
  'not-idempotent': notIdempotent,
  'race-lost': raceLost,
  'pagination-broken': paginationBroken,
  'filter-broken': filterBroken,
  'delete-not-effective': deleteNotEffective,
  'cache-validator-broken': cacheValidatorBroken,
  'rate-limit-broken': rateLimitBroken,
  'transition-not-enforced': transitionNotEnforced,
  'credential-missing': credentialMissing,
  'credential-malformed': credentialMalformed,
  'operation-undocumented': operationUndocumented,
  'operation-not-covered': operationNotCovered,
  'field-misplaced': fieldMisplaced,
  'field-renamed': fieldRenamed,
  'field-missing': fieldMissing,
  'field-undeclared': fieldUndeclared,
  'declared-type-contradicts': declaredTypeContradicts,
  'field-type-changed': fieldTypeChanged,
  'field-value-invalid': fieldValueInvalid,
  'value-changed': valueChanged,
  'serialization-differs': serializationDiffers,
  'argument-dropped': argumentDropped,
  'default-sent': defaultSent,
  'default-undeclared': defaultUndeclared,
  'field-not-sendable': fieldNotSendable,
  'path-escaping': pathEscaping,
  'duplicate-request': duplicateRequest,
  'retry-unsafe': retryUnsafe,
  'retry-after-ignored': retryAfterIgnored,
  'state-kept': stateKept,
  'header-duplicated': headerDuplicated,
  'answer-refused': answerRefused,
  'response-value-changed': responseValueChanged,
  'response-field-dropped': responseFieldDropped,
  'response-field-invented': responseFieldInvented,
  'error-detail-lost': errorDetailLost,
  'error-class-differs': errorClassDiffers,
  'signature-check-differs': signatureCheckDiffers,
  'user-agent-version-differs': userAgentVersionDiffers,
  'origin-undeclared': originUndeclared,
  'surface-break': surfaceBreak,
} satisfies Record<FindingKind, Kind>;
