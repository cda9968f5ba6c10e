import { previewText, previewValue } from '../../lib/preview-value.ts';
import { remember } from '../../lib/remember.ts';
import { shortHash } from '../../lib/stable-hash.ts';
import type { Finding, FindingKind } from '../../model/finding.ts';
import type { JudgeContext } from '../judge.ts';
import { KINDS } from '../kinds.ts';
import type { Draft } from '../subject.ts';

interface Sighting
  extends Pick<Finding, 'cause' | 'operation' | 'address' | 'tried' | 'outcome' | 'methods' | 'shows'> {
  readonly context: JudgeContext;
  readonly warning?: boolean;
  readonly exchange: string;
  /** Parts of the fingerprint in addition to cause, operation, field and places. */
  readonly marks?: readonly string[];
}

/** The fingerprint contains no values and no step, so it is the same in every run. */
export function makeFinding(kind: FindingKind, draft: Draft, sighting: Sighting): Finding {
  const { context, warning, exchange, marks = [], ...seen } = sighting;
  const { field, places, pointer, found } = draft;
  const level = context.severity[kind];
  const sides = places === undefined ? [] : [places.declared, places.sent];
  const placeMarks = sides.map(({ location, name }) => `${location} ${name}`);
  return {
    kind,
    severity: level === undefined || level === 'off' ? (warning ? 'warning' : KINDS[kind].severity) : level,
    fingerprint: fingerprintIn(context)([seen.cause, seen.operation, field ?? '', ...placeMarks, ...marks]),
    where: context.where,
    field,
    expected: previewText(draft.expected, 200),
    observed: previewText(draft.observed, 240),
    ...(places === undefined ? {} : { places }),
    ...seen,
    evidence: { exchange, pointer, excerpt: typeof found === 'string' ? previewText(found) : previewValue(found) },
  };
}

/** Cached, because a recording in which every call fails has many findings with the same fingerprint. */
const fingerprintIn = remember(({ where }: JudgeContext) => {
  const known = new Map<string, string>();
  return (parts: readonly string[]): string => {
    const key = parts.join('\0');
    const fingerprint = known.get(key) ?? fingerprintAt(where, parts);
    known.set(key, fingerprint);
    return fingerprint;
  };
});

export function fingerprintAt(where: string, parts: readonly string[]): string {
  return shortHash([...parts, withoutLocalPort(where)]);
}

/** Removes the TCP port from a local address, because the port may differ in each run. */
function withoutLocalPort(where: string): string {
  return where.replace(/^((?:https?:\/\/)?(?:localhost|127(?:\.\d+){3}|\[::1\])):\d+/, '$1');
}
