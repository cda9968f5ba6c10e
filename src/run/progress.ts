import type { Address } from '../model/address.ts';

/** What a run tells while it goes on. `total` counts the scenarios that are to run, skipped ones left out. */
export type ProgressEvent =
  | { readonly kind: 'run-started'; readonly total: number; readonly skipped: number }
  | { readonly kind: 'scenario-started'; readonly address: Address }
  | {
      readonly kind: 'scenario-ended';
      readonly address: Address;
      readonly done: number;
      readonly total: number;
      /** Scenarios that the injected judge called failed, so far. */
      readonly failed: number;
    }
  | { readonly kind: 'stopping'; readonly reason: string }
  | { readonly kind: 'removing-leftovers'; readonly count: number }
  | { readonly kind: 'run-ended'; readonly durationMs: number };

export type ProgressListener = (event: ProgressEvent) => void;
