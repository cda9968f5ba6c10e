import { join } from 'node:path';
import { looksSecret } from '../../lib/looks-secret.ts';
import { searchPath } from '../../lib/search-path.ts';
import { fillText, type Provided } from './fill-placeholders.ts';

type Environment = { readonly [name: string]: string | undefined };

/** All that a client inherits: where programs are, how text is written, which time zone. */
const INHERITED = [
  ...['PATH', 'LD_LIBRARY_PATH', 'PYENV_ROOT', 'PYENV_VERSION', 'ASDF_DATA_DIR', 'VOLTA_HOME'],
  ...['LANG', 'LANGUAGE', 'LC_ALL', 'LC_COLLATE', 'LC_CTYPE', 'LC_MESSAGES', 'LC_MONETARY', 'LC_NUMERIC', 'LC_TIME'],
  ...['TZ', 'SystemRoot', 'SYSTEMROOT', 'ComSpec', 'COMSPEC', 'PATHEXT', 'WINDIR'],
];

/** No colours, no browser, no pager; nothing written beside its source. */
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
  /** The harness's own. */
  readonly env: Environment;
  /** Of the client file, `${…}` in it. */
  readonly own: { readonly [name: string]: string };
  readonly provided: Provided;
  readonly scratch: string;
}

/** What a client's process is started with: nothing that looks like a credential, but for the key that we made up. */
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

/** The part that is the same for every client. */
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

/** With another HOME, Python would not find what `pip install --user` installed, nor pyenv its versions. */
function userPackages({ HOME, PYTHONUSERBASE, PYENV_ROOT }: Environment): { [name: string]: string } {
  if (HOME === undefined || HOME === '') return {};
  return {
    PYTHONUSERBASE: PYTHONUSERBASE ?? join(HOME, '.local'),
    PYENV_ROOT: PYENV_ROOT ?? join(HOME, '.pyenv'),
  };
}
