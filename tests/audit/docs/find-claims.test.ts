import { describe, expect, it } from 'vitest';
import { claimed } from '../../surface/sources/pages.ts';

/** Returns one line per claim of a page, as `LINE kind words-or-path`. */
function lines(text: string, file = 'page.md'): readonly string[] {
  return claimed({ file, text }).claims.map((claim) => {
    const said = 'words' in claim ? claim.words.join('.') : 'path' in claim ? claim.path : claim.kind;
    return `${claim.at.line} ${claim.kind} ${said}`;
  });
}

const TABLE = '| Name | Type |\n|---|---|\n| `limit` | int |\n';

describe('findClaims', () => {
  it.each([
    ['underlined with ===', `GET /v1/cues\n============\n\n${TABLE}`],
    ['underlined with ---', `GET /v1/cues\n------------\n\n${TABLE}`],
  ])('takes a heading that is %s as the owner of a table', (_, text) => {
    expect(claimed({ file: 'page.md', text }).claims).toContainEqual(
      expect.objectContaining({ kind: 'parameters', owner: { kind: 'endpoint', method: 'GET', path: '/v1/cues' } }),
    );
  });

  it.each([
    ['a quote', '> Note:\n>\n> ```python\n> client.cues.list()\n> ```\n', 4],
    ['an item of a list', '1. Then\n\n   ```python\n   client.cues.list()\n   ```\n', 4],
    ['an MkDocs tab', '=== "Python"\n\n    ```python\n    client.cues.list()\n    ```\n', 4],
    ['an MDX tag', '<TabItem value="py">\n```python\n\nclient.cues.list()\n```\n</TabItem>\n', 4],
  ])('reads an example in %s at its line', (_, text, line) => {
    expect(lines(text)).toEqual([`${line} call client.cues.list`]);
  });

  it('cites the right line of a paragraph with several lines', () => {
    expect(lines('First words,\nthen `client.cues.list()` and\nGET /v1/cues.\n')).toEqual([
      '2 call client.cues.list',
      '3 endpoint /v1/cues.',
    ]);
  });

  it('ignores a > inside an attribute of a tag', () => {
    const text = '<p title="a > b `client.no()`">See <code data-x="1 > 0">client.cues.list()</code></p>';
    expect(lines(text, 'page.html')).toEqual(['1 call client.cues.list']);
  });

  it.each([
    [
      'Sphinx',
      '<div class="highlight-python notranslate"><div class="highlight"><pre>\nclient.cues.list()</pre></div></div>',
    ],
    ['GitHub', '<div class="highlight highlight-source-python"><pre>\nclient.cues.list()</pre></div>'],
  ])('recognises the language of an example in HTML from %s', (_, text) => {
    expect(lines(text, 'page.html')).toEqual(['2 call client.cues.list']);
  });

  it('reads the valid statements around a statement that is not Python', () => {
    const text = '```python\nclient.cues.list()\nclient.cues.fire(a=1, ...)\nclient.cues.get("c")\n```\n';
    expect(lines(text)).toEqual(['2 call client.cues.list', '4 call client.cues.get', '3 unreadable unreadable']);
  });

  it('reads only the input of an interactive session', () => {
    const text = '```pycon\n>>> for cue in client.cues.list():\n...     cue.get(1)\nclient.cues.no()\n```\n';
    expect(lines(text)).toEqual(['2 call client.cues.list', '3 call cue.get']);
  });

  it('keeps placeholders and quoted line ends of a command', () => {
    const text =
      "```sh\nacme cues fire <CUE_ID> --note 'a\nb; c' # a user's note\nacme cues list && acme cues get\n```\n";
    expect(lines(text)).toEqual([
      '2 command acme.cues.fire.<CUE_ID>',
      '4 command acme.cues.list',
      '4 command acme.cues.get',
    ]);
  });
});
