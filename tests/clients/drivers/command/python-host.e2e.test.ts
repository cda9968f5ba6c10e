import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPythonProgram } from '../../../../src/clients/drivers/command/python-host.ts';
import type { CallOutcome } from '../../../../src/model/driver.ts';
import { DriverProcess } from '../driver-process.ts';

const PROGRAM = `import argparse, os, sys, time
parser = argparse.ArgumentParser()
commands = parser.add_subparsers(dest="command", required=True)
for name in ("pids", "ask", "wait", "fail", "spin", "lazy"):
    commands.add_parser(name)
given = parser.parse_args()
runs = globals().get("runs", 0) + 1
if given.command == "pids":
    print(os.getpid(), os.getppid(), runs)
elif given.command == "ask":
    print("code was", input("Code: "))
elif given.command == "lazy":
    print("wsgiref" in sys.modules)
    import wsgiref
elif given.command == "wait":
    time.sleep(600)
elif given.command == "fail":
    sys.exit("no such thing")
else:
    while True:
        pass
`;

let folder: string;
let driver: DriverProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-host-'));
  await writeFile(join(folder, 'acme.py'), PROGRAM);
  driver = new DriverProcess('command');
  await driver.start({ source: folder, command: ['python3', 'acme.py'], answers: { ask: ['123456'] } });
});
afterAll(async () => {
  await driver.end();
  await rm(folder, { recursive: true, force: true });
});

const outputOf = (outcome: CallOutcome) => (outcome.kind === 'exited' ? outcome.stdout.trim() : outcome.kind);

describe('a Python program', () => {
  it('runs in forks of one interpreter, and each fork behaves like a new process', async () => {
    const [first, second] = [await driver.call('pids', {}), await driver.call('pids', {})].map(outputOf);
    const [pid, parent, runs] = (first ?? '').split(' ');
    const [otherPid, otherParent, otherRuns] = (second ?? '').split(' ');
    expect([otherParent, runs, otherRuns]).toEqual([parent, '1', '1']);
    expect(otherPid).not.toBe(pid);
  });

  it('imports a module only in the first run that needs the module', async () => {
    const runs = [await driver.call('lazy', {}), await driver.call('lazy', {})];
    expect(runs.map(outputOf)).toEqual(['False', 'True']);
  });

  it('gets answers from the client file if it asks, and the outcome says that it asked', async () => {
    expect(await driver.call('ask', {})).toMatchObject({ stdout: 'Code: code was 123456\n', asked: true });
    expect(await driver.call('pids', {})).not.toHaveProperty('asked');
  });

  it('does not sleep if it waits: the wait is only recorded', async () => {
    expect(await driver.call('wait', {})).toMatchObject({ kind: 'exited', code: 0, waits: [600] });
  });

  it('returns its exit code and output if it fails', async () => {
    expect(await driver.call('fail', {})).toMatchObject({ code: 1, stderr: 'no such thing\n' });
  });

  it('is ended if it never ends by itself, and the next run works', async () => {
    expect(await driver.call('spin', {}, 300)).toEqual({ kind: 'timed-out', afterMs: 300 });
    expect((await driver.call('pids', {})).kind).toBe('exited');
  });
});

describe('a command', () => {
  it.each([
    [['python3', '-m', 'acme', 'x'], { target: { module: 'acme' }, args: ['x'] }],
    [['/usr/bin/python3.11', '/srv/acme.py'], { target: { file: '/srv/acme.py' }, args: [] }],
    [['python3', '-c', 'print(1)'], null],
    [['node', '/srv/acme.js'], null],
  ])('is recognised by its words if it runs a Python program: %j', (command, expected) => {
    const found = findPythonProgram(command, { PATH: '' });
    if (expected === null) expect(found).toBeNull();
    else expect(found).toMatchObject(expected);
  });

  it('is recognised as a Python program by its first line', async () => {
    const file = join(folder, 'acme');
    await writeFile(file, '#!/opt/venv/bin/python3\nprint(1)\n');
    await chmod(file, 0o755);
    expect(findPythonProgram(['acme', 'x'], { PATH: folder })).toEqual({
      ...{ python: '/opt/venv/bin/python3', target: { file }, args: ['x'] },
    });
  });
});
