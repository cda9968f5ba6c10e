import { codedError } from '../lib/error.ts';
import { nearest } from '../lib/nearest.ts';
import { type DefectName, findDefect } from './defects/index.ts';

export interface SandboxOptions {
  /** By default, the server listens on a free port. */
  readonly port?: number;
  readonly profile?: 'hosted' | 'core';
  /** The names of the defects that are switched on. */
  readonly defects?: readonly string[];
  /** The names of the proposed features that are switched on. */
  readonly features?: readonly string[];
  readonly now?: () => number;
  /** The seed of the generated ids and secrets. Without a seed, they are random. */
  readonly seed?: number;
  /** The value of the header `X-Parity-Nonce` in responses to GET /health. */
  readonly nonce?: string;
  /** This number replaces all limits for an IP address. The default is 1,000,000. */
  readonly ipCeiling?: number;
}

export interface Settings {
  readonly port: number;
  readonly profile: 'hosted' | 'core';
  readonly defects: ReadonlySet<DefectName>;
  readonly features: ReadonlySet<FeatureName>;
  readonly now: () => number;
  readonly seed: number | undefined;
  readonly nonce: string | undefined;
  readonly ipCeiling: number;
}

const FEATURES = {
  'internal-agents-upsert': 'PUT /v1/internal/agents/{slug}@{user_slug}: proposed, no real server has it',
} as const;

type FeatureName = keyof typeof FEATURES;

/** Checks the options and adds the defaults. Throws an Error with code `defect-unknown` or `feature-unknown`. */
export function resolveOptions(options: SandboxOptions): Settings {
  return {
    port: options.port ?? 0,
    profile: options.profile ?? 'hosted',
    defects: new Set((options.defects ?? []).map(findDefect)),
    features: new Set((options.features ?? []).map(findFeature)),
    now: options.now ?? Date.now,
    seed: options.seed,
    nonce: options.nonce,
    ipCeiling: options.ipCeiling ?? 1_000_000,
  };
}

function findFeature(name: string): FeatureName {
  if (isFeature(name)) return name;
  const names = Object.keys(FEATURES);
  const guess = nearest(name, names);
  const known = guess === undefined ? `known: ${names.join(', ')}` : `did you mean "${guess}"?`;
  const message = `the sandbox has no feature "${name}"; ${known}`;
  throw codedError('feature-unknown', message);
}

function isFeature(name: string): name is FeatureName {
  return Object.hasOwn(FEATURES, name);
}
