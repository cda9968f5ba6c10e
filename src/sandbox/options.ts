import { codedError } from '../lib/error.ts';
import { nearest } from '../lib/nearest.ts';
import { type DefectName, findDefect } from './defects/index.ts';

export interface SandboxOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Which variant of the API to be; `hosted` unless told otherwise. */
  readonly profile?: 'hosted' | 'core';
  /** Names from DEFECTS: what is to be wrong. */
  readonly defects?: readonly string[];
  /** Names from FEATURES: what is proposed and not shipped anywhere. */
  readonly features?: readonly string[];
  /** Real time in milliseconds. */
  readonly now?: () => number;
  /** Ids and secrets are drawn from it; random when absent. */
  readonly seed?: number;
  /** Echoed as `X-Parity-Nonce` by GET /health. */
  readonly nonce?: string;
  /** Stands in for every limit that counts by IP address, whatever its window; 1,000,000 unless told otherwise. */
  readonly ipCeiling?: number;
}

/** Options, checked and completed. */
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

export const FEATURES = {
  'internal-agents-upsert': 'PUT /v1/internal/agents/{slug}@{user_slug}: proposed, on no server',
} as const;

export type FeatureName = keyof typeof FEATURES;

/** Throws an Error with code defect-unknown or feature-unknown. */
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
  const message = `Unknown sandbox feature '${name}'; expected one of ${names.join(', ')}${guess ? `. Did you mean '${guess}'?` : ''}`;
  throw codedError('feature-unknown', message);
}

function isFeature(name: string): name is FeatureName {
  return Object.hasOwn(FEATURES, name);
}
