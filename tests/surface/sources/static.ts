import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parsePython } from '../../../src/audit/code/parse-python.ts';
import { parseTypeScript } from '../../../src/audit/code/parse-typescript.ts';
import type { ExampleParsers } from '../../../src/audit/docs/find-claims.ts';
import { loadGrammars } from '../../../src/clients/load-grammar.ts';
import { loadContracts } from '../../../src/load/load-contracts.ts';
import type { Surface } from '../../../src/model/surface.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../..');

export const GRAMMARS = await loadGrammars();
export const { contracts: CONTRACTS } = await loadContracts(ROOT, 'contracts');

export const PARSERS: ExampleParsers = {
  python: (text) => parsePython(GRAMMARS.python, 'example.py', text),
  typescript: (text) => parseTypeScript(GRAMMARS.typescript, 'example.ts', text),
};

export function page(name: string): { readonly file: string; readonly text: string } {
  return { file: name, text: readFileSync(join(ROOT, 'tests/fixtures/docs', name), 'utf8') };
}

/** The files of a fixture client. */
export function fixtureClient(name: string): readonly { readonly name: string; readonly text: string }[] {
  const folder = join(ROOT, 'tests/fixtures/clients', name);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(py|ts|js)$/.test(file))
    .toSorted()
    .map((file) => ({ name: file.replaceAll('\\', '/'), text: readFileSync(join(folder, file), 'utf8') }));
}

/** `body /name name string required`, sorted. */
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
