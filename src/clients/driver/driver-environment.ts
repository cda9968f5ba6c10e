import { join } from 'node:path';
import { looksSecret } from '../../lib/looks-secret.ts';
import { searchPath } from '../../lib/search-path.ts';
import { fillText, type Provided } from './fill-placeholders.ts';

type Environment = { readonly [name: string]: string | undefined };

/** Variables that every client inherits: the search path of programs, the text encoding, and the time zone. */
const INHERITED = [
  ...['PATH', 'LD_LIBRARY_PATH', 'PYENV_ROOT', 'PYENV_VERSION', 'ASDF_DATA_DIR', 'VOLTA_HOME'],
  ...['LANG', 'LANGUAGE', 'LC_ALL', 'LC_COLLATE', 'LC_CTYPE', 'LC_MESSAGES', 'LC_MONETARY', 'LC_NUMERIC', 'LC_TIME'],
  ...['TZ', 'SystemRoot', 'SYSTEMROOT', 'ComSpec', 'COMSPEC', 'PATHEXT', 'WINDIR'],
];

/** Variables that every client gets: no colours, no browser, no pager, and no files written beside the source. */
const FIXED = {
  PYTHONDONTWRITEBYTECODE: '1',
  PYTHONUNBUFFERED: '1',
  PYTHONIOENCODING: 'utf-8',
  NO_COLOR: '1',
  TERM: 'dumb',
  BROWSER: 'true',
  PAGER: 'cat',
};

const SCRATCH = ['HOME', 'USERPROFILE', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME', 'TMPDIR', 'TEMP', 'TMP'];

interface EnvironmentInput {
  readonly env: Environment;
  /** Variables from the client file. A value may contain `${…}` placeholders. */
  readonly own: { readonly [name: string]: string };
  readonly provided: Provided;
  readonly scratch: string;
}

/** The environment of a client contains no credential except the made-up key. */
export function driverEnvironment({ env, own, provided, scratch }: EnvironmentInput): { [name: string]: string } {
  return {
    ...scrubbedEnvironment(env, scratch),
    ...Object.fromEntries(
      Object.entries(own)
        .filter(([name, text]) => text.includes('${api_key}') || !looksSecret(name, text))
        .map(([name, text]) => [name, fillText(text, provided)]),
    ),
  };
}

export function scrubbedEnvironment(env: Environment, scratch: string): { [name: string]: string } {
  const inherited = INHERITED.flatMap((name) => {
    const value = env[name];
    if (value === undefined || looksSecret(name, value)) return [];
    return [[name, name === 'PATH' ? searchPath(value) : value] as const];
  });
  return {
    ...Object.fromEntries(inherited),
    ...userPackages(env),
    ...FIXED,
    ...Object.fromEntries(SCRATCH.map((name) => [name, scratch])),
  };
}

/** HOME is temporary, so these variables tell Python where `pip install --user` and pyenv keep packages. */
function userPackages({ HOME, PYTHONUSERBASE, PYENV_ROOT }: Environment): { [name: string]: string } {
  if (HOME === undefined || HOME === '') return {};
  return {
    PYTHONUSERBASE: PYTHONUSERBASE ?? join(HOME, '.local'),
    PYENV_ROOT: PYENV_ROOT ?? join(HOME, '.pyenv'),
  };
}
