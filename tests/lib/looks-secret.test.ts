import { expect, it } from 'vitest';
import { looksSecret } from '../../src/lib/looks-secret.ts';

it.each([
  ['AWS_SECRET_ACCESS_KEY', 'x'],
  ['GITHUB_TOKEN', 'x'],
  ['MY_DB_PASSWORD', 'x'],
  ['GITHUBTOKEN', 'x'],
  ['npm_config__auth', 'x'],
  ['SSH_AUTH_SOCK', '/run/agent'],
  ['KEY', 'x'],
  ['DATABASE_URL', 'postgres://app:hunter2@db/app'],
  ['URL', 'https://:hunter2@x.test'],
  ['LC_ALL', 'ghp_abcdefghijkl'],
  ['HARMLESS', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln'],
])('%s=%s may be a credential', (name, value) => {
  expect(looksSecret(name, value)).toBe(true);
});

it.each([
  ['PATH', '/usr/bin:/home/me/.local/bin'],
  ['LANG', 'de_DE.UTF-8'],
  ['PWD', '/work'],
  ['API_KEY', ''],
  ['ACME_URL', 'http://127.0.0.1:4010/v1?a=b:c@d'],
  ['KEYBOARD', 'us'],
  ['MONKEY', 'x'],
  ['HTTPS_PROXY', 'http://proxy.test:3128'],
])('%s=%s is not a credential', (name, value) => {
  expect(looksSecret(name, value)).toBe(false);
});
