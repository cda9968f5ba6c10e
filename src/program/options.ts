import { type Command, InvalidArgumentError, Option } from 'commander';
import { isDay } from '../lib/day.ts';
import { parseDuration } from '../lib/duration.ts';

export const config = () => new Option('-c, --config <file>', 'settings file (default: parity.config.yaml)');
const strictXpass = () =>
  new Option('--strict-xpass', 'fail if an accepted failure was tested and did not occur (an xpass)');
export const baseline = () =>
  new Option('--baseline <file>', 'a findings.json of an earlier run: report which causes are new, known and gone');
export const reporter = () =>
  new Option(
    '--reporter <name[:file]>',
    'terminal, json, junit, ctrf, sarif, markdown, github, html or har; repeatable',
  ).argParser(collect);

export const VOLUME = [
  () =>
    new Option('-q, --quiet', 'show no progress, and shorten reports to the parts that decide the result').conflicts(
      'verbose',
    ),
  () => new Option('--verbose', 'list every item in reports, and show where in the code an error was thrown'),
] as const;

/** Options that say which findings fail the command, and where reports are written. */
export function judging(command: Command): Command {
  const options = [strictXpass(), baseline(), reporter(), config()];
  return options.reduce((changed, option) => changed.addOption(option), command);
}

export function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

export function parseCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('must be a whole number, 0 or more.');
}

export function parsePort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('must be a port, 0 to 65535.');
}

export function parsePositive(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('must be a whole number, 1 or more.');
}

export function parseTime(text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined && ms > 0) return ms;
  throw new InvalidArgumentError('must be a duration such as 500ms, 10s or 1m.');
}

export function parseShard(text: string): { readonly index: number; readonly total: number } {
  const [index = 0, total = 0] = /^\d{1,6}\/\d{1,6}$/.test(text) ? text.split('/').map(Number) : [];
  if (index >= 1 && index <= total) return { index, total };
  throw new InvalidArgumentError('must be i/n with i from 1 to n, for example 1/3.');
}

export function parseRunId(text: string): string {
  if (/^[a-z0-9]{1,16}$/.test(text)) return text;
  throw new InvalidArgumentError('must consist of 1 to 16 lower-case letters and digits.');
}

export function parseDate(text: string): string {
  if (isDay(text)) return text;
  throw new InvalidArgumentError('must be a date such as 2027-01-31.');
}
