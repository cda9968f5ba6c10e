/** A position in a data file. Lines and columns count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** An error or a warning about a data file. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly at: Position;
  /** The path within the file, such as `fields.ship_at.in`. */
  readonly path: string;
  /** The message says what was expected and what was found: `must be one of path, query, header; was "heder"`. */
  readonly message: string;
  /** The hint says what to do: `did you mean "header"?` */
  readonly hint?: string;
}
