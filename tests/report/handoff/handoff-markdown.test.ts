import { describe, expect, it } from 'vitest';
import { buildHandoff } from '../../../src/audit/handoff/build-handoff.ts';
import { isHandoff } from '../../../src/report/handoff/handoff-lines.ts';
import { renderHandoff } from '../../../src/report/handoff/handoff-markdown.ts';
import { aFinding, evidence, SECRET } from '../../handoff/builders.ts';

const odd = aFinding({ observed: 'body `txt` | <b>x</b>\u001b[31m' });
const stale = [{ file: 'm.json', claim: { pointer: '/a|b', claim: '`x` | <i> [y]', evidence: 'no', value: null } }];
const handoff = buildHandoff(evidence({ findings: [odd], stale }));
const page = renderHandoff(handoff);

describe('the page of a hand-off', () => {
  it('begins with a table that has every row, linked to its part', () => {
    const [row] = handoff.wrong;
    expect(page).toContain(
      `| [${row?.id}](#${row?.id}) | P0 | **field-renamed** \`notes.create text\` | api\\#1`.replace('\\#', '#'),
    );
    expect(page).toContain(
      `### ${row?.id}\n\nP0 **field-renamed** \`notes.create text\`: A field is sent under a name`,
    );
  });

  it('has what can be pasted in blocks of code', () => {
    expect(page).toContain('```sh\ncurl -i "$BASE_URL/v1/notes"');
    expect(page).toContain('```\nclient.notes.create(text="pw-text-z")\n```');
    expect(page).toContain('```http\nPOST /v1/notes\n"txt": "pw-text-z"\n```');
  });

  it('lets no text of others become markup, and never shows the key', () => {
    expect(page).not.toContain('\u001b');
    expect(page).not.toContain(SECRET);
    expect(page).toContain("observed `body 'txt' | <b>x</b>");
    const line = page.split('\n').find((each) => each.includes('m.json#'));
    expect(line?.replaceAll('\\|', '').split('|')).toHaveLength(7);
    expect(line).toContain('\\`x\\` \\| \\<i\\> \\[y\\]');
  });

  it('marks what was handed over before, and the rest as new', () => {
    const earlier = [...handoff.wrong];
    const later = renderHandoff(buildHandoff(evidence({ date: '2026-06-01', findings: [odd], stale, earlier })));
    expect(later).toContain('| handed over 2026-05-14 |');
    expect(later).toContain('- since 2026-05-14 in the hand-offs');
    expect(later.split('\n').find((each) => each.includes('m.json#'))).toMatch(/\| new \|$/);
  });

  it('of nothing to do says so', () => {
    expect(renderHandoff(buildHandoff(evidence()))).toContain('Nothing to port and nothing to repair was found.');
  });
});

describe('a file of an earlier day', () => {
  it('is one of ours as it is written', () => {
    expect(isHandoff(JSON.parse(JSON.stringify(handoff)))).toBe(true);
  });

  it.each([
    null,
    {},
    { ...handoff, format: 2 },
    { ...handoff, wrong: [{ id: 'x' }] },
    { ...handoff, docs: 'none' },
  ])('is none of ours otherwise (%#)', (value) => {
    expect(isHandoff(value)).toBe(false);
  });
});
