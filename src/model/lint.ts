/** Aspects in which the operations of an API may be inconsistent, in output order. */
export const LINT_FAMILIES = {
  'location-inconsistent': 'One field is sent at several locations',
  'type-inconsistent': 'One field has several types',
  'size-inconsistent': 'One field has several maximum sizes',
  'time-inconsistent': 'Times are written in several ways',
  'naming-inconsistent': 'Names are written in several styles',
  'error-inconsistent': 'The same situation has several error codes',
  'error-status-inconsistent': 'One error code has several statuses',
  'create-inconsistent': 'Operations that create something do not all return the same status',
  'delete-inconsistent': 'Operations that delete something do not all return the same status',
  'list-inconsistent': 'Lists have several envelopes',
  'item-inconsistent': 'Responses with one item do not all wrap the item in the same way',
  'confirmation-inconsistent': 'Some destructive operations ask for a confirmation and others do not',
  'unknown-fields-inconsistent': 'Unknown fields of a body are treated in several ways',
  'pagination-inconsistent': 'Lists are paged in several ways',
} as const satisfies { readonly [family: string]: string };

export type LintFamily = keyof typeof LINT_FAMILIES;
export const LINT_NAMES = Object.keys(LINT_FAMILIES) as readonly LintFamily[]; // safe cast: `Object.keys` returns exactly the names of the families

export interface LintAcknowledgement {
  readonly lint: LintFamily;
  /** The subject as the warning spells it, such as `limit` or `404 of /things/{}`. */
  readonly of: string;
  readonly note: string;
}
