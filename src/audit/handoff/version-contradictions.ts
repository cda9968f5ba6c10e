import { versionDrift } from '../sources/version-drift.ts';
import type { StatedVersion } from '../sources/versions.ts';
import type { Contradiction } from './build-handoff.ts';

/** Places that say another version than most. */
export function versionContradictions(stated: readonly StatedVersion[]): readonly Contradiction[] {
  const drift = versionDrift(stated);
  return (drift?.odd ?? []).map(({ source, version, at }) => ({
    at: at.line > 0 ? `${at.file}:${at.line}` : `${source} (${at.file})`,
    says: version,
    evidence: drift?.sentence ?? '',
  }));
}
