import { expect, it } from 'vitest';
import type { DocumentChange, DocumentDiff } from '../../src/model/document-diff.ts';
import { renderChangelog, renderDocumentChanges } from '../../src/report/document-changes.ts';

function change(more: Partial<DocumentChange>): DocumentChange {
  return {
    ...{ rule: 'request-enum-narrowed', level: 'breaking', breaking: true, direction: 'request' },
    ...{ operation: 'GET /a', where: 'query sort', field: '', before: 'x', after: 'nothing', operations: ['GET /a'] },
    ...more,
  };
}

function diff(...changes: readonly DocumentChange[]): DocumentDiff {
  const none = { added: 0, removed: 0, changed: 0, same: 0 };
  return {
    ...{ operations: { ...none, moved: 0 }, webhooks: none, changes },
    counts: { breaking: changes.length, warning: 0, info: 0 },
  };
}

const OF_THE_WHOLE = { rule: 'server-path-changed', operation: '', where: '', field: null, operations: [] };

it('a change is listed under its level and its rule', () => {
  const text = renderDocumentChanges(diff(change({})));
  expect(text).toMatch(/^Breaking changes\n {2}request-enum-narrowed: .*\n {4}GET \/a {2}query sort: x → nothing\n/);
});

it('a change of many operations is one line that counts the others', () => {
  const text = renderDocumentChanges(diff(change({ operations: ['GET /a', 'GET /b', 'GET /c'] })));
  expect(text).toContain('GET /a  query sort: x → nothing (and 2 more operations)');
});

it('a change of the whole document names the document', () => {
  const whole = change({ ...OF_THE_WHOLE, before: '/', after: '/v2' });
  expect(renderDocumentChanges(diff(whole))).toContain('    the document: / → /v2\n');
  expect(renderChangelog(diff(whole))).toContain('| the document |  | `/` | `/v2` |');
});

it('a text of the document cannot end a cell of the Markdown table', () => {
  const text = renderChangelog(diff(change({ before: 'a | b', after: '<img src=x>' })));
  const row = text.split('\n').find((line) => line.includes('GET /a'));
  expect(row?.replaceAll('\\|', '').split('|')).toHaveLength(6);
});
