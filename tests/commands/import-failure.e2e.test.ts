import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { command } from '../helpers/command.ts';

let cwd: string;
const operation = (id: string) => ({ get: { operationId: id, responses: { 200: { description: 'x' } } } });

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'parity-import-'));
  const paths = { '/apples': operation('listApples'), '/pears': operation('listPears') };
  const document = { openapi: '3.1.0', info: { title: 'x', version: '1' }, paths };
  writeFileSync(join(cwd, 'api.json'), JSON.stringify(document));
});

describe('an import that cannot write one of its files', () => {
  it('writes none of the others', async () => {
    mkdirSync(join(cwd, 'contracts/pears/list.yaml'), { recursive: true });
    const { exitCode } = await command(['import', 'openapi', 'api.json'], { cwd });
    expect(exitCode).toBe(3);
    expect(readdirSync(join(cwd, 'contracts'))).toEqual(['pears']);
  });

  it('leaves files of an earlier import unchanged', async () => {
    await command(['import', 'openapi', 'api.json'], { cwd });
    const file = join(cwd, 'contracts/apples/list.yaml');
    const before = readFileSync(file, 'utf8');
    const text = readFileSync(join(cwd, 'api.json'), 'utf8').replaceAll('"x"}}}', '"new"}}}').replace('pears', 'plums');
    writeFileSync(join(cwd, 'api.json'), text);
    mkdirSync(join(cwd, 'contracts/plums/list_pears.yaml'), { recursive: true });
    mkdirSync(join(cwd, 'contracts/plums/list.yaml'), { recursive: true });
    expect((await command(['import', 'openapi', 'api.json'], { cwd })).exitCode).toBe(3);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });
});
