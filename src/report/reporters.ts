import { reportGithub } from './github.ts';
import { reportJson } from './json.ts';
import { reportJunit } from './junit.ts';
import type { Reporter } from './reporter.ts';
import { reportTerminal } from './terminal.ts';

/** The values of `--reporter`. */
export const REPORTERS = {
  terminal: reportTerminal,
  json: reportJson,
  junit: reportJunit,
  github: reportGithub,
} as const satisfies Record<string, Reporter>;

export type ReporterName = keyof typeof REPORTERS;
