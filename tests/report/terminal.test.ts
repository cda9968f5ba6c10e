import { describe, expect, it } from 'vitest';
import { reportTerminal } from '../../src/report/terminal.ts';
import { anEnd, anEntry, aStep, verdictOn } from '../gate/builders.ts';
import { deadVerdict, greenVerdict, hostileVerdict, longVerdict, mixedVerdict, OPTIONS, outputOf } from './verdicts.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are control characters
const SGR = /\x1b\[\d+m/g;

describe('the terminal report', () => {
  it.each([
    ['green', greenVerdict, OPTIONS],
    ['mixed', mixedVerdict, OPTIONS],
    ['mixed-narrow', mixedVerdict, { ...OPTIONS, width: 60 }],
    ['dead', deadVerdict, OPTIONS],
    ['long', longVerdict, OPTIONS],
    ['empty', () => verdictOn([]), OPTIONS],
    ['hostile', hostileVerdict, OPTIONS],
  ])('is readable: %s', async (name, makeVerdict, options) => {
    await expect(outputOf(reportTerminal(makeVerdict(), options))).toMatchFileSnapshot(`fixtures/terminal/${name}.txt`);
  });

  it('prints only one line per cause and the result with --quiet', () => {
    const output = outputOf(reportTerminal(longVerdict(), { ...OPTIONS, detail: 'quiet' }));
    expect(output.match(/^ +\d+\. value-mismatch/gm)).toHaveLength(60);
    expect(output).not.toContain('expected  ');
    expect(output).toContain('Result');
    const mixed = outputOf(reportTerminal(mixedVerdict(), { ...OPTIONS, detail: 'quiet' }));
    expect(mixed.match(/^[A-Z]{5,}/gm)).toEqual(['XPASS', 'FAILED', 'BLOCKED', 'LEDGER', 'LEFTOVERS']);
  });

  it('names every leftover of a group', () => {
    const verdict = mixedVerdict();
    const [first] = verdict.leftovers;
    if (first === undefined) throw new Error('the verdict has a leftover');
    const names = Array.from({ length: 40 }, (_, index) => `n${index}`);
    const leftovers = names.map((id) => ({ ...first, with: { id }, madeBy: `things/${id}/made` as const }));
    const output = outputOf(reportTerminal({ ...verdict, leftovers }, OPTIONS)).replaceAll(/\s+/g, ' ');
    for (const id of names) {
      expect(output).toContain(`{"id":"${id}"}`);
      expect(output).toContain(`things/${id}/made`);
    }
  });

  it('shortens no list with --verbose', () => {
    const output = outputOf(reportTerminal(longVerdict(), { ...OPTIONS, detail: 'verbose' }));
    expect(output.match(/^ +expected /gm)).toHaveLength(60);
    expect(output).not.toContain('… and');
    expect(output).not.toContain('in full');
  });

  it('groups flaky steps by operation', () => {
    const cleanup = { operation: 'notes.delete', phase: 'cleanup', flaky: true } as const;
    const steps = ['notes/a/one~cleanup', 'notes/a/two~cleanup'].map((address) => aStep({ address, ...cleanup }));
    const output = outputOf(reportTerminal(verdictOn([steps]), OPTIONS));
    expect(output).toContain('  notes.delete as clean-up\n      2 steps  notes/a/one~cleanup, notes/a/two~cleanup');
  });

  it('begins with xpasses', () => {
    expect(outputOf(reportTerminal(mixedVerdict(), OPTIONS))).toMatch(/^XPASS /);
  });

  it('says which values of the target a finding assumes', () => {
    const verdict = verdictOn([[aStep({ findings: [{ assumes: { max_notes: 10 } }, { field: '/title' }] })]]);
    const text = outputOf(reportTerminal(verdict, { ...OPTIONS, width: 300 }));
    expect(text.match(/\(assumes max_notes 10\)/g)).toHaveLength(1);
    expect(text).toMatch(
      /^ +assumes +max_notes 10 \(not stated in the settings of the target\)\. .+ add `values: { max_notes: … }` /m,
    );
  });

  it.each([
    ['with the words for a variation', { what: 'nul', about: 'title' }, 'nul/5xx', 'NUL character in title → 5xx'],
    [
      'with the words for the simpler variation that its id names',
      { what: 'at-max-length-two-bytes', about: 'title' },
      'at-max-length/5xx',
      'text of the maximum length in title → 5xx',
    ],
    [
      'with the name of a variation without words, and its field',
      { what: 'read_back.title', about: 'title' },
      'read_back.title/5xx',
      'read_back.title in title: expected 200, got 500',
    ],
    ['with the step of a suite', undefined, 'notes.get/5xx', 'notes/keeps-text/read: expected 200, got 500'],
  ])('lists a cause %s', (_title, tried, id, summary) => {
    const about = { kind: 'server-error', cause: `server-error/${id}`, field: null, outcome: '5xx' } as const;
    const finding = { ...about, expected: '200', observed: '500', ...(tried && { tried }) };
    const steps = [aStep({ findings: [finding] }), aStep({ findings: [{ field: '/other' }] })];
    expect(outputOf(reportTerminal(verdictOn([steps]), OPTIONS))).toContain(`1. server-error  ${summary}  notes.get\n`);
  });

  it('lists an entry that excuses several findings once, with their number', () => {
    const cause = 'server-error/nul/5xx';
    const steps = ['title', 'body', 'tag'].map((field) =>
      aStep({
        address: `probe.notes.get/${field}.nul/sent`,
        findings: [{ kind: 'server-error', cause, field: null, tried: { what: 'nul', about: field } }],
      }),
    );
    const text = outputOf(
      reportTerminal(verdictOn([steps], [anEntry({ kind: 'server-error', place: { cause } })]), OPTIONS),
    );
    expect(text).toContain('XFAILED  3 accepted findings of 1 entry\n  server-error/nul/5xx  3 findings in 3 steps: ');
    expect(text.match(/normalised on staging/g)).toHaveLength(1);
  });

  it('says that the ledger accepts a cause at other places only', () => {
    const cause = 'server-error/nul/5xx';
    const showing = (field: string) => {
      const [kind, tried] = ['server-error', { what: 'nul', about: field }] as const;
      const findings = [{ kind, cause, tried, field: null, outcome: '5xx' }];
      return aStep({ address: `probe.notes.get/${field}.nul/sent`, tried, findings });
    };
    const entry = anEntry({ kind: 'server-error', place: { cause }, places: ['notes.get title'] });
    const text = outputOf(reportTerminal(verdictOn([[showing('title'), showing('body')]], [entry]), OPTIONS));
    expect(text).toContain(
      'ledger     not accepted here: the entry at xfails.yaml:2 accepts this cause only at 1 other\n',
    );
    expect(outputOf(reportTerminal(verdictOn([[showing('title')]]), OPTIONS))).not.toContain('not accepted here');
  });

  it('shows which members of an object differ', () => {
    const finding = { kind: 'value-mismatch' as const, expected: '{"a":1,"b":2}', observed: '{"a":1,"b":3}' };
    const text = outputOf(reportTerminal(verdictOn([[aStep({ findings: [finding] })]]), OPTIONS));
    expect(text).toMatch(/difference {2}- expected {2}\+ observed\n +\{\n +- {2}b: 2\n +\+ {2}b: 3\n/);
  });

  it('has the same text with and without colours', () => {
    const colored = outputOf(reportTerminal(mixedVerdict(), { ...OPTIONS, color: true }));
    expect(colored).toContain('\x1b[');
    expect(colored.replace(SGR, '')).toBe(outputOf(reportTerminal(mixedVerdict(), OPTIONS)));
  });

  it('shows one block for the findings of one cause', () => {
    const output = outputOf(reportTerminal(mixedVerdict(), OPTIONS));
    expect(output.match(/response-field-retyped of \/created_at/g)).toHaveLength(1);
    expect(output).toContain('also at    1 more step: notes/lists/all');
  });

  it('shows the number of findings of a cause, and only the smallest request', () => {
    const probes = Array.from({ length: 1000 }, (_, index) => {
      const size = index === 700 ? 'x' : 'x'.repeat(50);
      const reproduction = [`curl first`, `curl ${size}`];
      return [aStep({ address: `probe.notes/text.as-${index}/sent`, findings: [{ reproduction }] })];
    });
    const output = outputOf(reportTerminal(verdictOn(probes), OPTIONS));
    expect(output).toContain('  1. probe.notes/text.as-700/sent  value-mismatch of /text ×1000\n');
    expect(output).toContain('     reproduce\n       curl first\n       curl x\n');
    expect(output).toContain('also at    999 more steps: probe.notes/text.as-0/sent, ');
    expect(output.length).toBeLessThan(3000);
  });

  it('never wraps or shortens a line that is meant to be copied', () => {
    const line = `curl ${'word '.repeat(300)}end`;
    const output = outputOf(reportTerminal(verdictOn([[aStep({ findings: [{ reproduction: [line] }] })]]), OPTIONS));
    expect(output.split('\n')).toContain(`       ${line}`);
  });

  it('shows the last requests of a long sequence', () => {
    const reproduction = Array.from({ length: 40 }, (_, index) => `curl ${index}`);
    const output = outputOf(reportTerminal(verdictOn([[aStep({ findings: [{ reproduction }] })]]), OPTIONS));
    expect(output).toContain('# not shown: 28 earlier requests (see reports/findings.json)\n       curl 28\n');
  });

  it('lists every cause, and shows the ten most severe ones in full', () => {
    const lines = outputOf(reportTerminal(longVerdict(), OPTIONS)).split('\n');
    const line = /^ {1,2} ?\d+\. value-mismatch {2}\/f\d\d: expected "hello", got "hallo" {2}notes\.get$/;
    expect(lines.filter((each) => line.test(each))).toHaveLength(60);
    expect(lines.filter((line) => line.includes('observed   "hallo"'))).toHaveLength(10);
    expect(lines).toContain('  reports/findings.json has the other 50 causes in full');
  });

  it('describes the variation in words, with its value', () => {
    const tried = { what: 'very-long', about: 'note', value: '65,536 characters: "xx…"' };
    const one = aStep({ findings: [{ tried, field: null, outcome: '5xx', cause: 'a' }] });
    const two = aStep({ findings: [{ cause: 'b' }] });
    const output = outputOf(reportTerminal(verdictOn([[one, two]]), OPTIONS));
    expect(output).toContain(' text of 65,536 characters in note → 5xx');
    expect(output).toContain('tried      text of 65,536 characters in note (very-long): 65,536 characters: "xx…"');
  });

  it.each([
    ['was interrupted', anEnd({ interrupted: 'SIGINT' }), 'seed 42, interrupted by SIGINT'],
    ['stopped after the first failures', anEnd({ bailed: true }), 'stopped after the first failures (--bail)'],
    ['did not reach its end, with nothing blocked', null, 'BLOCKED  the run did not reach its end'],
  ])('reports that the run %s', (_title, end, text) => {
    expect(outputOf(reportTerminal(verdictOn([[aStep()]], [], { judged: { end } }), OPTIONS))).toContain(text);
  });

  it.each([
    ['no field', null, /read {2}value-mismatch$/m],
    ['the whole body', '', /read {2}value-mismatch of the whole body$/m],
  ])('names a finding about %s', (_title, field, head) => {
    expect(outputOf(reportTerminal(verdictOn([[aStep({ findings: [{ field }] })]]), OPTIONS))).toMatch(head);
  });

  it('shortens a very long text', () => {
    const verdict = verdictOn([[aStep({ findings: [{ observed: 'x'.repeat(100_000) }] })]]);
    expect(outputOf(reportTerminal(verdict, OPTIONS)).length).toBeLessThan(3000);
  });

  it('has no line that is wider than the terminal, except lines that editors parse', () => {
    const output = outputOf(reportTerminal(mixedVerdict(), { ...OPTIONS, width: 60 }));
    const long = output.split('\n').filter((line) => line.length > 60 && !line.startsWith('xfails.yaml:'));
    expect(long).toEqual([]);
  });

  it('has one line for reasons that differ only in the operation or the step, and prints their advice once', () => {
    const named = (operation: string) =>
      `${operation} changes what its path names; allow it with --allow-destructive, or \`allow_destructive: [${operation}]\``;
    const step = (reason: string) => aStep({ state: 'not-tried', reason });
    const reasons = [
      named('notes.get'),
      named('notes.create'),
      'set "clock" of notes.clock',
      'set "clock" of notes.watch',
    ];
    const skipped = ['probe.notes.get/a.nul/sent', 'probe.notes.create/b.nul/sent'].map((address) =>
      aStep({ state: 'skipped', reason: `needs a value from the response of ${address}` }),
    );
    const text = outputOf(reportTerminal(verdictOn([[...reasons.map(step), ...skipped]]), OPTIONS));
    expect(text).toContain('     2  notes.get changes what its path names (also notes.create)\n');
    expect(text).toContain('     1  set "clock" of notes.clock\n');
    const flat = text.replace(/\s+/g, ' ');
    expect(flat).toContain(
      'To try more steps: allow it with --allow-destructive, or `allow_destructive: [notes.get, notes.create]`',
    );
    expect(flat).toContain(
      '2 needs a value from the response of probe.notes.get/a.nul/sent (also probe.notes.create/b.nul/sent)',
    );
  });

  it('names uncalled operations only if the whole plan ran', () => {
    const narrowed = mixedVerdict();
    const output = outputOf(reportTerminal({ ...narrowed, run: { ...narrowed.run, whole: false } }, OPTIONS));
    expect(output).toContain('exercised (the plan was restricted)');
  });
});
