/** A place in a data file. Lines and columns count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A mistake in a data file, or a lint. `code` is kebab-case; `path` is the place inside the file, as `fields.ship_at.in`. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly at: Position;
  readonly path: string;
  /** What must be, and what was: `must be one of path, query, header; was "heder"`. */
  readonly message: string;
  /** What to do, or the likely slip: `did you mean "header"?` */
  readonly hint?: string;
}
