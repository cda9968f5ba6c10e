/** A position in a data file. Lines and columns count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A mistake or a warning in a data file. `code` is in kebab-case. `path` is the path within the file, such as `fields.ship_at.in`. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly at: Position;
  readonly path: string;
  /** What was expected and what was found, for example `must be one of path, query, header; was "heder"`. */
  readonly message: string;
  /** What to do about the mistake, for example `did you mean "header"?` */
  readonly hint?: string;
}
