import type { ClientSurface } from '../../model/client-surface.ts';
import type { Citation } from '../../model/surface.ts';
import type { Claim } from '../docs/claim.ts';

/** Exceptions of the language: a page may name them. */
const LANGUAGE =
  /^(Type|Value|Key|Index|Attribute|Runtime|Timeout|Connection|Import|OS|IO|Range|Reference|Syntax)?(Error|Exception)$/;

/** An exception that the client does not have, or that the trace did not see on the status that the page names. */
export function exceptionMiss(
  { name, status, at }: Extract<Claim, { kind: 'exception' }>,
  surface: ClientSurface,
): readonly DocsMiss[] {
  const { errors } = surface.description;
  if (errors.length === 0 || LANGUAGE.test(name)) return [];
  if (!errors.some((error) => lastWord(error.class) === name)) {
    return [
      {
        kind: 'exception',
        method: null,
        name,
        sentence: `${name} is documented, and the client has no such exception`,
        at,
      },
    ];
  }
  return statusesOf(status).flatMap((wanted): readonly DocsMiss[] => {
    const raised = raisedOn(wanted, surface);
    if (raised.size === 0 || raised.has(name)) return [];
    const sentence = `${name} is documented for ${wanted}, where the client raises ${[...raised].sort().join(' or ')}`;
    return [{ kind: 'exception', method: null, name, sentence, at }];
  });
}

function statusesOf(status: string | null): readonly string[] {
  return status?.match(/\b[1-5](?:\d\d|xx)\b/gi)?.map((each) => each.toLowerCase()) ?? [];
}

/** Classes, those that they extend as well, seen on a status or on its hundred. */
function raisedOn(status: string, { methods }: ClientSurface): ReadonlySet<string> {
  const pattern = new RegExp(`^${status.replaceAll('x', '\\d')}$`);
  const found = new Set<string>();
  for (const reading of methods) {
    for (const { purpose, outcome } of reading.state === 'sends' ? reading.calls : []) {
      const isAsked =
        purpose.kind === 'answer' && purpose.answer.kind === 'error' && pattern.test(String(purpose.answer.status));
      if (isAsked && outcome.kind === 'raised')
        for (const each of [outcome.class, ...outcome.bases]) found.add(lastWord(each));
    }
  }
  return found;
}

function lastWord(name: string): string {
  return name.split('.').at(-1) ?? name;
}
export interface DocsMiss {
  readonly kind: 'method' | 'argument' | 'attribute' | 'exception';
  /** As the client calls it; null: it has none. */
  readonly method: string | null;
  /** As the page writes it. */
  readonly name: string;
  readonly sentence: string;
  readonly at: Citation;
}
