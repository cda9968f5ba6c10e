import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Io } from '../../src/app/io.ts';
import { watch } from '../../src/commands/watch.ts';
import { edit } from '../examples/example-project.ts';
import { writeProject } from '../helpers/project.ts';

/** A terminal in which a test presses keys and waits for output. */
function terminal(cwd: string) {
  let seen = '';
  let wake = () => {};
  let press = (_: string) => {};
  const listeners = new Set<Parameters<NonNullable<Io['onSignal']>>[0]>();
  const hear = (text: string) => {
    seen += text;
    wake();
  };
  const io: Io = {
    ...{ cwd, env: {}, out: hear, err: hear, interactive: false, color: false, columns: 100, version: '0.0.0-test' },
    ...{ now: () => new Date(), random: Math.random },
    onSignal: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onKey: (listener) => {
      press = listener;
      return () => {};
    },
  };
  const until = async (pattern: RegExp) => {
    for (;;) {
      const found = pattern.exec(seen);
      if (found !== null) {
        const told = seen.slice(0, found.index + found[0].length);
        seen = seen.slice(told.length);
        return told;
      }
      await new Promise<void>((done) => {
        wake = done;
      });
    }
  };
  const interrupt = () => {
    for (const listener of [...listeners]) listener('SIGINT');
  };
  return { io, until, press: (key: string) => press(key), interrupt };
}

const SERVERLESS = { 'parity.config.yaml': 'targets:\n  gone: { url: "http://127.0.0.1:1" }\ndefault_target: gone\n' };

describe('parity watch', () => {
  it('runs again when a data file changes, continues after a mistake, and ends with the key q', async () => {
    const cwd = await writeProject(SERVERLESS);
    const { io, until, press } = terminal(cwd);
    const done = watch([], { probes: 'none' }, io);
    expect(await until(/waiting for changes.*\n/)).toMatch(/cannot be reached|connection/i);
    await writeFile(join(cwd, 'suites/things.yaml'), 'scenarios: 1\n');
    expect(await until(/waiting for changes.*\n/)).toMatch(
      /changed: suites\/things\.yaml\n[\s\S]*suites\/things\.yaml:1:\d+: error/,
    );
    press('r');
    expect(await until(/waiting for changes.*\n/)).not.toContain('changed:');
    press('q');
    expect(await done).toBe(0);
  });

  it('ignores files that a run writes, and ends with 130 after a signal', async () => {
    const cwd = await writeProject(SERVERLESS);
    await mkdir(join(cwd, 'reports'));
    const { io, until, interrupt } = terminal(cwd);
    const done = watch([], { probes: 'none' }, io);
    await until(/waiting for changes.*\n/);
    await writeFile(join(cwd, 'reports/findings.json'), '{}');
    await edit(join(cwd, 'contracts/api.yaml'), 'name: Things', 'name: Thing');
    expect(await until(/waiting for changes.*\n/)).toContain('changed: contracts/api.yaml\n');
    interrupt();
    expect(await done).toBe(130);
  });

  it('rejects an unknown client', async () => {
    const { io } = terminal(await writeProject());
    await expect(watch(['nobody'], {}, io)).rejects.toMatchObject({ code: 'client-unknown' });
  });
});
