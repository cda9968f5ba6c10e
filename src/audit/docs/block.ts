/** A part of a parsed page: text, a table or code. Other parts of the page are left out. Line numbers start at 1. */
export type Block =
  | {
      readonly kind: 'heading';
      readonly level: number;
      readonly text: string;
      readonly codes: readonly Code[];
      readonly line: number;
    }
  | { readonly kind: 'text'; readonly text: string; readonly codes: readonly Code[]; readonly line: number }
  | { readonly kind: 'table'; readonly header: readonly Cell[]; readonly rows: readonly Row[]; readonly line: number }
  /** Code. `line` is the line number of its first line. */
  | { readonly kind: 'code'; readonly language: string; readonly text: string; readonly line: number };

/** Text that the page marks as code within a line. */
export interface Code {
  readonly text: string;
  readonly line: number;
}

export interface Cell {
  /** The text without its markup. */
  readonly text: string;
  readonly codes: readonly Code[];
}

export interface Row {
  readonly cells: readonly Cell[];
  readonly line: number;
}

export interface Page {
  readonly file: string;
  readonly text: string;
}
