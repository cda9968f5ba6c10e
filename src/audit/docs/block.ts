/** A block of a documentation page, such as a heading or a table. */
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
  /** `line` is where the code starts, after any opening fence. */
  | { readonly kind: 'code'; readonly language: string; readonly text: string; readonly line: number };

export interface Code {
  readonly text: string;
  readonly line: number;
}

export interface Cell {
  /** The cell's text without Markdown or HTML markup. */
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
