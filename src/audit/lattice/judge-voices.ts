import { type SourceId, sourceKind } from '../../model/surface.ts';

/** What one source says of a point, in a form that can be compared. */
export interface Voice<T> {
  readonly source: SourceId;
  readonly value: T;
}

/**
 * The odd ones out of those who speak of one point; `null` stands for a disagreement that nobody can be blamed for.
 * Nothing when all agree. The rule is written down in docs/reference/lattice.md.
 */
export function judgeVoices<T>(
  voices: readonly Voice<T>[],
  agree: (a: T, b: T) => boolean,
): readonly (SourceId | null)[] {
  const camps = campsOf(voices, agree);
  const [first, second] = camps;
  if (first === undefined || second === undefined) return [];
  if (first.length > second.length) {
    const others = camps.slice(1);
    const lone = others.filter((camp) => camp.length === 1).flatMap((camp) => camp.map(({ source }) => source));
    return others.some((camp) => camp.length > 1) ? [...lone, null] : lone;
  }
  return [camps.length === 2 && first.length === 1 ? lighter(first, second) : null];
}

/** Who agrees with all of a camp joins it; the largest first. */
function campsOf<T>(voices: readonly Voice<T>[], agree: (a: T, b: T) => boolean): readonly (readonly Voice<T>[])[] {
  const camps: Voice<T>[][] = [];
  for (const voice of voices) {
    const home = camps.find((camp) => camp.every(({ value }) => agree(value, voice.value)));
    if (home === undefined) camps.push([voice]);
    else home.push(voice);
  }
  return camps.sort((a, b) => b.length - a.length);
}

/** One against one: what is nearer to the server outweighs what was written about it. */
const WEIGHT = { contract: 3, openapi: 3, observed: 3, client: 2, docs: 1, manifest: 1 };

function lighter<T>([a]: readonly Voice<T>[], [b]: readonly Voice<T>[]): SourceId | null {
  if (a === undefined || b === undefined) return null;
  const difference = WEIGHT[sourceKind(a.source)] - WEIGHT[sourceKind(b.source)];
  return difference === 0 ? null : difference < 0 ? a.source : b.source;
}
