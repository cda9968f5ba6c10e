import type { Address } from '../model/address.ts';

/** `total` does not count skipped scenarios. */
type ProgressEvent =
  | { readonly kind: 'run-started'; readonly total: number; readonly skipped: number }
  | { readonly kind: 'scenario-started'; readonly address: Address }
  | {
      readonly kind: 'scenario-ended';
      readonly address: Address;
      readonly done: number;
      readonly total: number;
      /** Number of failed scenarios so far. */
      readonly failed: number;
    }
  | { readonly kind: 'stopping'; readonly reason: string }
  | { readonly kind: 'removing-leftovers'; readonly count: number }
  | { readonly kind: 'run-ended'; readonly durationMs: number };

export type ProgressListener = (event: ProgressEvent) => void;
