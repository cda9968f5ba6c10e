import { describe, expect, it } from 'vitest';
import { docsAgainstClient } from '../../../src/audit/sources/docs-against-client.ts';
import { ACME, clientOf } from '../../surface/sources/docs-client.ts';
import { claimed, page } from '../../surface/sources/pages.ts';

function drift(name: string, surface = ACME) {
  return docsAgainstClient([claimed(page(name))], surface);
}

describe('pages against a client', () => {
  it('lists each name that pages show but the client lacks, once and with its line', () => {
    expect(drift('readme.md').missingInClient.map(({ kind, name, at }) => `${at.line} ${kind} ${name}`)).toEqual([
      '10 exception LostError',
      '13 argument colour',
      '14 attribute karma',
      '15 method client.cues.archive',
      '17 attribute status',
      '27 argument priority',
      '51 exception ForbiddenError',
    ]);
  });

  it('states the reason for each name', () => {
    const sentences = drift('readme.md').missingInClient.map(({ sentence }) => sentence);
    expect(sentences).toContain(
      'status is read from the result of executions.get, which is a plain dict: it has keys and no such attribute',
    );
    expect(sentences).toContain(
      'ForbiddenError is documented for 404, but for this status the client raises NotFoundError',
    );
  });

  it('lists methods that no page mentions, and arguments that a table leaves out', () => {
    expect(drift('readme.md').undocumented).toEqual([
      { method: 'cues.fire', argument: 'secret_one', at: expect.objectContaining({ line: 22 }) },
      { method: 'cues.list', argument: null, at: { file: 'acme/cues.py', line: 7, excerpt: 'cues.list' } },
      { method: 'cues.delete', argument: null, at: expect.anything() },
      { method: 'workers.list', argument: null, at: expect.anything() },
    ]);
  });

  it('recognises a command by the name of the program', () => {
    const surface = clientOf(
      {
        'cues.fire': { operation: 'cues.fire', takes: { CUE_ID: 'path cue_id', '--send-at': 'body /send_at' } },
        'cues.list': { operation: 'cues.list', takes: { '--status': 'query status' } },
        'cues.get': { operation: 'cues.get', takes: { CUE_ID: 'path cue_id' } },
      },
      'command',
    );
    const { missingInClient, undocumented } = drift('command.md', surface);
    expect(missingInClient.map(({ kind, name, at }) => `${at.line} ${kind} ${name}`)).toEqual([
      '4 argument --colour',
      '6 method acme cues archive',
    ]);
    expect(undocumented.map(({ method }) => method)).toEqual(['cues.get']);
  });

  it('recognises a tool by the common prefix of all tool names', () => {
    const surface = clientOf({ acme_list: { operation: 'cues.list' }, acme_get: { operation: 'cues.get' } }, 'mcp');
    const text = '| Tool | What |\n|---|---|\n| `acme_list` | Lists. |\n| `acme_pause` | Pauses. |\n';
    const { missingInClient, undocumented } = docsAgainstClient([claimed({ file: 'a.md', text })], surface);
    expect(missingInClient.map(({ name }) => name)).toEqual(['acme_pause']);
    expect(undocumented.map(({ method }) => method)).toEqual(['acme_get']);
  });

  it('finds nothing if page and client agree', () => {
    const text =
      '`client.cues.get(cue_id, execution_limit=5)` and ```python\n```\n\n```python\ncue = client.cues.create(name="a")\nprint(cue.id)\n```';
    expect(docsAgainstClient([claimed({ file: 'a.md', text })], ACME).missingInClient).toEqual([]);
  });
});
