import { reportCtrf } from './ctrf.ts';
import { reportGithub } from './github.ts';
import { githubSummary } from './github-summary.ts';
import { reportHtml } from './html.ts';
import { reportJson } from './json.ts';
import { reportJunit } from './junit.ts';
import { withoutCommands } from './printable.ts';
import type { Reporter } from './reporter.ts';
import { reportSarif } from './sarif.ts';
import { reportTerminal } from './terminal.ts';

export const REPORTERS = {
  terminal: reportTerminal,
  json: reportJson,
  junit: reportJunit,
  ctrf: reportCtrf,
  sarif: reportSarif,
  markdown: (verdict) => [withoutCommands(githubSummary(verdict))],
  github: reportGithub,
  html: reportHtml,
} as const satisfies Record<string, Reporter>;

export type ReporterName = keyof typeof REPORTERS;
