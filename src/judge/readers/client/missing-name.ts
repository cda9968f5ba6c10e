import { foldName } from '../../../lib/fold-name.ts';
import { decodeUtf8 } from '../../../lib/utf8.ts';
import { namesIn } from './read-answer.ts';
import type { MethodUse } from './read-use.ts';

/** Returns the name of a member that is missing according to the client's error message. */
export function missingName({ method, operation }: MethodUse): string | undefined {
  const { outcome, exchanges } = method.base;
  const last = exchanges.at(-1);
  if (outcome.kind !== 'raised' || last?.operation !== operation || last.response === null) return undefined;
  // A message about a missing argument is not about the response.
  if (/\bargument/.test(outcome.text)) return undefined;
  const names = namesOf(last.response.body);
  const said = [...outcome.text.matchAll(/['"`]([A-Za-z_][\w.-]*)['"`]/g), ...outcome.text.matchAll(/^([a-z_]\w+)$/gm)];
  return said
    .map(([, name = '']) => name)
    .find((name) => isFieldName(name) && !name.startsWith('pw-') && !names.has(foldName(name)));
}

function isFieldName(name: string): boolean {
  return !/^(?:str|int|dict|list|None|undefined|null|object|NoneType)$/.test(name);
}

function namesOf(body: Uint8Array): ReadonlySet<string> {
  try {
    return namesIn(JSON.parse(decodeUtf8(body) ?? 'null'));
  } catch {
    return new Set(); // a text that is not JSON contains no names of members
  }
}
