import type { SentCall } from '../code/evaluate.ts';
import { textPieces } from '../code/find-request.ts';
import { alternatives, inputsOf, type Value } from '../code/values.ts';

export interface SentPath {
  readonly method: string;
  /** `/v1/cues/{cue_id}/fire`. */
  readonly template: string;
  /** What stands in each hole, in order. */
  readonly holes: readonly Value[];
  /** `?limit=…` of the text itself. */
  readonly query: readonly (readonly [string, Value])[];
}

/** Every request line that a call can send; `remark`: why there is none. */
export function readPaths({ method, path }: SentCall): {
  readonly paths: readonly SentPath[];
  readonly remark: string | null;
} {
  const methods = alternatives(method).flatMap((each) =>
    each.kind === 'known' ? [String(each.value).toUpperCase()] : [],
  );
  const paths = variants(path).flatMap((pieces) => readPath(pieces) ?? []);
  if (paths.length === 0)
    return { paths: [], remark: 'the path of a request is put together in a way that cannot be followed' };
  return { paths: methods.flatMap((verb) => paths.map((each) => ({ method: verb, ...each }))), remark: null };
}

const MOST = 8;

/** A path that is one of several, or holds one of several texts. */
function variants(path: Value): readonly (readonly Value[])[] {
  return alternatives(path).flatMap((each) => {
    let all: (readonly Value[])[] = [[]];
    for (const piece of textPieces(each)) {
      const texts = alternatives(piece).filter((choice) => choice.kind === 'known' || choice.kind === 'text');
      const choices: readonly (readonly Value[])[] = texts.length === 0 ? [[piece]] : texts.map(textPieces);
      all = all.flatMap((before) => choices.map((choice) => [...before, ...choice])).slice(0, MOST);
    }
    return all;
  });
}

function readPath(pieces: readonly Value[]): Omit<SentPath, 'method'> | null {
  const start = pieces.findIndex((piece) => piece.kind === 'known' && /^(\/|https?:)/.test(String(piece.value)));
  if (start === -1 || start > 1) return null;
  let [template, query, last, inQuery] = ['', [] as (readonly [string, Value])[], '', false];
  const holes: Value[] = [];
  for (const piece of pieces.slice(start)) {
    if (piece.kind !== 'known') {
      if (inQuery) {
        const name = /[?&]?([\w.-]+)=$/.exec(last)?.[1];
        if (name !== undefined) query = [...query, [name, piece]];
      } else if (template.endsWith('/') || isValue(piece)) {
        template += `{${holeName(piece, holes.length)}}`;
        holes.push(piece);
      }
      last = '';
      continue;
    }
    const text = String(piece.value);
    const mark = text.indexOf('?');
    if (!inQuery) template += mark === -1 ? text : text.slice(0, mark);
    inQuery ||= mark !== -1;
    if (inQuery) query = [...query, ...fixedPairs(text.slice(mark + 1))];
    last = text;
  }
  return { template: template.replace(/^https?:\/\/[^/]*/, '').replace(/\/$/, '') || '/', holes, query };
}

/** A value in a path, not a query that is put behind it. */
function isValue(piece: Value): boolean {
  return inputsOf(piece).length > 0 && piece.kind !== 'object' && piece.kind !== 'choice';
}

function fixedPairs(text: string): readonly (readonly [string, Value])[] {
  return [...text.matchAll(/([\w.-]+)=([^&]+)/g)].map(
    ([, name = '', value = '']) => [name, { kind: 'known', value }] as const,
  );
}

function holeName(piece: Value, index: number): string {
  const [input] = inputsOf(piece);
  return input?.path.split('.').at(-1) ?? `value${index === 0 ? '' : index + 1}`;
}
