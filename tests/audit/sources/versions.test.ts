import { describe, expect, it } from 'vitest';
import { versionDrift } from '../../../src/audit/handoff/version-contradictions.ts';
import { compareVersions, readVersions, userAgentsOf } from '../../../src/audit/sources/versions.ts';
import { call, sent } from '../../surface/builders.ts';

function version(name: string, text: string) {
  return readVersions([{ name, text }]).map(({ version: said, at }) => `${said}:${at.line}`);
}

const PYPROJECT = { name: 'pyproject.toml', text: '[project]\nversion = "0.2.0"' };
const INIT = { name: 'acme/__init__.py', text: '__version__ = "0.2.0"' };
const SETUP = { name: 'setup.py', text: 'setup(\n  name="acme",\n  version="0.1.0",\n)' };

describe('the versions that a client states', () => {
  it.each([
    ['pyproject.toml', '[tool.x]\nversion = "9"\n[project]\nname = "a"\nversion = "1.2.3" # here', '1.2.3:5'],
    ['pyproject.toml', "[tool.poetry]\nversion = '1.2.3'", '1.2.3:2'],
    ['setup.py', 'setup(\n    version="1.2.3",\n)', '1.2.3:2'],
    ['setup.cfg', '[metadata]\nversion = 1.2.3', '1.2.3:2'],
    ['package.json', '{\n  "engines": { "version": "9" },\n  "version": "1.2.3"\n}', '1.2.3:3'],
    [
      'package-lock.json',
      '{\n  "name": "a",\n  "version": "1.2.3",\n  "packages": { "": { "version": "9" } }\n}',
      '1.2.3:3',
    ],
    ['src/version.ts', "export const VERSION = '1.2.3';", '1.2.3:1'],
    ['acme/_version.py', '__version__: str = "1.2.3"', '1.2.3:1'],
    ['CHANGELOG.md', '# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-01-01\n## 1.2.2', '1.2.3:5'],
    ['HISTORY.rst', 'History\n=======\n\n1.2.3 (2026)\n------------\n', '1.2.3:4'],
  ])('are read from %s', (name, text, expected) => {
    expect(version(name, text)).toEqual([expected]);
  });

  it.each([
    ['setup.cfg', 'version = attr: acme.__version__'],
    ['pyproject.toml', '[project]\ndynamic = ["version"]'],
    ['CHANGELOG.md', '## Unreleased\n'],
    ['README.md', '1.2.3'],
    ['package.json', '{ broken'],
  ])('are not invented from %s', (name, text) => {
    expect(version(name, text)).toEqual([]);
  });

  it('include the tag with the highest number', () => {
    expect(
      readVersions([], { tags: ['v0.9.0', 'v0.10.0', 'nightly', 'acme-v0.2.0'] }).map((each) => each.version),
    ).toEqual(['0.10.0']);
  });

  it('include the User-Agent of the client, but not that of a library', () => {
    const calls = [
      call([sent({ headers: [['User-Agent', 'acme-python/0.1.0']] })], { id: 'acme/cues.list#1' }),
      call([sent({ headers: [['User-Agent', 'python-httpx/0.27.0']] })], { id: 'acme/cues.list#2' }),
    ];
    expect(readVersions([], { userAgents: userAgentsOf(calls) })).toEqual([
      {
        source: 'User-Agent',
        version: '0.1.0',
        at: { file: 'acme/cues.list#1', line: 0, excerpt: 'User-Agent: acme-python/0.1.0' },
      },
    ]);
  });

  it('are ordered by number, a pre-release before its release', () => {
    expect(['1.10.0', '1.2.0', '1.2.0-rc.1', '1.2'].toSorted(compareVersions)).toEqual([
      '1.2',
      '1.2.0-rc.1',
      '1.2.0',
      '1.10.0',
    ]);
  });
});

describe('versions that disagree', () => {
  it('are reported with the version that differs', () => {
    const drift = versionDrift(readVersions([PYPROJECT, INIT, SETUP]));
    expect(drift?.culprit?.source).toBe('setup.py');
    expect(drift?.sentence).toBe('pyproject.toml and acme/__init__.py say 0.2.0; setup.py says 0.1.0');
  });

  it('have no culprit if they are evenly split', () => {
    const drift = versionDrift(readVersions([PYPROJECT, SETUP]));
    expect([drift?.culprit, drift?.odd.length]).toEqual([null, 2]);
  });

  it('are not a drift if all are equal', () => {
    expect(versionDrift(readVersions([PYPROJECT, INIT], { tags: ['v0.2.0'] }))).toBeNull();
  });

  it.each([
    ['a development version', { name: 'a/__init__.py', text: '__version__ = "0.2.0.dev3"' }],
    ['a changelog with an unreleased part', { name: 'CHANGELOG.md', text: '## Unreleased\n## 0.1.0' }],
  ])('are accepted for %s', (_, file) => {
    expect(versionDrift(readVersions([PYPROJECT, file]))).toBeNull();
  });

  it('are accepted for an older tag, but not for a newer tag', () => {
    expect(versionDrift(readVersions([PYPROJECT, INIT], { tags: ['v0.1.0'] }))).toBeNull();
    expect(versionDrift(readVersions([PYPROJECT, INIT], { tags: ['v0.3.0'] }))?.culprit?.source).toBe('git tag');
  });

  it('are not accepted for a changelog without an unreleased section', () => {
    const changelog = { name: 'CHANGELOG.md', text: '## 0.1.0' };
    expect(versionDrift(readVersions([PYPROJECT, INIT, changelog]))?.culprit?.source).toBe('CHANGELOG.md');
  });
});
