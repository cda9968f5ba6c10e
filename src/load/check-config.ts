import { nearest } from '../lib/nearest.ts';
import type { ContractSet } from '../model/contract.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { FINDING_KINDS, isFindingKind } from '../model/finding.ts';
import type { Config } from '../model/target.ts';
import { reportAt } from './build-context.ts';
import type { Path, YamlSource } from './yaml-source.ts';

/** What of the settings must agree with the contracts. */
export function checkConfig(config: Config, source: YamlSource, { api }: ContractSet): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const report = (path: Path, message: string, hint?: string) =>
    reportAt({ source, report: (diagnostic) => found.push(diagnostic) }, { path, code: 'bad-config', message, hint });
  for (const [name, target] of Object.entries(config.targets)) {
    const path = ['targets', name];
    if (target.profile !== '' && !api.profiles.includes(target.profile))
      report(
        [...path, 'profile'],
        `must be a profile of the API; was "${target.profile}"`,
        `known: ${api.profiles.join(', ')}`,
      );
    for (const [actor, kinds] of Object.entries(target.actors))
      for (const kind of Object.keys(kinds).filter((each) => !Object.hasOwn(api.auth, each)))
        report(
          [...path, 'actors', actor, kind],
          `must be an authentication kind of the API; was "${kind}"`,
          `known: ${Object.keys(api.auth).join(', ')}`,
        );
  }
  if (!Object.hasOwn(config.targets, config.defaultTarget))
    report(
      ['default_target'],
      `must be a target; was "${config.defaultTarget}"`,
      `known: ${Object.keys(config.targets).join(', ')}`,
    );
  for (const kind of Object.keys(config.severity).filter((each) => !isFindingKind(each))) {
    const guess = nearest(kind, FINDING_KINDS);
    report(['severity', kind], `must be a finding kind; was "${kind}"`, guess && `did you mean "${guess}"?`);
  }
  return found;
}
