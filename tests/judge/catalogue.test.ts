import { readdir, readFile } from 'node:fs/promises';
import { glob } from 'tinyglobby';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { KINDS } from '../../src/judge/kinds.ts';
import { escapeRegExp } from '../../src/lib/pattern.ts';
import { FINDING_KINDS, type FindingKind, isFindingKind } from '../../src/model/finding.ts';
import { errorResponse, findingsFor, GOOD_THING, type Parts, response } from './builders.ts';
import { findingsOfAll } from './generated.ts';
import { PROMISES } from './promises.ts';

interface Pair {
  /** All findings about this exchange have the same kind. */
  readonly fires: Parts;
  /** A control differs from the member `fires` in one detail and causes no finding. */
  readonly control: Parts;
  readonly field: string | null;
  readonly expected: string;
  readonly observed: string;
}

/** Findings of these kinds need an intent file, so they are tested in read-intent.test.ts. */
const WITH_INTENT: readonly FindingKind[] = [
  'argument-dropped',
  'default-undeclared',
  'duplicate-request',
  'value-changed',
];

const KEYED = [
  ['X-Api-Key', 'k'],
  ['Content-Type', 'application/json'],
] as const;

const FIELDS = { box_id: 'b1', name: 'pot' };

const PAIRS: { readonly [kind in FindingKind]?: Pair } = {
  'server-error': {
    fires: { response: errorResponse(503, 'busy') },
    control: { response: errorResponse(503, 'busy'), expect: { status: [503] } },
    field: null,
    expected: 'any success status that the contract declares (201, 204)',
    observed: '503 (busy)',
  },
  'no-response': {
    fires: { response: null, failure: { code: 'timeout', message: 'no answer in 10s' } },
    control: { response: null, failure: { code: 'connection-refused', message: 'no answer in 10s' } },
    field: null,
    expected: 'a complete response',
    observed: 'timeout: no answer in 10s',
  },
  'operation-absent': {
    fires: { response: errorResponse(404, 'no_route'), expect: { status: [404] } },
    control: { response: errorResponse(404, 'box_not_found'), expect: { status: [404] } },
    field: null,
    expected: 'POST /v1/boxes/{box_id}/things',
    observed: '404 (no_route), as for an unknown route',
  },
  'status-undeclared': {
    fires: { response: response(200, GOOD_THING) },
    control: { response: response(201, GOOD_THING) },
    field: null,
    expected: '201 or 204 or 404 or 409 or 503',
    observed: '200',
  },
  'status-mismatch': {
    fires: { response: errorResponse(404, 'box_not_found') },
    control: { response: errorResponse(404, 'box_not_found'), expect: { error: 'box_not_found' } },
    field: null,
    expected: 'any success status that the contract declares (201, 204)',
    observed: '404 (box_not_found)',
  },
  'error-code-undeclared': {
    fires: { response: errorResponse(409, 'other'), expect: { status: [409] } },
    control: { response: errorResponse(409, 'box_full'), expect: { status: [409] } },
    field: '/error/code',
    expected: 'one of box_full, name_taken',
    observed: '"other"',
  },
  'error-code-mismatch': {
    fires: { response: errorResponse(409, 'box_full'), expect: { error: 'name_taken' } },
    control: { response: errorResponse(409, 'name_taken'), expect: { error: 'name_taken' } },
    field: '/error/code',
    expected: '"name_taken"',
    observed: '"box_full"',
  },
  'error-envelope-malformed': {
    fires: { response: response(409, { error: { code: 'box_full' } }), expect: { status: [409] } },
    control: { response: response(409, { error: { code: 'box_full', message: '' } }), expect: { status: [409] } },
    field: '/error/message',
    expected: 'a value',
    observed: 'nothing',
  },
  'response-content-type-mismatch': {
    fires: { response: response(201, GOOD_THING, [['Content-Type', 'text/plain']]) },
    control: { response: response(201, GOOD_THING, [['Content-Type', 'application/JSON']]) },
    field: 'Content-Type',
    expected: 'application/json',
    observed: 'text/plain',
  },
  'response-body-unreadable': {
    fires: { response: response(201, '{"id":') },
    control: { response: response(201, '{"id":"thing_1","name":"pot"}') },
    field: null,
    expected: 'application/json',
    observed: 'text that is not JSON: {"id":',
  },
  'response-body-unexpected': {
    fires: { response: response(204, { ok: true }) },
    control: { response: response(204) },
    field: null,
    expected: 'an empty body',
    observed: '{"ok":true}',
  },
  'response-field-missing': {
    fires: { response: response(201, { id: 'thing_1' }) },
    control: { response: response(201, { id: 'thing_1', name: '' }) },
    field: '/name',
    expected: 'a value',
    observed: 'nothing',
  },
  'response-field-retyped': {
    fires: { response: response(201, { ...GOOD_THING, name: { first: 'pot' } }) },
    control: { response: response(201, { ...GOOD_THING, name: 'pot' }) },
    field: '/name',
    expected: 'string',
    observed: 'object {…}',
  },
  'response-value-invalid': {
    fires: { response: response(201, { ...GOOD_THING, id: 'box_1' }) },
    control: { response: response(201, { ...GOOD_THING, id: 'thing_2' }) },
    field: '/id',
    expected: 'text that matches "^thing_"',
    observed: '"box_1"',
  },
  'response-field-undeclared': {
    fires: { response: response(201, { ...GOOD_THING, color: 'red' }) },
    control: { response: response(201, { ...GOOD_THING, size: 4 }) },
    field: '/color',
    expected: 'nothing',
    observed: 'string "red"',
  },
  'response-header-missing': {
    fires: { response: { ...response(201, GOOD_THING), headers: [['Content-Type', 'application/json']] } },
    control: {
      response: {
        ...response(201, GOOD_THING),
        headers: [
          ['Content-Type', 'application/json'],
          ['x-count', '1'],
        ],
      },
    },
    field: 'X-Count',
    expected: 'a value',
    observed: 'nothing',
  },
  'response-header-invalid': {
    fires: { response: response(201, GOOD_THING, [['X-Count', 'many']]) },
    control: { response: response(201, GOOD_THING, [['X-Count', '12']]) },
    field: 'X-Count',
    expected: 'integer',
    observed: '"many"',
  },
  'value-mismatch': {
    fires: { expect: { body: { name: 'pan' } } },
    control: { expect: { body: { name: 'pot' } } },
    field: '/name',
    expected: '"pan"',
    observed: '"pot"',
  },
  'credential-missing': {
    fires: { overheard: true },
    control: { overheard: true, header: ['x-api-key', 'abc'] },
    field: 'X-Api-Key',
    expected: 'header X-Api-Key: ${secret}',
    observed: 'nothing',
  },
  'credential-malformed': {
    fires: { overheard: true, header: ['x-api-key', ''] },
    control: { overheard: true, header: ['x-api-key', 'abc'] },
    field: 'X-Api-Key',
    expected: 'header X-Api-Key: ${secret}',
    observed: '…',
  },
  'serialization-differs': {
    fires: { request: { target: '/v1/boxes/b1/things?tags[]=a&tags[]=b' } },
    control: { request: { target: '/v1/boxes/b1/things?tags=a&tags=b' } },
    field: 'tags',
    expected: 'tags=a&tags=b',
    observed: 'tags[]=a&tags[]=b',
  },
  'header-duplicated': {
    fires: { overheard: true, request: { headers: [...KEYED, ['Accept', '1'], ['accept', '2']] } },
    control: { overheard: true, request: { headers: [...KEYED, ['Accept', '1'], ['Accept-Language', '2']] } },
    field: 'Accept',
    expected: 'one header',
    observed: '2 headers: 1 and 2',
  },
  'operation-undocumented': {
    fires: { operation: 'undocumented', request: { target: '/v1/boxes/b1/thing' } },
    control: { request: { target: '/v1/boxes/b1/things' } },
    field: 'POST /v1/boxes/b1/thing',
    expected: 'a route of a contract; the nearest is POST /v1/boxes/{box_id}/things (things.make)',
    observed: 'POST /v1/boxes/b1/thing',
  },
  'field-misplaced': {
    fires: { header: ['Idempotency-Key', 'k1'] },
    control: { with: { ...FIELDS, idempotency_key: 'k1' } },
    field: 'idempotency_key',
    expected: 'body idempotency_key',
    observed: 'header Idempotency-Key',
  },
  'field-missing': {
    fires: { with: { box_id: 'b1' } },
    control: { with: { box_id: 'b1', name: '' } },
    field: 'name',
    expected: 'body name',
    observed: 'nothing',
  },
  'field-undeclared': {
    fires: { sent: { name: 'pot', colour: 'red' } },
    control: { sent: { name: 'pot', limits: {} } },
    field: 'colour',
    expected: 'nothing',
    observed: 'body colour: string "red"',
  },
  'field-type-changed': {
    fires: { with: { ...FIELDS, name: ['pot'] } },
    control: { with: { ...FIELDS, name: 'pot' } },
    field: 'name',
    expected: 'string',
    observed: 'list of 1',
  },
  'field-value-invalid': {
    fires: { with: { ...FIELDS, name: 'a very long name' } },
    control: { with: { ...FIELDS, name: 'a long one' } },
    field: 'name',
    expected: 'at most 10 characters',
    observed: '"a very long name"',
  },
};

const MESSAGES = await messagesOf('src/judge', 'src/plan', 'src/schema', 'src/run/http', 'src/gate');

describe('the registry of kinds', () => {
  it('has a file for each kind, and no other', async () => {
    const files = (await readdir('src/judge/kinds')).map((name) => name.replace('.ts', ''));
    expect(files.sort()).toEqual([...FINDING_KINDS].sort());
  });

  it('gives every kind a unique gravity', () => {
    const gravities = FINDING_KINDS.map((kind) => KINDS[kind].gravity);
    expect(new Set(gravities).size).toBe(FINDING_KINDS.length);
  });

  it('has a fixture for every kind that checks an exchange', () => {
    const shown = FINDING_KINDS.filter((kind) => KINDS[kind].exchange !== undefined);
    expect([...Object.keys(PAIRS), ...WITH_INTENT].sort()).toEqual(shown.toSorted());
  });

  it('has a fixture for every kind that generated scenarios declare', () => {
    const promised = FINDING_KINDS.filter((kind) => KINDS[kind].about === 'promise');
    expect(Object.keys(PROMISES).sort()).toEqual(promised.toSorted());
  });

  it('has a hand-off priority only for kinds that a client can fix', () => {
    const asked = FINDING_KINDS.filter((kind) => KINDS[kind].priority !== undefined);
    const ofClient = FINDING_KINDS.filter((kind) => ['request', 'client'].includes(KINDS[kind].about));
    expect(asked).toEqual(ofClient);
  });

  it.each(FINDING_KINDS)('%s has a page with the standard sections', async (kind) => {
    const page = await readFile(`docs/findings/${kind}.md`, 'utf8');
    const required = ['Example', 'Why it matters', 'How to fix it', 'How to accept it', 'What is not this kind'];
    const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(page.startsWith(`# ${kind}\n\n${KINDS[kind].title}.\n`)).toBe(true);
    expect(headings.filter((heading) => required.includes(heading ?? ''))).toEqual(required);
    expect(page).toContain(`  kind: ${kind}\n`);
  });

  it.each(FINDING_KINDS)('the example of %s shows what the program prints', async (kind) => {
    const page = await readFile(`docs/findings/${kind}.md`, 'utf8');
    const [, example = ''] = /## Example\n\n```text\n([\s\S]*?)```/.exec(page) ?? [];
    const lines = example.replaceAll(/\n {5,}/g, ' ').match(/^(?:expected|observed|was|is) {3,}.*$/gm) ?? [];
    const texts = lines.map((line) => line.replace(/^\w+ +(timeout: )?/, '').replace(/; also .*| {2}\(.*\)$/, ''));
    const isPrinted = (text: string) =>
      !/(?<![\w/])[a-z]+ [a-z]+ [a-z]+(?![\w/])/.test(text) || MESSAGES.some((each) => each.test(text));
    expect(lines).toHaveLength(2);
    expect(texts.filter((text) => !isPrinted(text) && !isPrinted(text.replace(/ \([^()]*\)$/, '')))).toEqual([]);
  });

  it('has no page for a kind that does not exist', async () => {
    const pages = (await readdir('docs/findings')).map((name) => name.replace('.md', ''));
    expect(pages.filter((page) => !isFindingKind(page))).toEqual([]);
  });
});

describe('a declared behavior', () => {
  it.each(
    Object.entries(PROMISES),
  )('%s is reported for its fixture, alone, with the expected value', async (kind, pair) => {
    const found = await findingsOfAll(pair.fires);
    expect(found.map((finding) => finding.kind)).toEqual([kind]);
    const { field, expected, observed } = pair;
    expect(found[0]).toMatchObject({ field, expected, observed });
  });

  it.each(
    Object.entries(PROMISES),
  )('%s is not reported for a control that differs in one response', async (_, pair) => {
    expect(await findingsOfAll(pair.control)).toEqual([]);
  });
});

describe('a finding about an exchange', () => {
  it.each(
    Object.entries(PAIRS),
  )('%s is reported for its fixture, alone, with the expected value', async (kind, pair) => {
    const found = await findingsFor(pair.fires);
    expect(found.map((finding) => finding.kind)).toEqual([kind]);
    const { field, expected, observed } = pair;
    expect(found[0]).toMatchObject({ field, expected, observed });
  });

  it.each(Object.entries(PAIRS))('%s is not reported for a control that differs in one detail', async (_, pair) => {
    expect(await findingsFor(pair.control)).toEqual([]);
  });
});

/** Returns a pattern for each text of two or more words. In the pattern, `${…}` matches anything. */
async function messagesOf(...folders: readonly string[]): Promise<readonly RegExp[]> {
  const names = await Promise.all(folders.map((folder) => glob('**/*.ts', { cwd: folder, absolute: true })));
  const texts = await Promise.all(names.flat().map((name) => readFile(name, 'utf8')));
  return texts.flatMap((text) => {
    const found: RegExp[] = [];
    const visit = (node: ts.Node): void => {
      const parts = ts.isTemplateExpression(node)
        ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]
        : ts.isStringLiteralLike(node)
          ? [node.text]
          : [];
      if (/[a-z]{2,}[^a-z]+[a-z]{2,}/.test(parts.join(' ')) && parts.join('').replaceAll(/[^a-z]/g, '').length > 7)
        found.push(new RegExp(`^${parts.map((part) => escapeRegExp(part)).join('.*')}$`));
      node.forEachChild(visit);
    };
    visit(ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest));
    return found;
  });
}
