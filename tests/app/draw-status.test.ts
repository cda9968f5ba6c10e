import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { drawStatus } from '../../src/app/draw-status.ts';
import { type Io, printable } from '../../src/app/io.ts';

const SCENARIOS = { unit: 'scenarios', done: 1, total: 4, failed: 0, current: null };

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

function terminal(interactive = true) {
  const written: string[] = [];
  const io: Io = {
    ...{ cwd: '/', env: {}, out: () => {}, interactive, color: false, columns: 60, version: '0', random: () => 0 },
    err: (text) => void written.push(printable(text, { color: false, interactive })),
    now: () => new Date(),
    onSignal: () => () => {},
  };
  return { io, written };
}

describe('the status line', () => {
  it('is redrawn in place, and its control sequences reach the terminal', () => {
    const { io, written } = terminal();
    const status = drawStatus(io);
    vi.advanceTimersByTime(1000);
    status.show(SCENARIOS);
    status.clear();
    expect(written).toEqual(['\r\u001b[K 25%  1/4 scenarios  1.0s', '\r\u001b[K']);
  });

  it('estimates a wait from the last successful wait of the same kind', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'parity-times-')), '.times.json');
    const { io, written } = terminal();
    const status = drawStatus(io, file);
    status.wait('starting local');
    vi.advanceTimersByTime(9000);
    status.show(SCENARIOS);
    status.wait('starting local');
    expect(written.at(-1)).toContain('0ms (about 9s left)  starting local');
    vi.advanceTimersByTime(60_000);
    expect(written.at(-1)).not.toContain('left');
    status.clear();
    status.wait('starting local');
    expect(written.at(-1)).toContain('(about 9s left)');
    status.clear();
  });

  it('shows how long it has been waiting, and restarts the time for the next wait', () => {
    const { io, written } = terminal();
    const status = drawStatus(io);
    status.wait('starting local');
    vi.advanceTimersByTime(1000);
    status.show(SCENARIOS);
    vi.advanceTimersByTime(5000);
    expect(written.map((line) => line.replace('\r\u001b[K', ''))).toEqual([
      '0ms  starting local',
      '500ms  starting local',
      '1.0s  starting local',
      ' 25%  1/4 scenarios  0ms',
    ]);
  });

  it('is not redrawn for each of a thousand scenarios', () => {
    const { io, written } = terminal();
    const status = drawStatus(io);
    vi.advanceTimersByTime(1000);
    for (let done = 0; done < 1000; done += 1) status.show({ ...SCENARIOS, done });
    expect(written).toHaveLength(1);
  });

  it('is empty if the output is not a terminal', () => {
    const { io, written } = terminal(false);
    const status = drawStatus(io);
    status.wait('starting local');
    status.show(SCENARIOS);
    status.note('stopping');
    status.clear();
    vi.advanceTimersByTime(5000);
    expect(written).toEqual([]);
  });
});
