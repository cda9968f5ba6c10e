import type { ClientKind } from '../../model/finding.ts';
import { answerRefused } from '../kinds/client/answer-refused.ts';
import { argumentDropped } from '../kinds/client/argument-dropped.ts';
import { declaredTypeContradicts } from '../kinds/client/declared-type-contradicts.ts';
import { defaultUndeclared } from '../kinds/client/default-undeclared.ts';
import { duplicateRequest } from '../kinds/client/duplicate-request.ts';
import { errorClassDiffers } from '../kinds/client/error-class-differs.ts';
import { errorDetailLost } from '../kinds/client/error-detail-lost.ts';
import { fieldMisplaced } from '../kinds/client/field-misplaced.ts';
import { fieldMissing } from '../kinds/client/field-missing.ts';
import { fieldNotSendable } from '../kinds/client/field-not-sendable.ts';
import { fieldRenamed } from '../kinds/client/field-renamed.ts';
import { fieldTypeChanged } from '../kinds/client/field-type-changed.ts';
import { fieldUndeclared } from '../kinds/client/field-undeclared.ts';
import { fieldValueInvalid } from '../kinds/client/field-value-invalid.ts';
import { headerDuplicated } from '../kinds/client/header-duplicated.ts';
import { operationNotCovered } from '../kinds/client/operation-not-covered.ts';
import { operationUndocumented } from '../kinds/client/operation-undocumented.ts';
import { pathEscaping } from '../kinds/client/path-escaping.ts';
import { responseFieldDropped } from '../kinds/client/response-field-dropped.ts';
import { responseFieldInvented } from '../kinds/client/response-field-invented.ts';
import { serializationDiffers } from '../kinds/client/serialization-differs.ts';
import { signatureCheckDiffers } from '../kinds/client/signature-check-differs.ts';
import { userAgentVersionDiffers } from '../kinds/client/user-agent-version-differs.ts';
import { valueChanged } from '../kinds/client/value-changed.ts';
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
