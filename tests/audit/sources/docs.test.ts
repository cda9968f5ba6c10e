import { describe, expect, it } from 'vitest';
import { docsSurface } from '../../../src/audit/sources/docs.ts';
import { methodIndex } from '../../../src/audit/sources/method-index.ts';
import { ACME, clientOf } from '../../surface/sources/docs-client.ts';
import { CONTRACTS, claimed, fieldLines, page, remarks } from '../../surface/sources/pages.ts';

function read(...pages: readonly { readonly file: string; readonly text: string }[]) {
  return docsSurface(
    pages.map((each) => claimed(each)),
    { methods: methodIndex(ACME), contracts: CONTRACTS },
  );
}

function text(markdown: string) {
  return read({ file: 'page.md', text: markdown });
}

describe('the surface of pages', () => {
  it('is never complete, and has the name of its first page', () => {
    const surface = read(page('readme.md'));
    expect([surface.source, surface.complete]).toEqual(['docs:readme.md', { operations: false, fields: false }]);
  });

  it('finds methods in running text, headings and examples', () => {
    const operations = read(page('readme.md')).operations.map(
      ({ id, names, at }) => `${id} ${names.join()} ${at.line}`,
    );
    expect(operations).toEqual([
      'GET /v1/unheard GET /v1/unheard 46',
      'cues.create client.cues.create 13',
      'cues.fire POST /v1/cues/{cue_id}/fire,client.cues.fire 7',
      'cues.get GET /v1/cues/{cue_id},cues.get 7',
      'executions.get client.executions.get 16',
      'messages.send POST /v1/messages 37',
    ]);
  });

  it('reads the table below the heading of a method, without locations', () => {
    const lines = fieldLines(read(page('readme.md')), 'cues.fire').filter((line) => line.startsWith('nowhere'));
    expect(lines).toEqual(['nowhere | merge_strategy string', 'nowhere | send_at string']);
  });

  it('reads the table below an endpoint, with the locations in the table', () => {
    const lines = fieldLines(read(page('readme.md')), 'cues.fire').filter((line) => !line.startsWith('nowhere'));
    expect(lines).toEqual([
      'body /exit_criteria | exit_criteria list of string',
      'body /idempotency_key | idempotency_key string required',
      'path cue_id | cue_id string required',
    ]);
  });

  it('reads a curl command with its query, headers and body', () => {
    expect(fieldLines(read(page('readme.md')), 'messages.send')).toEqual([
      'body /body | body string',
      'body /metadata | metadata object',
      'body /to | to string',
      'header Idempotency-Key | idempotency_key null',
      'query dry | dry null',
    ]);
  });

  it('has a remark with a line for each name that the client lacks', () => {
    expect(remarks(read(page('readme.md')))).toEqual([
      'readme.md:13 cues.create of the client has no argument colour',
      'readme.md:15 the client has no client.cues.archive',
      'readme.md:27 cues.fire of the client has no argument priority',
      'readme.md:50 NotFoundError is documented for the status 404',
      'readme.md:51 ForbiddenError is documented for the status 404',
    ]);
  });

  it('reads headings of tables in German, Spanish and French', () => {
    const surface = read(page('seite.md'));
    expect(fieldLines(surface, 'cues.list')).toEqual(['nowhere | limit integer', 'nowhere | status string required']);
    expect(fieldLines(surface, 'cues.get')).toEqual([
      'nowhere | cue_id string required',
      'nowhere | execution_limit integer',
    ]);
    expect(fieldLines(surface, 'executions.get')).toEqual(['nowhere | execution_id string required']);
    const limit = surface.operations.find(({ id }) => id === 'cues.list')?.fields.find(({ name }) => name === 'limit');
    expect(limit).toMatchObject({ default: 20, required: false });
  });

  it('reads HTML with unclosed tags', () => {
    const surface = read(page('broken.html'));
    expect(surface.operations.map(({ id, at }) => `${id} ${at.line}`)).toEqual([
      'cues.delete 12',
      'cues.fire 4',
      'cues.update 14',
      'workers.list 14',
    ]);
    expect(fieldLines(surface, 'cues.fire')).toEqual(['nowhere | cue_id string required', 'nowhere | send_at string']);
  });

  it('reads TypeScript examples and treats members of options as arguments', () => {
    const methods = methodIndex(
      clientOf(
        { 'cues.fire': { operation: 'cues.fire', takes: { cueId: 'path cue_id', 'options.sendAt': 'body /send_at' } } },
        'node',
      ),
    );
    const example = "```ts\nawait client.cues.fire('c1', { sendAt: 'x', colour: 1 });\n```";
    const surface = docsSurface([claimed({ file: 'a.md', text: example })], { methods, contracts: CONTRACTS });
    expect(fieldLines(surface, 'cues.fire')).toEqual(['nowhere | cue_id string', 'nowhere | send_at string']);
    expect(remarks(surface)).toEqual(['a.md:2 cues.fire of the client has no argument colour']);
  });

  it('reads a request in HTTP syntax', () => {
    const surface = text('```http\nPOST /v1/cues/c1/fire HTTP/1.1\nX-Worker-Id: w\n\n{"send_at": "x"}\n```');
    expect(fieldLines(surface, 'cues.fire').map((line) => line.split(' |')[0])).toEqual([
      'body /send_at',
      'header X-Worker-Id',
      'path cue_id',
    ]);
  });

  it('reports a broken example', () => {
    expect(remarks(text('```python\nclient.cues.list(\n  limit=\n```\n'))[0]).toMatch(
      /page.md:\d part of an example is not valid Python/,
    );
    expect(remarks(text('```python\nx = {"success": true}\n```'))).toEqual(['page.md:2 true is not a word of Python']);
    expect(remarks(text("```bash\ncurl -d '{broken' https://x.example/v1/cues\n```"))).toEqual([
      'page.md:2 the body of POST /v1/cues is not JSON',
    ]);
  });

  it.each([
    ['no code at all', 'Just words.\n\nAnd more.'],
    ['an empty page', ''],
    ['a fence that is never closed', '```\nfoo'],
    ['an incomplete table', '| a |\n|'],
    ['calls of other libraries', '`worker.start()` and `requests.get("/v1/cues")` in `os.environ`'],
  ])('finds nothing in %s', (_, markdown) => {
    const surface = text(markdown);
    expect([surface.operations, surface.remarks]).toEqual([[], []]);
  });

  it('examines a page of five megabytes up to the limit and reports the rest', () => {
    const line = 'Some `words` and `client.cues.list(limit=20)` and | pipes | and <b>tags</b> `` ` ``\n';
    const big = claimed({ file: 'big.md', text: line.repeat(Math.ceil(5_000_000 / line.length)) }, 20 * line.length);
    expect(big.claims.filter(({ kind }) => kind === 'call')).toHaveLength(20);
    expect(big.claims.at(-1)).toMatchObject({ kind: 'unexamined', at: { file: 'big.md', line: 21 } });
  });

  it('reads text below thousands of nested elements', () => {
    const { claims } = claimed({ file: 'deep.html', text: `${'<b><div>'.repeat(3000)}GET /v1/cues` });
    expect(claims).toMatchObject([{ kind: 'endpoint', path: '/v1/cues' }]);
  });

  it('skips lines that are nested too deeply', () => {
    const { claims } = claimed({ file: 'deep.md', text: `${'> '.repeat(100_000)}GET /v1/a\n\n> > GET /v1/cues\n` });
    expect(claims).toMatchObject([{ kind: 'endpoint', path: '/v1/cues' }]);
  });
});
