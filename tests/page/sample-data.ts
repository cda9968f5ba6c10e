import type { PageCause, PageData, PageOperation } from '../../src/model/page-data.ts';

/** Returns page data. The argument `text` replaces every text that would come from a server. */
export function samplePage({ operations = 6, causes = 4, text = 'null' } = {}): PageData {
  const names = Array.from({ length: operations }, (_, index) => `resource${index}.create`);
  return {
    title: 'staging',
    subjects: [
      { name: 'staging', kind: 'server', fine: causes === 0, result: 'exit 1: findings', facts: [['Steps', '12']] },
    ],
    tiles: [{ label: 'causes that fail', count: causes, tone: 'bad', link: '#/causes?severity=error' }],
    alerts: [{ kind: 'xpass', title: 'A known failure passes', text }],
    causes: Array.from({ length: causes }, (_, index) => aCause(index, names[index % operations] ?? '', text)),
    exchanges: {
      e: { request: ['POST /v1/notes', '', `{"text": "${text}"}`], response: ['500', text], failure: null },
    },
    operations: names.map((id, index) => anOperation(id, index)),
    unexercised: [{ where: 'staging', outcome: 'not tried', reason: text, count: 1, steps: [text] }],
    contracts: { [names[0] ?? '']: { file: 'contracts/notes/create.yaml', lines: ['fields:', `  text: # ${text}`] } },
    matrix: { sources: ['contract', 'server', 'client'], operations: names.map((name) => aRow(name)) },
    trend: [{ name: 'staging', runs: [{ label: 'Monday', errors: 4, warnings: 1 }] }],
  };
}

function aCause(index: number, operation: string, text: string): PageCause {
  const words = index % 2 === 0 ? 'an empty list is refused' : 'a NUL in the text breaks the server';
  return {
    id: `server-error/${index}`,
    where: 'staging',
    kind: index % 2 === 0 ? 'status-mismatch' : 'server-error',
    severity: index % 3 === 0 ? 'warning' : 'error',
    news: index % 2 === 0 ? 'new' : 'known',
    title: 'The status is not the declared one',
    summary: `${operation}: ${words}`,
    operations: [operation],
    fields: ['text'],
    count: 1,
    steps: [`probe.${operation}/text/${index}`],
    expected: text,
    observed: text,
    methods: [],
    evidence: { exchange: 'e', pointer: '/response/status', excerpt: text },
    source: 'suites/notes.yaml:7',
    reproduction: [`curl -d '${text}' "$URL/v1/notes"`],
    entry: `- cause: server-error/${index}`,
    marked: { request: [2, 3], response: [0, 1], contract: [1, 2] },
  };
}

function anOperation(id: string, index: number): PageOperation {
  return {
    id,
    request: `POST /v1/resource${index}`,
    exercised: ['staging'],
    unexercised: [],
    statuses: [
      { status: 200, declared: true, count: 3 },
      { status: 404, declared: true, count: 0 },
    ],
    locations: [{ location: 'body', varied: 1, of: 2 }],
    never: ['color'],
    outcomes: { passed: 3, failed: 1 },
  };
}

function aRow(name: string) {
  const row = {
    split: false,
    why: ['the client has no color'],
    cells: ['yes', 'yes', null],
    odd: [false, false, true],
  };
  return { name, ...row, fields: [{ name: 'color', ...row }] };
}
