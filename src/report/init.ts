import { groupBy } from '../lib/group-by.ts';
import { plural } from '../lib/plural.ts';
import type { Scenario } from '../model/suite.ts';
import type { Outcome } from '../model/verdict.ts';
import { aligned, cut } from './columns.ts';
import { printable } from './printable.ts';

/** A call that `parity init` sends to try a server, with the result of the call. */
export interface FirstCall {
  readonly scenario: Scenario;
  /** Method and path, for example `GET /things`. */
  readonly request: string;
  readonly hasKey: boolean;
  readonly outcome: Outcome;
  readonly status: number | null;
  /** Why the call was not sent, or what is wrong with its response. */
  readonly reason: string | undefined;
}

export interface Preflight {
  readonly calls: readonly FirstCall[];
  /** Reason why the server cannot be tested at all. */
  readonly problem: string | undefined;
  /** The URL at which the API responds. Set only if the path of the given URL is wrong. */
  readonly foundUrl?: string;
  readonly interrupted: boolean;
}

interface InitReport {
  /** Paths of the written files, with `/` as separator. */
  readonly written: readonly string[];
  /** Files that already existed, each with advice for the user. */
  readonly kept: readonly (readonly [path: string, note: string])[];
  readonly operations: number;
  readonly partial: number;
  readonly server: string;
  /** The URL that the user gave. Set only if the API responded at `server`, but not at the given URL. */
  readonly named?: string;
  /** The calls that were tried, or undefined if no request was sent. */
  readonly tried: Preflight | undefined;
  /** Missing environment variables for keys that the API uses. */
  readonly missingKeys: readonly string[];
}

export function renderInit(report: InitReport): string {
  const parts = [fileLines(report), preflightLines(report), nextLines(report)];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function fileLines({ written, kept, operations, partial }: InitReport): readonly string[] {
  const rows = byFolder(written).map(([name, note]) => [`  + ${name}`, note]);
  const notes = new Map(kept);
  const left = byFolder([...notes.keys()]).map(([name, files]) => [
    `  = ${name}`,
    `${files}${files === '' ? 'already exists and is' : ' already exist and are'} kept${notes.get(name) ?? ''}`,
  ]);
  const lossy = partial === 0 ? '' : `, ${partial} of them partial: each file lists what it cannot express`;
  return [`A workspace of ${plural(operations, 'operation')}${lossy}`, ...aligned([...rows, ...left])];
}

function byFolder(paths: readonly string[]): readonly (readonly [name: string, files: string])[] {
  const groups = groupBy(paths, (path) => (/^(contracts|schema)\/./.test(path) ? `${path.split('/')[0]}/` : path));
  return [...groups].map(([name, members]) => [
    printable(name),
    name === members[0] ? '' : plural(members.length, 'file'),
  ]);
}

function preflightLines({ server, named, tried }: InitReport): readonly string[] {
  if (tried === undefined)
    return [
      `No request was sent, because the address ${printable(server)} comes from the OpenAPI document, not from you. \`parity run\` sends requests to this server.`,
    ];
  const head = `First requests to ${printable(server)}`;
  const { calls, problem } = tried;
  if (calls.length === 0) return [`${head}: ${printable(problem ?? `it responds, but ${NOTHING_TO_CALL}`)}`];
  const lines = aligned(
    calls.map(({ outcome, request, status, reason }) => [
      `  ${outcome}`,
      printable(request),
      status === null ? '' : String(status),
      outcome === 'blocked' && status !== null ? '' : cut(printable(reason ?? ''), LONGEST_REASON),
    ]),
  );
  const moved =
    named === undefined
      ? []
      : [
          `The API responds at ${printable(server)}, not at ${printable(named)}. parity.config.yaml contains the address ${printable(server)}.`,
        ];
  return [...moved, head, ...lines, ...(problem === undefined ? [] : [`Problem: ${printable(problem)}`])];
}

const NOTHING_TO_CALL = 'every operation needs a body, or a resource that must be created first';
const LONGEST_REASON = 160;

function nextLines({ tried, missingKeys }: InitReport): readonly string[] {
  const keys = missingKeys.map((name) => [`  export ${name}=…`, 'the key of the account that `parity run` uses']);
  return [
    'Next',
    ...(tried?.problem === undefined || keys.length > 0 ? [] : ['  fix the problem above; then']),
    ...aligned([
      ...keys,
      ['  parity check --plan', 'the operation that provides each id, and the facts that more tests need'],
      ['  parity run --probes quick', 'the suite, and the most useful generated calls'],
      ['  parity explain KIND', 'what a finding means'],
    ]),
  ];
}
