import type { ClientKind } from '../../model/finding.ts';
import { answerRefused } from './checks/answer-refused.ts';
import { argumentDropped } from './checks/argument-dropped.ts';
import { declaredTypeContradicts } from './checks/declared-type-contradicts.ts';
import { defaultUndeclared } from './checks/default-undeclared.ts';
import { duplicateRequest } from './checks/duplicate-request.ts';
import { errorClassDiffers } from './checks/error-class-differs.ts';
import { errorDetailLost } from './checks/error-detail-lost.ts';
import { fieldMisplaced } from './checks/field-misplaced.ts';
import { fieldMissing } from './checks/field-missing.ts';
import { fieldNotSendable } from './checks/field-not-sendable.ts';
import { fieldRenamed } from './checks/field-renamed.ts';
import { fieldTypeChanged } from './checks/field-type-changed.ts';
import { fieldUndeclared } from './checks/field-undeclared.ts';
import { fieldValueInvalid } from './checks/field-value-invalid.ts';
import { headerDuplicated } from './checks/header-duplicated.ts';
import { operationNotCovered } from './checks/operation-not-covered.ts';
import { operationUndocumented } from './checks/operation-undocumented.ts';
import { pathEscaping } from './checks/path-escaping.ts';
import { responseFieldDropped } from './checks/response-field-dropped.ts';
import { responseFieldInvented } from './checks/response-field-invented.ts';
import { serializationDiffers } from './checks/serialization-differs.ts';
import { signatureCheckDiffers } from './checks/signature-check-differs.ts';
import { userAgentVersionDiffers } from './checks/user-agent-version-differs.ts';
import { valueChanged } from './checks/value-changed.ts';
import type { ClientCheck } from './subject.ts';

/** Kinds that a trace shows as well as an exchange. */
type SharedKind =
  | 'field-misplaced'
  | 'field-missing'
  | 'field-undeclared'
  | 'field-type-changed'
  | 'field-value-invalid'
  | 'operation-undocumented';

/** Every check of a trace, in the order in which a method's findings are reported. */
export const CLIENT_CHECKS: { readonly [kind in ClientKind | SharedKind]: ClientCheck } = {
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
  'default-undeclared': defaultUndeclared,
  'field-not-sendable': fieldNotSendable,
  'path-escaping': pathEscaping,
  'duplicate-request': duplicateRequest,
  'header-duplicated': headerDuplicated,
  'answer-refused': answerRefused,
  'response-field-dropped': responseFieldDropped,
  'response-field-invented': responseFieldInvented,
  'error-detail-lost': errorDetailLost,
  'error-class-differs': errorClassDiffers,
  'signature-check-differs': signatureCheckDiffers,
  'user-agent-version-differs': userAgentVersionDiffers,
};
