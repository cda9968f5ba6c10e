import { decodeContent, READABLE_CODINGS } from '../lib/content-encoding.ts';
import { isTooDeep } from '../lib/json-depth.ts';
import { parseJson } from '../lib/json-text.ts';
import { isInRange, isJsonMedia, mediaContent, mediaParameter, mediaType } from '../lib/media-type.ts';
import { percentDecode } from '../lib/percent.ts';
import { previewText } from '../lib/preview-value.ts';
import { duplicateMembers } from '../lib/scan-json.ts';
import { decodeCharset, decodeUtf8, otherCharset } from '../lib/utf8.ts';
import { type Content, USUAL_MEDIA } from '../model/content.ts';
import type { Contract } from '../model/contract.ts';
import { type HttpRequest, headerValue, headerValues } from '../model/http.ts';
import { multipartPairs } from './multipart.ts';
import type { Pair } from './styles.ts';

export type BodyProblemKind =
  | 'content-type'
  | 'encoding'
  | 'not-utf8'
  | 'not-json'
  | 'not-multipart'
  | 'duplicate-member'
  | 'unexpected';

export interface BodyProblem {
  readonly kind: BodyProblemKind;
  /** Pointer to the duplicate member. For all other problems, the pointer is empty. */
  readonly pointer: string;
  readonly expected: string;
  readonly observed: string;
}

/** The decoded body of a request, with the fields of a form in their order. */
export type DecodedBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'form'; readonly pairs: readonly Pair[]; readonly parts?: boolean }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'unreadable' };

interface BodyReading {
  readonly body: DecodedBody;
  readonly problems: readonly BodyProblem[];
}

/** Decodes a request body, and reports a Content-Type that the contract does not declare. */
export function decodeBody(contract: Pick<Contract, 'content' | 'mediaTypes'>, request: HttpRequest): BodyReading {
  if (request.body === null || request.body.length === 0) return { body: { kind: 'none' }, problems: [] };
  const sent = headerValue(request.headers, 'content-type');
  const media = sent === undefined ? undefined : mediaType(sent);
  const typed = contentTypeProblems(contract, request, media);
  const plain = decompress(request);
  if ('problem' in plain) return unreadable(plain.problem);
  const kind = kindOf(contract, media);
  if (kind === 'multipart') return fromMultipart(plain.bytes, sent ?? '', typed);
  const charset = otherCharset(sent);
  const text = kind === 'text' && charset !== undefined ? undefined : decodeUtf8(plain.bytes);
  if (text === undefined) {
    if (kind === 'text') return { body: { kind: 'text', value: decodeCharset(plain.bytes, charset) }, problems: typed };
    const observed =
      charset === undefined ? 'bytes that are not UTF-8' : `bytes in charset ${previewText(charset, 40)}`;
    return unreadable({ kind: 'not-utf8', expected: 'UTF-8', observed });
  }
  if (kind === 'form') return { body: { kind: 'form', pairs: formPairs(text) }, problems: typed };
  return fromText(text, { contract, media, typed, kind });
}

interface TextBody {
  readonly contract: Pick<Contract, 'content'>;
  readonly media: string | undefined;
  readonly typed: readonly BodyProblem[];
  readonly kind: Content;
}

/** Parses a body as JSON even if its Content-Type is plain text, unless the contract declares plain text. */
function fromText(text: string, { contract, media, typed, kind }: TextBody): BodyReading {
  if (kind === 'text' && contract.content === 'text') return { body: { kind: 'text', value: text }, problems: typed };
  const json = readJson(text);
  if (json !== undefined) {
    return { body: { kind: 'json', value: json.value }, problems: [...typed, ...duplicates(text, json.value)] };
  }
  const observed = `${media === undefined ? '' : `${media} `}${previewText(text, 60)}`;
  if (contract.content === 'none') return unreadable({ kind: 'unexpected', expected: 'no body', observed });
  if (contract.content === 'form') return { body: { kind: 'form', pairs: formPairs(text) }, problems: typed };
  // The wrong content type already explains why the body is not JSON.
  if (typed.length > 0 && media !== undefined) return { body: { kind: 'unreadable' }, problems: typed };
  return unreadable({ kind: 'not-json', expected: 'JSON', observed });
}

function kindOf({ content }: Pick<Contract, 'content'>, media: string | undefined): Content {
  if (media === undefined) return content === 'multipart' || content === 'form' ? 'json' : content;
  return mediaContent(media);
}

function fromMultipart(body: Uint8Array, contentType: string, typed: readonly BodyProblem[]): BodyReading {
  const pairs = multipartPairs(body, mediaParameter(contentType, 'boundary') ?? '');
  if (pairs !== undefined) return { body: { kind: 'form', pairs, parts: true }, problems: typed };
  return unreadable({
    kind: 'not-multipart',
    expected: 'parts separated by the boundary of the Content-Type',
    observed: previewText(Buffer.from(body).toString('latin1'), 60),
  });
}

export function formPairs(text: string): readonly Pair[] {
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

/** The members of a JSON Patch describe changes, and are no fields of the body. */
const OWN_MEANING = /json-patch\+json$/;

function contentTypeProblems(
  contract: Pick<Contract, 'content' | 'mediaTypes'>,
  { headers }: HttpRequest,
  media: string | undefined,
): readonly BodyProblem[] {
  if (contract.content === 'none') return [];
  const accepted = contract.mediaTypes ?? USUAL_MEDIA[contract.content];
  const expected = accepted.join(' or ');
  const all = [...new Set(headerValues(headers, 'content-type').map(mediaType))];
  if (all.length > 1) return [{ kind: 'content-type', pointer: '', expected, observed: all.join(' and ') }];
  const isUsual = contract.mediaTypes === undefined && contract.content === 'json';
  const fits =
    media !== undefined &&
    (accepted.some((range) => isInRange(media, range)) || (isUsual && isJsonMedia(media) && !OWN_MEANING.test(media)));
  return fits ? [] : [{ kind: 'content-type', pointer: '', expected, observed: media ?? 'no content type' }];
}

const MOST_BYTES = 32 * 1024 * 1024;

function decompress({ headers, body }: HttpRequest): { readonly bytes: Uint8Array } | { readonly problem: Problem } {
  const encoding = headerValues(headers, 'content-encoding');
  const decoded = decodeContent(body ?? new Uint8Array(), encoding, MOST_BYTES);
  const problem = (observed: string) => ({
    problem: { kind: 'encoding', expected: `a body in ${encoding.join(', ')}`, observed } as const,
  });
  switch (decoded.kind) {
    case 'decoded':
      return decoded;
    case 'unknown':
      return problem(`Content-Encoding: ${previewText(decoded.coding, 40)}; only ${READABLE_CODINGS} can be read`);
    case 'malformed':
      return problem(decoded.message);
    case 'too-large':
      return problem(`more than ${MOST_BYTES} decoded bytes`);
  }
}

type Problem = Omit<BodyProblem, 'pointer'>;

function unreadable(problem: Problem): BodyReading {
  return { body: { kind: 'unreadable' }, problems: [{ ...problem, pointer: '' }] };
}

function readJson(text: string): { readonly value: unknown } | undefined {
  if (isTooDeep(text)) return undefined;
  try {
    return { value: parseJson(text) };
  } catch {
    return undefined;
  }
}

function duplicates(text: string, value: unknown): readonly BodyProblem[] {
  return duplicateMembers(text, value).map((pointer) => ({
    kind: 'duplicate-member',
    pointer,
    expected: 'only one member with this name',
    observed: 'several',
  }));
}
