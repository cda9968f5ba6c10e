import { joinWords } from '../../lib/list-words.ts';
import { compareVersions, type StatedVersion } from '../sources/versions.ts';
import type { Contradiction } from './build-handoff.ts';

/** Lists the files and tags whose version differs from the version of the majority. */
export function versionContradictions(stated: readonly StatedVersion[]): readonly Contradiction[] {
  const drift = versionDrift(stated);
  return (drift?.odd ?? []).map(({ source, version, at }) => ({
    at: at.line > 0 ? `${at.file}:${at.line}` : `${source} (${at.file})`,
    says: version,
    evidence: drift?.sentence ?? '',
  }));
}

interface VersionDrift {
  /** The version of the majority of files and tags, or null if there is no majority. */
  readonly version: string | null;
  /** The files and tags that differ from the majority, or all if there is no majority. */
  readonly odd: readonly StatedVersion[];
  readonly agreeing: readonly StatedVersion[];
  /** Null unless exactly one file or tag differs from the majority. */
  readonly culprit: StatedVersion | null;
  readonly sentence: string;
}

/** Returns null if all versions agree. `1.4.0.dev3` agrees with `1.4.0`. */
export function versionDrift(stated: readonly StatedVersion[]): VersionDrift | null {
  const considered = withoutUnreleased(stated);
  const bySaying = new Map<string, StatedVersion[]>();
  for (const each of considered) {
    bySaying.set(release(each.version), [...(bySaying.get(release(each.version)) ?? []), each]);
  }
  if (bySaying.size < 2) return null;
  const groups = [...bySaying].toSorted(([a, one], [b, two]) => two.length - one.length || compareVersions(b, a));
  const [most, next] = groups;
  if (most === undefined || next === undefined) return null;
  const agreed = most[1].length > next[1].length ? most : null;
  const agreeing = agreed?.[1] ?? [];
  const odd = considered.filter((each) => !agreeing.includes(each));
  const [only] = odd;
  return {
    version: agreed?.[0] ?? null,
    odd,
    agreeing,
    culprit: agreed !== null && odd.length === 1 && only !== undefined ? only : null,
    sentence: groups
      .map(([version, places]) => `${placesOf(places)} ${places.length === 1 ? 'says' : 'say'} ${version}`)
      .join('; '),
  };
}

function withoutUnreleased(stated: readonly StatedVersion[]): readonly StatedVersion[] {
  const isLate = ({ source, unreleased }: StatedVersion) => source === 'git tag' || unreleased === true;
  const newest = stated.filter((each) => !isLate(each)).toSorted((a, b) => compareVersions(b.version, a.version))[0];
  if (newest === undefined) return stated;
  return stated.filter((each) => !isLate(each) || compareVersions(each.version, newest.version) >= 0);
}

/** Returns `1.4.0` for development versions such as `1.4.0.dev3`, `1.4.0-beta.1` and `1.4.0+local`. */
function release(version: string): string {
  return version
    .replace(/[-.+]?(?:dev|a|b|rc|alpha|beta|pre|next|snapshot|local)[-.]?\d*.*$/i, '')
    .replace(/\+.*$/, '');
}

function placesOf(places: readonly StatedVersion[]): string {
  return joinWords([...new Set(places.map(({ source }) => source))]);
}
