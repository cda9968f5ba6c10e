import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { readPythonExamples } from '../../../src/clients/driver/read-python-examples.ts';

describe('readPythonExamples', () => {
  it('reads each text without executing it', async () => {
    const read = await readPythonExamples(['raise SystemExit(3)', 'x.y(1)'], process.env);
    expect(read).toMatchObject({ kind: 'read' });
    expect(read.kind === 'read' && read.items.get('x.y(1)')).toMatchObject([{ kind: 'call', words: ['x', 'y'] }]);
  });

  it('says why nothing was read if python3 is missing', async () => {
    expect(await readPythonExamples(['x.y(1)'], { PATH: '/nowhere' })).toEqual({
      kind: 'not-read',
      reason: 'python3 is not on the PATH',
    });
  });
});
