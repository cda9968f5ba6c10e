import type { StepSource } from './steps.ts';

export interface Annotation {
  readonly at: StepSource | undefined;
  readonly column?: number;
  readonly title: string;
  readonly message: string;
}

export function command(level: 'error' | 'warning' | 'notice', { at, column, title, message }: Annotation): string {
  const place = at === undefined ? {} : { file: at.file, line: at.line, col: column };
  const properties = Object.entries({ ...place, title })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    .join(',');
  return `::${level} ${properties}::${escapeData(message)}`;
}

/** GitHub also interprets the older command syntax `##[` anywhere in a line. */
function escapeData(text: string): string {
  return text.replaceAll('##[', '## [').replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
