import type { Address } from '../model/address.ts';

type ProgressEvent =
  | { readonly kind: 'run-started'; readonly total: number; readonly skipped: number }
  | { readonly kind: 'scenario-started'; readonly address: Address }
  | {
      readonly kind: 'scenario-ended';
      readonly address: Address;
      readonly done: number;
      readonly total: number;
      readonly failed: number;
    }
  | { readonly kind: 'stopping'; readonly reason: string }
  | { readonly kind: 'removing-leftovers'; readonly count: number }
  | { readonly kind: 'run-ended'; readonly durationMs: number };

export type ProgressListener = (event: ProgressEvent) => void;
