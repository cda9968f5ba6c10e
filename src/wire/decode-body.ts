import { isTooDeep } from '../lib/json-depth.ts';
import { formatPointer } from '../lib/json-pointer.ts';
import { isJsonMedia, mediaType } from '../lib/media-type.ts';
import { percentDecode } from '../lib/percent.ts';
import { previewText } from '../lib/preview-value.ts';
import { pathOf, scanJson } from '../lib/scan-json.ts';
import { decodeUtf8 } from '../lib/utf8.ts';
import type { Contract } from '../model/contract.ts';
import { type HttpRequest, headerValue } from '../model/http.ts';
import { CONTENT_TYPES } from './encode-body.ts';

export type BodyProblemKind = 'content-type' | 'not-utf8' | 'not-json' | 'duplicate-member' | 'unexpected';

export interface BodyProblem {
  readonly kind: BodyProblemKind;
  /** In the body; '' but for a duplicate member. */
  readonly pointer: string;
  readonly expected: string;
  readonly observed: string;
}

/** What a request's body says. `form` holds pairs in wire order. */
export type DecodedBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'form'; readonly pairs: readonly (readonly [string, string])[] }
  | { readonly kind: 'unreadable' };

export interface BodyReading {
  readonly body: DecodedBody;
  readonly problems: readonly BodyProblem[];
}

/** Reads a body by its own content type, and says where that differs from what the contract wants. */
export function decodeBody(contract: Contract, request: HttpRequest): BodyReading {
  if (request.body === null || request.body.length === 0) return { body: { kind: 'none' }, problems: [] };
  const sent = headerValue(request.headers, 'content-type');
  const media = sent === undefined ? undefined : mediaType(sent);
  const text = decodeUtf8(request.body);
  const typed = contentTypeProblems(contract, media);
  if (text === undefined) return unreadable({ kind: 'not-utf8', expected: 'UTF-8', observed: 'other bytes' });
  if (media === CONTENT_TYPES.form) return { body: { kind: 'form', pairs: formPairs(text) }, problems: typed };
  const json = parseJson(text);
  if (json !== undefined) {
    return { body: { kind: 'json', value: json.value }, problems: [...typed, ...duplicates(text, json.value)] };
  }
  const observed = `${media === undefined ? '' : `${media} `}${previewText(text, 60)}`;
  if (contract.content === 'none') return unreadable({ kind: 'unexpected', expected: 'no body', observed });
  if (contract.content === 'form') return { body: { kind: 'form', pairs: formPairs(text) }, problems: typed };
  // The content type says that it is no JSON: one cause, one problem.
  if (typed.length > 0 && media !== undefined) return { body: { kind: 'unreadable' }, problems: typed };
  return unreadable({ kind: 'not-json', expected: 'JSON', observed });
}

/** `a=1&b=2` → pairs, decoded. */
export function formPairs(text: string): readonly (readonly [string, string])[] {
  return text
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      const [name, value] = equals === -1 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)];
      return [formDecode(name), formDecode(value)] as const;
    });
}

function formDecode(text: string): string {
  return percentDecode(text.replaceAll('+', ' '));
}

function contentTypeProblems(contract: Contract, media: string | undefined): readonly BodyProblem[] {
  if (contract.content === 'none') return [];
  const expected = CONTENT_TYPES[contract.content];
  if (media === expected || (contract.content === 'json' && media !== undefined && isJsonMedia(media))) return [];
  return [{ kind: 'content-type', pointer: '', expected, observed: media ?? 'no content type' }];
}

function unreadable(problem: Omit<BodyProblem, 'pointer'>): BodyReading {
  return { body: { kind: 'unreadable' }, problems: [{ ...problem, pointer: '' }] };
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  if (isTooDeep(text)) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** JSON.parse keeps the last of several members of one name; servers may keep the first. */
function duplicates(text: string, value: unknown): readonly BodyProblem[] {
  // Compact JSON that is written again as it was has each member once: most bodies need no closer look.
  if (JSON.stringify(value) === text) return [];
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const member of scanJson(text)) {
    const pointer = formatPointer(pathOf(member));
    if (seen.has(pointer)) twice.add(pointer);
    seen.add(pointer);
  }
  return [...twice].map((pointer) => ({
    kind: 'duplicate-member',
    pointer,
    expected: 'one member of this name',
    observed: 'several',
  }));
}
