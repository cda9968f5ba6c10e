import { previewText, previewValue } from '../../lib/preview-value.ts';
import { shortHash } from '../../lib/stable-hash.ts';
import type { Place } from '../../model/contract.ts';
import type { Finding, FindingKind } from '../../model/finding.ts';
import { type Address, scenarioOf, withoutShrunk } from '../../model/plan.ts';
import { KINDS } from '../kinds.ts';
import type { Draft, Subject } from '../subject.ts';

export type Seen = Pick<Subject, 'exchange' | 'contract' | 'judge'>;

/** A draft with all that says where it was seen. The fingerprint holds no values and no step: it is the same in each run. */
export function makeFinding(kind: FindingKind, draft: Draft, { exchange, contract, judge }: Seen): Finding {
  const { where, severity } = judge.context;
  const { field, places, pointer, found } = draft;
  const { blame } = exchange.expect;
  // A read shows what a write did: the write is at fault.
  const operation = blame?.kind === kind ? (blame.operation ?? contract.id) : contract.id;
  const marks = places === undefined ? [] : [placeMark(places.declared), placeMark(places.sent)];
  if (KINDS[kind].about === 'promise') marks.push(familyOf(exchange.address, field));
  return {
    kind,
    severity: severity[kind] ?? KINDS[kind].severity,
    fingerprint: shortHash([kind, operation, field ?? '', ...marks, where]),
    where,
    operation,
    address: exchange.address,
    field,
    expected: previewText(draft.expected, 200),
    observed: previewText(draft.observed, 200),
    ...(places === undefined ? {} : { places }),
    evidence: { exchange: exchange.id, pointer, excerpt: excerptOf(found) },
  };
}

/**
 * What a generated scenario tries, as its name says it without its field: `as` of `name.as-list`, `exclusive_claim.race` of
 * `exclusive_claim.race-3`. Variants of one try have one cause.
 */
function familyOf(step: Address, field: string | null): string {
  const scenario = withoutShrunk(scenarioOf(step));
  const name = scenario.slice(scenario.lastIndexOf('/') + 1);
  const tries = field !== null && name.startsWith(`${field}.`) ? name.slice(field.length + 1) : name;
  return tries.replace(/[-~][^.]*$/, '');
}

function placeMark({ location, name }: Place): string {
  return `${location} ${name}`;
}

function excerptOf(found: unknown): string {
  return typeof found === 'string' ? previewText(found) : previewValue(found);
}
