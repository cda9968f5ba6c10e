import { parsePointer } from '../../lib/json-pointer.ts';
import { decodeUtf8 } from '../../lib/utf8.ts';
import type { Program } from '../../model/handoff.ts';
import { type HttpRequest, headerValues } from '../../model/http.ts';
import type { ClientCall } from '../../model/trace.ts';
import type { Replay } from './build-row.ts';

/** The requests of a program that was run to reproduce a row of the hand-off. */
export interface ReplayedCall extends ClientCall {
  readonly row: string;
  readonly program: Program;
}

/** If all programs differ from the traced call, `withheld` says how the first program differs. */
export function replayShown(
  recorded: readonly ReplayedCall[],
  { call, pointer }: { readonly call: ClientCall; readonly pointer: string },
): Replay {
  const differences = recorded.map((replayed) => differenceOf(call, replayed, pointer));
  const shown = recorded[differences.indexOf(null)];
  if (shown !== undefined) return { program: shown.program, withheld: null, call: shown };
  return { program: null, withheld: differences[0] ?? 'there is no program that makes this call' };
}

/** Returns the first difference between a program's call and the traced call, or null. */
export function differenceOf(traced: ClientCall, replayed: ClientCall, pointer: string): string | null {
  if (traced.exchanges.length > 0 && replayed.exchanges.length === 0)
    return `the program sends no request: ${endOf(replayed)}`;
  for (const [index, { request }] of traced.exchanges.entries()) {
    const other = replayed.exchanges[index]?.request;
    if (other === undefined && isPolling(traced, replayed.exchanges.length)) break;
    if (other === undefined)
      return `the program sends ${replayed.exchanges.length} of ${traced.exchanges.length} requests`;
    const [was, is] = [request, other].map((each) => shapeOf(each, headerAt(pointer, index)));
    if (was !== is) return `the program sends ${firstDifference(was ?? '', is ?? '')}`;
  }
  if (replayed.exchanges.length > traced.exchanges.length && !isPaged(traced))
    return `the program sends ${replayed.exchanges.length} requests instead of ${traced.exchanges.length}`;
  return endsAlike(traced, replayed) ? null : `the program ends differently than the traced call: ${endOf(replayed)}`;
}

/** Returns true if the call only repeats one request after the first `sent` requests. */
function isPolling({ exchanges }: ClientCall, sent: number): boolean {
  const shapes = exchanges.slice(sent - 1).map(({ request }) => shapeOf(request, undefined));
  return sent > 0 && new Set(shapes).size === 1;
}

/** A program that fails with an exception prints the exception at the end of its standard error. */
function endsAlike(traced: ClientCall, replayed: ClientCall): boolean {
  if (traced.outcome.kind === 'timed-out' || replayed.outcome.kind === 'timed-out')
    return traced.outcome.kind === replayed.outcome.kind;
  if (hasFailed(traced) !== hasFailed(replayed)) return false;
  if (traced.outcome.kind !== 'raised' || replayed.outcome.kind !== 'exited') return true;
  const name = traced.outcome.class.split('.').at(-1) ?? '';
  return traced.exchanges.length > 0 || replayed.outcome.stderr.includes(name);
}

/** A program may read more pages than the driver, which reads only the first page. */
function isPaged({ exchanges }: ClientCall): boolean {
  return exchanges.length > 0 && exchanges.every(({ request }) => request.method === 'GET');
}

function headerAt(pointer: string, index: number): string | undefined {
  const [, position, side, part, name] = parsePointer(pointer);
  return Number(position) === index && side === 'request' && part === 'headers' ? name : undefined;
}

function shapeOf({ method, target, headers, body }: HttpRequest, header: string | undefined): string {
  const values = header === undefined ? [] : headerValues(headers, header);
  return masked(
    [`${method} ${target}`, ...values, body === null ? '' : (decodeUtf8(body) ?? String(body.byteLength))].join('\n'),
  );
}

/** Replaces values that differ in every call, such as UUIDs and times. */
function masked(text: string): string {
  return text
    .replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<uuid>')
    .replaceAll(/\b[0-7][0-9A-HJKMNP-TV-Z]{25}\b/g, '<ulid>')
    .replaceAll(/\d{4}-\d\d-\d\d(?:T|%3A|\s)[\d:.%A-F]*(Z|[+-]\d\d:?\d\d)?/g, '<time>$1')
    .replaceAll(/\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/g, '<code>')
    .replaceAll(/\bparity-[0-9a-z]{6}-[0-9a-f]{6}\b/g, '<run>')
    .replaceAll(/127\.0\.0\.1:\d+/g, '<host>')
    .replaceAll(/\b\d{10,}\b/g, '<number>')
    .replaceAll(/\b[0-9a-f]{16,}\b/gi, '<hex>');
}

function firstDifference(was: string, is: string): string {
  const [before, now] = [was.split('\n'), is.split('\n')];
  const line = before.findIndex((each, index) => each !== now[index]);
  return `\`${(now[line] ?? '').slice(0, 120)}\` instead of \`${(before[line] ?? '').slice(0, 120)}\``;
}

function hasFailed({ outcome }: ClientCall): boolean {
  return outcome.kind === 'exited' ? outcome.code !== 0 : outcome.kind !== 'returned';
}

function endOf({ outcome }: ClientCall): string {
  if (outcome.kind !== 'exited') return outcome.kind;
  const said = outcome.stderr.trim().split('\n').at(-1) ?? '';
  return `exit code ${outcome.code}${said === '' ? '' : `, ${said.slice(0, 160)}`}`;
}
