import { KINDS } from '../../judge/kinds.ts';
import { writeJson } from '../../lib/json-text.ts';
import { listWords } from '../../lib/list-words.ts';
import type { Handoff, HandoffPoint, HandoffRow } from '../../model/handoff.ts';
import { block, code, plainText } from '../markdown-text.ts';

const POINTS = 12;
const NAMED = 4;

/** Returns the headline of a row: `**field-misplaced** orders.create callback.url, schedule.at`. */
export function headline({ kind, points }: HandoffRow): string {
  const names =
    kind === 'operation-undocumented' ? points.map(({ field, observed }) => field ?? observed) : namesOf(points);
  return `**${kind}** ${listWords(names.map(code), NAMED)}`;
}

function namesOf(points: readonly HandoffPoint[]): readonly string[] {
  const operations = [...new Set(points.map(({ operation }) => operation))];
  const [only = ''] = operations;
  const fields = [...new Set(points.flatMap(({ field }) => field ?? []))];
  if (fields.length === 0) return operations.map(named);
  if (operations.length === 1) return fields.map((field, index) => (index === 0 ? `${named(only)} ${field}` : field));
  return fields.length === 1 ? [`${fields[0]} of ${operations.length} operations`] : points.map(pointName);
}

function named(operation: string): string {
  return operation === '*' ? 'several operations' : operation;
}

function pointName({ operation, field }: HandoffPoint): string {
  return field === null ? named(operation) : `${named(operation)} ${field}`;
}

export function renderRow(row: HandoffRow, { date }: Pick<Handoff, 'date'>): string {
  const { id, priority, kind, first } = row;
  const lines = [...(first < date ? [`- in the hand-offs since ${first}`] : []), ...factLines(row)];
  return [`### ${id}`, `${priority} ${headline(row)}: ${KINDS[kind].title}.`, lines.join('\n'), ...example(row)].join(
    '\n\n',
  );
}

/** Returns one row as the text of an issue, with title, labels and all details. */
export function renderIssue(row: HandoffRow, { client }: Pick<Handoff, 'client'>): string {
  const { id, priority, kind } = row;
  const title = `${client}: ${headline(row).replaceAll(/[*`]/g, '')}`;
  const labels = ['parity', priority, kind, ...(row.inFlight.length > 0 ? ['in flight'] : [])];
  return `${[
    ['---', `title: ${writeJson(title)}`, `labels: ${writeJson(labels)}`, '---'].join('\n'),
    `${KINDS[kind].title}.`,
    factLines(row).join('\n'),
    ...example(row),
    `Row ${code(id)} of the hand-off. \`parity explain ${kind}\` explains the kind.`,
  ].join('\n\n')}\n`;
}

/** Describes the affected methods with their source lines, the expected behaviour, and what a test should check. */
function factLines(row: HandoffRow): readonly string[] {
  const { server, inFlight, accepted, points, wire, evidence } = row;
  const since = server?.since === null || server === null ? '' : `, since ${plainText(server.since)}`;
  return [
    `- affected: ${affected(row)}`,
    ...whereLines(row),
    ...(server === null ? [] : [`- server: ${code(server.request)}${since} (${code(server.contract)})`]),
    ...pointLines(points),
    `- a test asserts: ${assertion(row)}`,
    ...(inFlight.length === 0 ? [] : [`- in flight: ${inFlight.map(code).join(', ')}`]),
    ...(wire.length === 0 ? [] : [`- on the wire, ${code(evidence)}: ${wire.map(code).join(', ')}`]),
    ...(accepted === null ? [] : [`- accepted by ${plainText(accepted.owner)} until ${accepted.expires}`]),
  ];
}

function affected({ kind, methods, points }: HandoffRow): string {
  const fields = [...new Set(points.flatMap(({ field }) => field ?? []))];
  if (kind === 'operation-not-covered') return `whoever needs ${listWords(operationsOf(points).map(code), POINTS)}`;
  const verb = kind.startsWith('response-') ? 'read' : 'use';
  const given = fields.length === 0 ? '' : ` that ${verb} ${listWords(fields.map(code), POINTS)}`;
  return methods.length === 0 ? `every caller${given}` : `callers of ${listWords(methods.map(code), POINTS)}${given}`;
}

function whereLines({ places }: HandoffRow): readonly string[] {
  return places.length === 0 ? [] : [`- where: ${listWords(places.map(code), POINTS)}`];
}

function assertion({ points, reproduction }: HandoffRow): string {
  const wanted = listWords([...new Set(points.map(({ expected }) => code(expected)))], 3);
  return `${wanted}${reproduction === null ? '' : ', of the call below'}`;
}

function operationsOf(points: readonly HandoffPoint[]): readonly string[] {
  return [...new Set(points.map(({ operation }) => operation))];
}

function pointLines(points: readonly HandoffPoint[]): readonly string[] {
  const lines = points.slice(0, POINTS).map((point) => {
    const name = points.length === 1 ? '' : `${code(pointName(point))}: `;
    return `- ${name}expected ${code(point.expected)}, observed ${code(point.observed)}`;
  });
  const more = points.length - POINTS;
  return more > 0
    ? [...lines, `- and ${more} more: ${points.slice(POINTS).map(pointName).map(code).join(', ')}`]
    : lines;
}

function example({ reproduction, withheld }: HandoffRow): readonly string[] {
  if (reproduction !== null) return [block(reproduction.language, reproduction.text.trimEnd().split('\n'))];
  return withheld === null ? [] : [`No reproduction: ${plainText(withheld)}.`];
}
