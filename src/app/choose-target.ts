import { userError } from '../lib/error.ts';
import { didYouMean } from '../lib/nearest.ts';
import { serverUrlProblem } from '../lib/server-url.ts';
import { urlTarget } from '../load/load-config.ts';
import type { ContractSet } from '../model/contract.ts';
import type { Target } from '../model/target.ts';
import type { Workspace } from '../model/workspace.ts';

export interface TargetFlags {
  /** Name of a target in the settings, or a URL. */
  readonly target?: string;
  readonly profile?: string;
  readonly concurrency?: number;
  readonly retries?: number;
  readonly timeoutMs?: number;
  readonly allowDestructive?: boolean;
  readonly defect?: readonly string[];
}

/**
 * Options of the command line replace the settings of the target.
 * @throws target-unknown, profile-unknown, target-not-sandbox
 */
export function chooseTarget({ config, contracts }: Workspace, flags: TargetFlags): Target {
  const named = findTarget(config.targets, flags.target ?? config.defaultTarget);
  const profile = chooseProfile(contracts, flags.profile ?? (named.profile || undefined));
  checkVersion(named, contracts);
  const target: Target = {
    ...named,
    profile,
    concurrency: flags.concurrency ?? named.concurrency,
    retries: flags.retries ?? named.retries,
    timeoutMs: flags.timeoutMs ?? named.timeoutMs,
    destructive: flags.allowDestructive ?? named.destructive,
  };
  return flags.defect === undefined || flags.defect.length === 0 ? target : withDefects(target, flags.defect);
}

function checkVersion({ name, version }: Target, { operations }: Workspace['contracts']): void {
  if (version === undefined || !('operation' in version) || operations.has(version.operation)) return;
  throw userError(
    'operation-unknown',
    `targets.${name}.version.operation must be an operation of the contracts; was "${version.operation}"`,
    { hint: didYouMean(version.operation, operations.keys()) ?? '`parity check` lists what the contracts declare.' },
  );
}

function findTarget(targets: Workspace['config']['targets'], name: string): Target {
  if (/^https?:\/\//i.test(name)) return urlTarget(checkedUrl(name));
  const target = Object.hasOwn(targets, name) ? targets[name] : undefined;
  if (target !== undefined) return target;
  throw userError(
    'target-unknown',
    `--target must be one of ${Object.keys(targets).join(', ')}, or a URL; was "${name}"`,
    {
      hint: didYouMean(name, Object.keys(targets)) ?? 'Declare targets in parity.config.yaml.',
    },
  );
}

function checkedUrl(text: string): string {
  const problem = serverUrlProblem(text);
  if (problem !== undefined) throw userError('target-unknown', `--target ${problem}`);
  return text;
}

function withDefects(target: Target, defects: readonly string[]): Target {
  if (target.kind === 'sandbox') return { ...target, defects: [...target.defects, ...defects] };
  throw userError('target-not-sandbox', `--defect is only for the sandbox; the target is "${target.name}"`);
}

/** Without a name, returns the API's first profile. @throws profile-unknown */
export function chooseProfile({ api }: ContractSet, name: string | undefined): string {
  const profile = name ?? api.profiles[0] ?? 'default';
  if (name === undefined || api.profiles.includes(profile)) return profile;
  throw userError('profile-unknown', `--profile must be one of ${api.profiles.join(', ')}; was "${profile}"`);
}
