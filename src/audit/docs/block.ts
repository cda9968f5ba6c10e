/** A page, taken apart. What is not text, a table or code is left out. Lines are 1-based. */
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
  /** `line`: of its first line of code. */
  | { readonly kind: 'code'; readonly language: string; readonly text: string; readonly line: number };

/** Text that is marked as code within a line. */
export interface Code {
  readonly text: string;
  readonly line: number;
}

export interface Cell {
  /** Marks left out. */
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
