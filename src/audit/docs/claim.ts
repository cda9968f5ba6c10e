import type { Json } from '../../model/json.ts';
import type { Citation } from '../../model/surface.ts';

/** Something that a page says of an API or of a client. */
export type Claim =
  /** `client.orders.ship(order_id, ship_at=…)`; a value that stands there is an example of its type. */
  | {
      readonly kind: 'call';
      readonly words: readonly string[];
      readonly arguments: readonly ClaimedArgument[];
      readonly at: Citation;
    }
  /** A name in running text or a heading: no call, no arguments. */
  | { readonly kind: 'mention'; readonly words: readonly string[]; readonly at: Citation }
  /** `prog orders ship ID --ship-at …`. `options` as they are written. */
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
  /** `execution.outcome`, where `execution` is what a method returned. */
  | { readonly kind: 'attribute'; readonly words: readonly string[]; readonly attribute: string; readonly at: Citation }
  | { readonly kind: 'exception'; readonly name: string; readonly status: string | null; readonly at: Citation }
  | { readonly kind: 'unreadable'; readonly text: string; readonly at: Citation }
  /** Part of the page was not read, so nothing may be concluded from what the page does not say. */
  | { readonly kind: 'unexamined'; readonly text: string; readonly at: Citation };

/** What an example of code says, at a 1-based line of the example. */
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

/** What one page says. */
export interface ClaimedPage {
  readonly file: string;
  /** In the order of the page. */
  readonly claims: readonly Claim[];
}

export interface ClaimedArgument {
  /** null: given by position. */
  readonly name: string | null;
  readonly position: number;
  /** A member of an object that is given by position. */
  readonly member: boolean;
  /** A literal; undefined: the example computes it. */
  readonly value?: Json | undefined;
  readonly at: Citation;
}

/** What the heading above a table names. */
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
