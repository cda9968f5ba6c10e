import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { Page } from '../../../src/audit/docs/block.ts';
import type { ClaimedPage, ExampleItem } from '../../../src/audit/docs/claim.ts';
import type { ExampleReaders } from '../../../src/audit/docs/example-claims.ts';
import { findClaims, readPage } from '../../../src/audit/docs/find-claims.ts';
import { readScriptExample } from '../../../src/audit/docs/read-script-example.ts';
import { loadContracts } from '../../../src/load/load-contracts.ts';
import type { Surface } from '../../../src/model/surface.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../..');

const PYTHON_READER = join(ROOT, 'src/clients/drivers/read_examples.py');
export const { contracts: CONTRACTS } = await loadContracts(ROOT, 'contracts');

const READERS: ExampleReaders = { python: readPython, script: (text) => readScriptExample(ts, text) };

/** Finds the claims of a docs page with the readers that `parity audit` uses. */
export function claimed(given: Page, limit?: number): ClaimedPage {
  return findClaims(readPage(given, limit), READERS);
}

function readPython(text: string): readonly ExampleItem[] {
  const input = JSON.stringify([text]);
  return JSON.parse(execFileSync('python3', ['-I', PYTHON_READER], { input, encoding: 'utf8' }))[0];
}

export function page(name: string): { readonly file: string; readonly text: string } {
  return { file: name, text: readFileSync(join(ROOT, 'tests/fixtures/docs', name), 'utf8') };
}

/** Writes each field of an operation as one line, such as `body /name | name string required`. */
export function fieldLines(surface: Surface, id: string): readonly string[] {
  const operation = surface.operations.find((each) => each.id === id);
  return (operation?.fields ?? []).map(({ place, name, type, required }) => {
    const where = place === null ? 'nowhere' : `${place.location} ${place.name}`;
    return `${where} | ${name} ${type}${required === true ? ' required' : ''}`;
  });
}

export function remarks(surface: Surface): readonly string[] {
  return surface.remarks.map(({ text, at }) => `${at.file}:${at.line} ${text}`);
}
