import type { Json } from '../../model/json.ts';
import type { Citation } from '../../model/surface.ts';

/** A statement about an API or a client on a documentation page. */
export type Claim =
  /** A call such as `client.orders.ship(order_id, ship_at=…)`. */
  | {
      readonly kind: 'call';
      readonly words: readonly string[];
      readonly arguments: readonly ClaimedArgument[];
      readonly at: Citation;
    }
  /** A name in running text or in a heading, such as `orders.ship`. */
  | { readonly kind: 'mention'; readonly words: readonly string[]; readonly at: Citation }
  /** A command such as `prog orders ship ID --ship-at …`. */
  | {
      readonly kind: 'command';
      readonly words: readonly string[];
      readonly options: readonly string[];
      readonly at: Citation;
    }
  /** A table of parameters below a heading. */
  | {
      readonly kind: 'parameters';
      readonly owner: Owner;
      readonly rows: readonly ParameterRow[];
      readonly at: Citation;
    }
  | Endpoint
  /** An attribute such as `execution.outcome`, where `execution` is the result of a method. */
  | { readonly kind: 'attribute'; readonly words: readonly string[]; readonly attribute: string; readonly at: Citation }
  | { readonly kind: 'exception'; readonly name: string; readonly status: string | null; readonly at: Citation }
  | { readonly kind: 'unreadable'; readonly text: string; readonly at: Citation }
  /** An unread part of the page. A name that seems to be missing may be in this part. */
  | { readonly kind: 'unexamined'; readonly text: string; readonly at: Citation };

/** `line` is counted within the example and starts at 1. */
export type ExampleItem =
  | {
      readonly kind: 'call';
      readonly words: readonly string[];
      readonly arguments: readonly Omit<ClaimedArgument, 'at'>[];
      readonly line: number;
    }
  | {
      readonly kind: 'attribute';
      readonly words: readonly string[];
      readonly attribute: string;
      readonly line: number;
    }
  /** An exception that the example imports. */
  | { readonly kind: 'exception'; readonly name: string; readonly line: number }
  | { readonly kind: 'unreadable' | 'unexamined'; readonly text: string; readonly line: number };

export interface ClaimedPage {
  readonly file: string;
  readonly claims: readonly Claim[];
}

interface ClaimedArgument {
  /** Name of the argument, or null for a positional argument. */
  readonly name: string | null;
  readonly position: number;
  /** True for a member of an object, if the object is passed as a positional argument. */
  readonly member: boolean;
  /** Undefined if the example computes the value. */
  readonly value?: Json | undefined;
  readonly at: Citation;
}

/** The method or endpoint in a heading. A table below the heading describes the parameters. */
export type Owner =
  | { readonly kind: 'method'; readonly words: readonly string[] }
  | { readonly kind: 'endpoint'; readonly method: string; readonly path: string };

export interface Endpoint {
  readonly kind: 'endpoint';
  readonly method: string;
  readonly path: string;
  readonly query: readonly string[];
  readonly headers: readonly string[];
  readonly body: Json | undefined;
  readonly at: Citation;
}

export interface ParameterRow {
  readonly name: string;
  readonly type: string | null;
  readonly required: boolean | null;
  readonly default: string | null;
  readonly location: string | null;
  readonly at: Citation;
}
