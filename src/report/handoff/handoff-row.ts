import { KINDS } from '../../judge/kinds.ts';
import type { Handoff, HandoffPoint, HandoffRow } from '../../model/handoff.ts';
import { block, code, plainText } from '../markdown-text.ts';

/** What is shown in full of one row. */
const POINTS = 12;
const NAMED = 4;

/** `**field-misplaced** orders.create callback.url, schedule.at`. */
export function headline({ kind, points }: HandoffRow): string {
  const names =
    kind === 'operation-undocumented' ? points.map(({ field, observed }) => field ?? observed) : namesOf(points);
  const more = names.length - NAMED;
  return `**${kind}** ${names.slice(0, NAMED).map(code).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
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
  const { id, priority, kind, first, server, methods, inFlight, accepted, evidence } = row;
  const lines = [
    ...(first < date ? [`- since ${first} in the hand-offs`] : []),
    ...(server === null
      ? []
      : [
          `- server: ${code(server.request)}${server.since === null ? '' : `, since ${plainText(server.since)}`} (${code(server.contract)})`,
        ]),
    ...(methods.length === 0
      ? []
      : [
          `- here: ${methods.slice(0, POINTS).map(code).join(', ')}${methods.length > POINTS ? ` and ${methods.length - POINTS} more` : ''}`,
        ]),
    ...pointLines(row.points),
    ...(inFlight.length === 0 ? [] : [`- a part is in flight: ${inFlight.map(code).join(', ')}`]),
    ...(accepted === null ? [] : [`- accepted by ${plainText(accepted.owner)} until ${accepted.expires}`]),
  ];
  return [
    `### ${id}`,
    `${priority} ${headline(row)}: ${KINDS[kind].title}.`,
    lines.join('\n'),
    ...examples(row, evidence),
  ].join('\n\n');
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

function examples({ curl, call, wire }: HandoffRow, evidence: string): readonly string[] {
  return [
    ...(curl === null ? [] : [block('sh', [curl])]),
    ...(call === null ? [] : [block('', [call])]),
    ...(wire.length === 0 ? [] : [`On the wire, ${code(evidence)}:`, block('http', wire)]),
  ];
}
