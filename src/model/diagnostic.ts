/** A position in a data file, with lines and columns that start at 1. */
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
  /** What was expected and found, as in `must be one of path, query, header; was "heder"`. */
  readonly message: string;
  /** What to do, as in `did you mean "header"?` */
  readonly hint?: string;
}
