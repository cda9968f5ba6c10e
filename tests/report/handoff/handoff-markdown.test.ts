import { describe, expect, it } from 'vitest';
import { buildHandoff, handoffCauses } from '../../../src/audit/handoff/build-handoff.ts';
import { isHandoff } from '../../../src/report/handoff/handoff-lines.ts';
import { renderHandoff } from '../../../src/report/handoff/handoff-markdown.ts';
import { aFinding, evidence, SECRET } from '../../handoff/builders.ts';

const odd = aFinding({ observed: 'body `txt` | <b>x</b>\u001b[31m' });
const stale = [{ file: 'm.json', claim: { pointer: '/a|b', claim: '`x` | <i> [y]', evidence: 'no', value: null } }];
const [cause] = handoffCauses({ ...evidence(), findings: [odd] });
const program = { language: 'python', text: 'print(1)\n' } as const;
const replays = new Map([[cause?.fingerprint ?? '', { program, withheld: null }]]);
const decided = [{ what: 'admin.*', why: 'Only | operators.' }];
const handoff = buildHandoff(evidence({ findings: [odd], stale, replays, decided }));
const page = renderHandoff(handoff);

describe('the page of a hand-off', () => {
  it('begins with a table that contains every row, linked to its section', () => {
    const [row] = handoff.wrong;
    expect(page).toContain(
      `| [${row?.id}](#${row?.id}) | P0 | **field-renamed** \`notes.create text\` | api\\#1`.replace('\\#', '#'),
    );
    expect(page).toContain(
      `### ${row?.id}\n\nP0 **field-renamed** \`notes.create text\`: A field is sent under a name`,
    );
  });

  it('has a program to paste in a code block, and the recorded request in one line', () => {
    expect(page).toContain('```python\nprint(1)\n```');
    expect(page).toContain('- on the wire, `acme/notes.create#2`: `POST /v1/notes`, `"txt": "pw-text-z"`\n');
  });

  it('does not let external text become markup, and never shows the key', () => {
    expect(page).not.toContain('\u001b');
    expect(page).not.toContain(SECRET);
    expect(page).toContain("observed `body 'txt' | <b>x</b>");
    const line = page.split('\n').find((each) => each.includes('m.json#'));
    expect(line?.replaceAll('\\|', '').split('|')).toHaveLength(7);
    expect(line).toContain('\\`x\\` \\| \\<i\\> \\[y\\]');
  });

  it('shows the date of an earlier hand-off, and marks the other rows as new', () => {
    const earlier = [...handoff.wrong];
    const later = renderHandoff(buildHandoff(evidence({ date: '2026-06-01', findings: [odd], stale, earlier })));
    expect(later).toContain('| handed over 2026-05-14 |');
    expect(later).toContain('- in the hand-offs since 2026-05-14');
    expect(later.split('\n').find((each) => each.includes('m.json#'))).toMatch(/\| new \|$/);
  });

  it('says who is affected, what a test should assert, and what will not be ported', () => {
    expect(page).toContain('- affected: callers of `notes.create` that use `text`');
    expect(page).toContain('- a test asserts: `body text`, of the call below');
    expect(page).toContain('## Not to be ported\n\n| what | why |\n|---|---|\n| `admin.*` | Only \\| operators. |');
  });

  it('says why a row has no reproduction', () => {
    const none = new Map([[cause?.fingerprint ?? '', { program: null, withheld: 'it sends nothing' }]]);
    const text = renderHandoff(buildHandoff(evidence({ findings: [odd], replays: none })));
    expect(text).toContain('No reproduction: it sends nothing.');
    expect(text).toContain('Rows with a reproduction: 0. Rows with a reason why there is no reproduction: 1.');
  });

  it('stays under 200 lines and 30 KB, and says what it omits', () => {
    const findings = Array.from({ length: 300 }, (_, index) =>
      aFinding({
        kind: index % 2 ? 'field-renamed' : 'field-not-sendable',
        field: `f${index}`,
        operation: `o${index}.x`,
      }),
    );
    const many = Array.from({ length: 99 }, (_, index) => {
      const claim = { pointer: `/a/${index}`, claim: `claim ${index}`, evidence: 'no', value: null };
      return { file: 'm.json', claim };
    });
    const long = buildHandoff(evidence({ findings, stale: many }));
    const short = renderHandoff(long);
    expect(short.split('\n').length).toBeLessThan(200);
    expect(Buffer.byteLength(short)).toBeLessThan(30_000);
    expect(short).toMatch(/and \d+ more/);
    expect(renderHandoff(long, { full: true })).toContain(`### ${long.wrong.at(-1)?.id}`);
  });

  it('says so if there is nothing to do', () => {
    expect(renderHandoff(buildHandoff(evidence()))).toContain(
      'No drift was found: nothing to port and nothing to repair.',
    );
  });
});

describe('a file of an earlier day', () => {
  it('is recognised as a hand-off if parity wrote it', () => {
    expect(isHandoff(JSON.parse(JSON.stringify(handoff)))).toBe(true);
  });

  it.each([
    null,
    {},
    { ...handoff, format: 3 },
    { ...handoff, wrong: [{ id: 'x' }] },
    { ...handoff, docs: 'none' },
  ])('is not recognised otherwise (%#)', (value) => {
    expect(isHandoff(value)).toBe(false);
  });
});
