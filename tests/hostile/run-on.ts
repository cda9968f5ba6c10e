import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordingEntry } from '../../src/model/exchange.ts';
import { parseEntry } from '../../src/recording/recording-line.ts';
import { type CommandResult, command, type FindingsFile } from '../helpers/command.ts';
import { writeProject } from '../helpers/project.ts';
import { parseXml } from '../report/parse-xml.ts';

export const KEY = 'key-for-main-only';

export interface HostileRun extends CommandResult {
  readonly root: string;
  /** The whole output of parity. Wrapped lines are joined again. */
  readonly said: string;
  readonly findings: FindingsFile;
  readonly entries: readonly RecordingEntry[];
  /** The key is the address `suite/scenario`. */
  readonly outcomes: { readonly [address: string]: string };
}

export interface HostileOptions {
  readonly step?: string;
  readonly after?: readonly string[];
  readonly args?: readonly string[];
  /** The timeout of a request. The default is long enough for slow machines. */
  readonly timeout?: string;
  readonly env?: { readonly [name: string]: string };
  readonly files?: { readonly [file: string]: string | null };
}

const READ = '{ id: bad, call: things.get, with: { thing_id: hostile } }';
const READ_FINE = '{ id: fine, call: things.get, with: { thing_id: t1 } }';

/** A suite with two normal scenarios and a scenario that calls the hostile server. */
export function hostileSuite({ step = READ, after = [READ_FINE] }: HostileOptions = {}): string {
  const life = `
      - { id: made, call: things.create, with: { name: a } }
      - { id: read, call: things.get, with: { thing_id: "\${made.id}" }, expect: { status: 200, body: { id: t1 } } }
      - { id: gone, call: things.delete, with: { thing_id: "\${made.id}" } }`;
  const steps = [step, ...after].map((text) => `\n      - ${text}`).join('');
  return `summary: Life beside a hostile answer.
scenarios:
  alive:
    steps:${life}
  hostile:
    steps:${steps}
  well:
    steps:${life}
`;
}

/** Runs `parity run` against a server. The reports must be valid, whatever the server does. */
export async function runAgainst(url: string, options: HostileOptions = {}): Promise<HostileRun> {
  const root = await writeProject({ 'suites/things.yaml': hostileSuite(options), ...options.files });
  const { timeout = '60s' } = options;
  const args = ['run', '--target', url, '--probes', 'none', '--timeout', timeout, ...(options.args ?? [])];
  const result = await command(args, { cwd: root, env: { PARITY_MAIN_KEY: KEY, ...options.env } });
  const said = `${result.stderr}${result.stdout}`.replace(/ *\n {6,}/g, ' ');
  return { ...result, root, said, ...(await readReports(root, said)) };
}

export async function readReports(
  root: string,
  said: string,
): Promise<Pick<HostileRun, 'findings' | 'entries' | 'outcomes'>> {
  const read = (file: string) =>
    readFile(join(root, 'reports', file), 'utf8').catch((error: unknown) => {
      throw new Error(`${String(error)}\n${said}`);
    });
  const findings = JSON.parse(await read('findings.json')) as FindingsFile;
  const entries = (await read('recording.jsonl')).trimEnd().split('\n').map(parseEntry);
  if (entries[0]?.kind !== 'run' || entries.at(-1)?.kind !== 'end') throw new Error('the recording is not whole');
  parseXml(await read('junit.xml'));
  const outcomes = Object.fromEntries(findings.scenarios.map(({ address, outcome }) => [address, outcome]));
  return { findings, entries, outcomes };
}
