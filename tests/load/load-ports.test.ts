import { describe, expect, it } from 'vitest';
import { readPorts } from '../../src/load/load-ports.ts';

const read = (text: string) => readPorts('ports.yaml', text, '/project');

describe('readPorts', () => {
  it('reads the output of gh, with additional members', () => {
    const json =
      '[{"number":42,"title":"Fire later","headRefName":"fire","state":"MERGED","mergedAt":"2027-01-02T03:04:05Z","url":"x"}]';
    expect(read(json).ports.get('')).toEqual([
      {
        reference: '#42',
        title: 'Fire later',
        head: { revision: 'fire' },
        state: 'merged',
        at: { date: '2027-01-02' },
      },
    ]);
  });

  it('reads branches and folders by client name. Folders are relative to the file', () => {
    const { ports } = read('acme: [add-fire]\nother: [{ reference: "#1", folder: ../b }]\n');
    expect(ports.get('acme')).toEqual([
      { reference: 'add-fire', title: 'add-fire', head: { revision: 'add-fire' }, state: 'open' },
    ]);
    expect(ports.get('other')).toMatchObject([{ reference: '#1', head: { folder: '/b' } }]);
  });

  it.each([
    ['[{ reference: "#1" }]', 'must have exactly one of "branch" and "folder"'],
    ['[{ reference: "#1", branch: x, stat: open }]', 'unknown key "stat"'],
  ])('rejects %s', (text, message) => {
    expect(
      read(text)
        .diagnostics.map((each) => each.message)
        .join(),
    ).toContain(message);
  });
});
