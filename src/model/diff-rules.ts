/** How a change affects a caller that relies on the older of two compared versions. */
export const DIFF_LEVELS = ['breaking', 'warning', 'info'] as const;
export type DiffLevel = (typeof DIFF_LEVELS)[number];
export type DiffDirection = 'request' | 'response';

interface DiffRule {
  readonly name: string;
  /** `request` or `response`, or null for a rule about an operation or the whole document. */
  readonly direction: DiffDirection | null;
  readonly level: DiffLevel;
  readonly title: string;
}

/** How a change affects the set of allowed values, such as `neutral` for no effect. */
const TENDENCIES = ['narrowed', 'widened', 'changed', 'neutral'] as const;
export type Tendency = (typeof TENDENCIES)[number];

/** The columns: the aspect of a value, its change, the end of the rule's name, and the title. */
const VALUE_RULES = [
  ['type', 'narrowed', 'type-narrowed', 'Fewer types are allowed for a value'],
  ['type', 'widened', 'type-widened', 'More types are allowed for a value'],
  ['type', 'changed', 'type-changed', 'A value has a different type'],
  ['null', 'narrowed', 'null-removed', 'A value may no longer be null'],
  ['null', 'widened', 'null-added', 'A value may now be null'],
  ['enum', 'narrowed', 'value-removed', 'Fewer values are allowed'],
  ['enum', 'widened', 'value-added', 'More values are allowed'],
  ['enum', 'changed', 'values-changed', 'Some values are no longer allowed, and others are newly allowed'],
  [
    'enum',
    'neutral',
    'known-values-changed',
    'The list of known values changed; values outside the list are still allowed',
  ],
  ['range', 'narrowed', 'range-narrowed', 'The limits for a number became narrower'],
  ['range', 'widened', 'range-widened', 'The limits for a number became wider'],
  ['range', 'changed', 'range-changed', 'The limits for a number moved up or down'],
  ['step', 'narrowed', 'step-narrowed', '`multipleOf` was added or became larger'],
  ['step', 'widened', 'step-widened', '`multipleOf` was removed or became smaller'],
  ['step', 'changed', 'step-changed', '`multipleOf` has a different value'],
  ['length', 'narrowed', 'length-narrowed', 'The limits for a length became narrower'],
  ['length', 'widened', 'length-widened', 'The limits for a length became wider'],
  ['length', 'changed', 'length-changed', 'The limits for a length moved up or down'],
  ['pattern', 'narrowed', 'pattern-added', 'A text must match one more pattern'],
  ['pattern', 'widened', 'pattern-removed', 'A text need no longer match a pattern'],
  ['pattern', 'changed', 'pattern-changed', 'A text must match a different pattern'],
  ['format', 'narrowed', 'format-narrowed', 'A format was added or became narrower'],
  ['format', 'widened', 'format-widened', 'A format was removed or became wider'],
  ['format', 'changed', 'format-changed', 'A value has a different format'],
  ['format', 'neutral', 'format-stated', 'A number now has a format that states its size, such as int32'],
  ['encoding', 'narrowed', 'encoding-added', 'A text now has a content encoding'],
  ['encoding', 'widened', 'encoding-removed', 'A text no longer has a content encoding'],
  ['encoding', 'changed', 'encoding-changed', 'A text has a different content encoding'],
  ['item-count', 'narrowed', 'item-count-narrowed', 'The limits for the number of items became narrower'],
  ['item-count', 'widened', 'item-count-widened', 'The limits for the number of items became wider'],
  ['item-count', 'changed', 'item-count-changed', 'The limits for the number of items moved up or down'],
  ['unique', 'narrowed', 'unique-items-required', 'A list may no longer contain equal items'],
  ['unique', 'widened', 'unique-items-dropped', 'A list may now contain equal items'],
  ['member-count', 'narrowed', 'member-count-narrowed', 'The limits for the number of members became narrower'],
  ['member-count', 'widened', 'member-count-widened', 'The limits for the number of members became wider'],
  ['member-count', 'changed', 'member-count-changed', 'The limits for the number of members moved up or down'],
  ['member', 'narrowed', 'member-removed', 'A member is no longer described'],
  ['member', 'widened', 'members-undescribed', 'The members of an object are no longer described'],
  ['member', 'neutral', 'member-added', 'An optional member was added'],
  ['required', 'narrowed', 'member-became-required', 'An optional member became required'],
  ['required', 'widened', 'member-became-optional', 'A member may now be absent'],
  ['required-member', 'narrowed', 'required-member-added', 'A required member was added'],
  ['other-members', 'narrowed', 'other-members-refused', 'Members that are not described are no longer allowed'],
  ['other-members', 'widened', 'other-members-admitted', 'Members that are not described are now allowed'],
  ['choice', 'narrowed', 'choice-removed', 'One alternative of the schema was removed'],
  ['choice', 'widened', 'choice-added', 'One alternative was added to the schema'],
  ['condition', 'narrowed', 'condition-added', 'A value must fulfil one more condition'],
  ['condition', 'widened', 'condition-removed', 'A value need no longer fulfil a condition'],
  ['condition', 'changed', 'condition-changed', 'A value must fulfil a different condition'],
  ['default', 'neutral', 'default-changed', 'The default has a different value'],
  ['deprecated', 'neutral', 'member-deprecated', 'A value became deprecated, or is no longer deprecated'],
  ['unknown', 'neutral', 'schema-not-compared', 'The schemas differ in a part that is not compared'],
] as const satisfies readonly (readonly [aspect: string, tendency: Tendency, end: string, title: string])[];

export type Aspect = (typeof VALUE_RULES)[number][0];

/** A caller may fail if the server accepts fewer values than before, or returns more values. */
const LEVELS: Readonly<Record<DiffDirection, Readonly<Record<Tendency, DiffLevel>>>> = {
  request: { narrowed: 'breaking', changed: 'breaking', widened: 'info', neutral: 'info' },
  response: { narrowed: 'info', changed: 'breaking', widened: 'breaking', neutral: 'info' },
};

const OTHER_LEVELS: { readonly [name: string]: DiffLevel } = {
  'request-default-changed': 'warning',
  'request-schema-not-compared': 'warning',
  'response-schema-not-compared': 'warning',
  'response-member-removed': 'breaking',
  'response-required-member-added': 'info',
  'response-other-members-admitted': 'info',
};

/** Returns the rule's name, or undefined if no rule covers the change, such as the aspect `null` with the tendency `changed`. */
export function valueRule(direction: DiffDirection, aspect: Aspect, tendency: Tendency): string | undefined {
  const row = VALUE_RULES.find((each) => each[0] === aspect && each[1] === tendency);
  return row === undefined ? undefined : `${direction}-${row[2]}`;
}

const WHOLE_RULES: readonly (readonly [name: string, level: DiffLevel, title: string])[] = [
  ['operation-removed', 'breaking', 'An operation was removed'],
  ['operation-moved', 'breaking', 'An operation has a different method or path'],
  ['operation-added', 'info', 'An operation was added'],
  ['operation-lifecycle-changed', 'info', 'An operation became deprecated, or is no longer deprecated'],
  ['operation-renamed', 'info', 'An operation has a different operationId'],
  ['operation-not-compared', 'warning', 'An operation has changed in a part that cannot be compared in detail'],
  ['server-path-changed', 'breaking', 'The base path of the first server changed'],
  ['server-removed', 'warning', 'A server is no longer listed'],
  ['server-added', 'info', 'A server was added'],
  ['document-not-compared', 'warning', 'The document has changed in a part that cannot be compared in detail'],
  ['outgoing-request-removed', 'breaking', 'A webhook or callback was removed'],
  ['outgoing-request-added', 'info', 'A webhook or callback was added'],
  ['outgoing-body-became-optional', 'breaking', 'A webhook or callback may now come without a body'],
  ['outgoing-body-became-required', 'info', 'A webhook or callback now always has a body'],
  ['outgoing-reply-removed', 'breaking', 'A webhook or callback can no longer be answered with this status'],
  ['outgoing-reply-added', 'info', 'A webhook or callback can be answered with one more status'],
  ['request-credentials-changed', 'breaking', 'Credentials that were sufficient are no longer sufficient'],
  ['request-credentials-added', 'info', 'Credentials that were not sufficient are now sufficient'],
  ['request-parameter-removed', 'breaking', 'A parameter was removed'],
  ['request-parameter-moved', 'breaking', 'A parameter is sent at a different location'],
  ['request-required-parameter-added', 'breaking', 'A new required parameter was added'],
  ['request-parameter-added', 'info', 'An optional parameter was added'],
  ['request-parameter-became-required', 'breaking', 'An optional parameter became required'],
  ['request-parameter-became-optional', 'info', 'A required parameter became optional'],
  ['request-parameter-restyled', 'breaking', 'A list or an object is serialized in a different style'],
  ['request-path-parameter-renamed', 'info', 'A path parameter has a different name'],
  ['request-body-removed', 'breaking', 'The request no longer has a body'],
  ['request-required-body-added', 'breaking', 'The request must now have a body'],
  ['request-body-added', 'info', 'The request may now have a body'],
  ['request-body-became-required', 'breaking', 'The body, which was optional, is now required'],
  ['request-body-became-optional', 'info', 'The body, which was required, is now optional'],
  ['request-content-removed', 'breaking', 'A content type is no longer accepted'],
  ['request-content-added', 'info', 'One more content type is accepted'],
  ['response-success-removed', 'breaking', 'An operation can no longer succeed with this status'],
  ['response-success-added', 'warning', 'An operation may now succeed with one more status'],
  ['response-error-removed', 'info', 'An operation can no longer fail with this status'],
  ['response-error-added', 'info', 'An operation may now fail with one more status'],
  ['response-content-removed', 'breaking', 'A content type is no longer returned'],
  ['response-content-added', 'info', 'One more content type may be returned'],
  ['response-body-undescribed', 'breaking', 'The body of a response is no longer described'],
  ['response-body-described', 'info', 'The body of a response is now described'],
  ['response-header-removed', 'breaking', 'A header was removed'],
  ['response-header-added', 'info', 'A header was added'],
  ['response-header-became-optional', 'breaking', 'A header that was always present may now be absent'],
  ['response-header-became-required', 'info', 'A header that was optional is now always present'],
];

/** Every rule of `parity diff` by name, in output order. */
export const DIFF_RULES: ReadonlyMap<string, DiffRule> = new Map(
  [...wholeRules(), ...valueRules('request'), ...valueRules('response')].map((rule) => [rule.name, rule]),
);

function wholeRules(): readonly DiffRule[] {
  return WHOLE_RULES.map(([name, level, title]) => {
    const direction = (['request', 'response'] as const).find((each) => name.startsWith(`${each}-`)) ?? null;
    return { name, direction, level, title };
  });
}

function valueRules(direction: DiffDirection): readonly DiffRule[] {
  return VALUE_RULES.map(([, tendency, end, title]) => {
    const name = `${direction}-${end}`;
    return { name, direction, level: OTHER_LEVELS[name] ?? LEVELS[direction][tendency], title };
  });
}

/** Says whether the older or the newer input of a comparison is a recording. */
export type PartialSide = 'before' | 'after';

/** Returns the rule for a difference between a document and a recording, or null if the recording proves no difference. */
export function recordedRule(rule: string, before: string, partial: PartialSide): string | null {
  const row = VALUE_RULES.find(([, , end]) => rule === `request-${end}` || rule === `response-${end}`);
  // A recording cannot prove that a member is required.
  const shown = partial === 'after' ? rule.replace(/-required-(?=\w+-added$)/, '-') : rule;
  if (row === undefined) return (partial === 'after' ? BEYOND_OLDER : BEYOND_NEWER).has(shown) ? shown : null;
  const [aspect, tendency, end] = row;
  if (UNSEEN.has(aspect) || end === 'members-undescribed') return null;
  if (end === 'member-removed') return partial === 'before' || before === 'required' ? rule : null;
  if (end === 'member-added' || end === 'required-member-added') return partial === 'after' ? shown : null;
  return tendency === 'changed' || tendency === (partial === 'after' ? 'widened' : 'narrowed') ? rule : null;
}

/** Aspects that recorded values cannot show. */
const UNSEEN: ReadonlySet<Aspect> = new Set([
  ...(['pattern', 'format', 'encoding', 'step', 'unique', 'condition', 'default', 'deprecated', 'choice'] as const),
  ...(['member-count', 'unknown'] as const),
]);

const BEYOND_OLDER: ReadonlySet<string> = new Set([
  ...['operation-added', 'request-parameter-added', 'request-parameter-became-optional'],
  ...['request-body-added', 'request-body-became-optional', 'request-content-added'],
  ...['response-success-added', 'response-error-added', 'response-content-added'],
]);

const BEYOND_NEWER: ReadonlySet<string> = new Set([
  ...['operation-removed', 'operation-moved', 'request-parameter-removed', 'request-parameter-moved'],
  ...['request-required-parameter-added', 'request-parameter-became-required', 'request-body-removed'],
  ...['request-required-body-added', 'request-body-became-required', 'request-content-removed'],
  ...['response-success-removed', 'response-error-removed', 'response-content-removed'],
]);
