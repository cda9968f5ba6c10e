import type { Json } from '../../model/json.ts';

export type OldClaim = OldClaimKind & {
  /** JSON pointer to the claim in the manifest. */
  readonly pointer: string;
  readonly words: string;
  readonly value: Json;
};

export interface OldRequest {
  readonly method: string;
  readonly path: string;
}

export type OldClaimKind =
  /** The claim that a method sends certain requests. */
  | { readonly kind: 'covered'; readonly caller: string | null; readonly requests: readonly OldRequest[] }
  /** A claim that no part of the client sends the request. */
  | { readonly kind: 'missing'; readonly request: OldRequest; readonly blocker: string | null }
  /** A claim that a method has the arguments in `names`. */
  | { readonly kind: 'arguments'; readonly caller: string; readonly names: readonly string[] }
  /** A claim that a method lacks an argument. */
  | { readonly kind: 'argument-missing'; readonly caller: string; readonly names: readonly string[] }
  /** A claim that the client has no class with this name. */
  | { readonly kind: 'class-missing'; readonly name: string }
  | {
      readonly kind: 'class-fields';
      readonly name: string;
      readonly class: string | null;
      readonly fields: readonly string[];
      readonly covered: boolean;
    }
  /** A claim such as `--send-at, PR #1 pending`, where `names` contains `--send-at`. */
  | { readonly kind: 'pending'; readonly caller: string | null; readonly names: readonly string[] }
  | { readonly kind: 'version'; readonly version: string }
  /** A claim that no trace could confirm or contradict. */
  | { readonly kind: 'unreadable' };

export interface OldManifest {
  readonly claims: readonly OldClaim[];
  readonly listed: readonly OldRequest[];
}
