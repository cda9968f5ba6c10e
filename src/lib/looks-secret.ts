const SECRET_WORDS = new Set(
  `access apikey auth authorization bearer cookie cred creds credential credentials dsn jwt key keys pass passphrase
  passwd password private pwd secret secrets session signature token tokens webhook`.split(/\s+/),
);

/** Matches words that are part of a longer word: `GITHUBTOKEN`, `DBPASSWORD`. */
const SECRET_PARTS = /token|secret|passw|apikey|credential/i;

/** Matches `//user:password@`, key files, and keys with a known prefix. */
const SECRET_VALUE =
  /\/\/[^/?#\s]*:[^/?#\s]*@|-----BEGIN |\b(?:gh[pousr]_|github_pat_|xox[abp]-|sk-|sk_|pk_|AKIA|ASIA|eyJ[\w-]{10,}\.)[\w-]{8,}/;

export function looksSecret(name: string, value: string): boolean {
  if (value === '' || name === 'PWD' || name === 'OLDPWD') return false;
  const words = name.toLowerCase().split(/[^a-z0-9]+/);
  return words.some((word) => SECRET_WORDS.has(word)) || SECRET_PARTS.test(name) || SECRET_VALUE.test(value);
}
