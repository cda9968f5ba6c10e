import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REPOSITORY } from '../helpers/command.ts';

const PAGES = [...markdownIn('docs'), 'README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];

describe('links', () => {
  it.each(PAGES)('lead to a file and a heading that exist: %s', (page) => {
    expect(linksOf(page).filter((link) => !leadsSomewhere(page, link))).toEqual([]);
  });

  it('lead from the index of the documentation to every page', () => {
    const reached = new Set(['docs/README.md']);
    for (const page of reached)
      for (const link of linksOf(page)) {
        const target = relative(REPOSITORY, join(REPOSITORY, dirname(page), link.replace(/#.*/, '')));
        for (const each of pagesAt(target)) reached.add(each);
      }
    expect(markdownIn('docs').filter((page) => !reached.has(page))).toEqual([]);
  });
});

describe('a page whose path is in a message', () => {
  const { files } = JSON.parse(read('package.json')) as { readonly files: readonly string[] }; // our own file

  it('is part of the package', () => {
    const pointers = sourcesIn('src').flatMap((file) => read(file).match(/\bdocs\/[\w./-]+\.md(#[\w-]+)?/g) ?? []);
    expect(pointers.length).toBeGreaterThan(5);
    expect(files).toContain('docs');
    expect([...new Set(pointers)].filter((pointer) => !leadsSomewhere('README.md', pointer))).toEqual([]);
  });
});

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const file = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(REPOSITORY, file))) return false;
  return anchor === undefined || headingsOf(file).includes(anchor);
}

/** Returns the relative links of a page. Links in code are left out, because they are only examples. */
function linksOf(page: string): readonly string[] {
  const text = read(page)
    .replace(/^```[\s\S]*?^```/gm, '')
    .replace(/`[^`\n]*`/g, '');
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => !/^[a-z]+:/.test(target));
}

/** Returns the anchors that GitHub gives to the headings. */
function headingsOf(file: string): readonly string[] {
  return [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .trim()
      .replace(/ /g, '-'),
  );
}

function pagesAt(path: string): readonly string[] {
  if (!existsSync(join(REPOSITORY, path))) return [];
  if (statSync(join(REPOSITORY, path)).isDirectory()) return markdownIn(path);
  return path.endsWith('.md') ? [path] : [];
}

function markdownIn(folder: string): readonly string[] {
  return filesIn(folder).filter((file) => file.endsWith('.md'));
}

function sourcesIn(folder: string): readonly string[] {
  return filesIn(folder).filter((file) => /\.(ts|py)$/.test(file));
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => statSync(join(REPOSITORY, file)).isFile())
    .sort();
}

function read(file: string): string {
  return readFileSync(join(REPOSITORY, file), 'utf8');
}
