import type { Address } from '../model/address.ts';

/** An event that a run reports while the run is in progress. `total` is the number of scenarios to run, without skipped scenarios. */
type ProgressEvent =
  | { readonly kind: 'run-started'; readonly total: number; readonly skipped: number }
  | { readonly kind: 'scenario-started'; readonly address: Address }
  | {
      readonly kind: 'scenario-ended';
      readonly address: Address;
      readonly done: number;
      readonly total: number;
      /** Number of failed scenarios so far, according to the judge. */
      readonly failed: number;
    }
  | { readonly kind: 'stopping'; readonly reason: string }
  | { readonly kind: 'removing-leftovers'; readonly count: number }
  | { readonly kind: 'run-ended'; readonly durationMs: number };

export type ProgressListener = (event: ProgressEvent) => void;
