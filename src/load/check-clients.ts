import { looksSecret } from '../lib/looks-secret.ts';
import { didYouMean, nearest } from '../lib/nearest.ts';
import { placeholdersOf } from '../lib/placeholders.ts';
import { type Client, type DriverName, globMatches, PROVIDED } from '../model/client.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Config } from '../model/target.ts';
import { reportAt } from './build-context.ts';
import { checkClientSignatures } from './check-client-signatures.ts';
import type { LoadedClient } from './load-clients.ts';
import type { LoadedContracts } from './load-contracts.ts';
import type { Path } from './yaml-source.ts';

interface Known extends Pick<LoadedContracts, 'contracts' | 'broken'> {
  readonly targets: Config['targets'];
}

type Report = (path: Path, message: string, hint?: string, part?: 'key') => void;

export function checkClients(clients: readonly LoadedClient[], known: Known): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const { client, source } of clients) {
    const context = { source, report: (diagnostic: Diagnostic) => void found.push(diagnostic) };
    const report: Report = (path, message, hint, part) =>
      reportAt(context, { path, part, code: 'client-invalid', message, hint });
    checkName(client, known, report);
    checkDriver(client, report);
    checkEnvironment(client, report);
    checkOperations(client, known, report);
    checkClientSignatures(client, known.contracts, report);
    for (const key of ['construct', 'command', 'env'] as const) checkPlaceholders(client[key], [key], report);
  }
  return found;
}

function checkName({ name }: Client, { targets }: Known, report: Report): void {
  if (!/^[A-Za-z0-9][\w.-]*$/.test(name))
    report(
      [],
      `the file name must begin with a letter or a digit, and may contain only letters, digits, "_", "-" and "."; was "${name}"`,
    );
  if (Object.hasOwn(targets, name))
    report(
      [],
      `a client must not have the same name as a target; was "${name}"`,
      'rename the file: in a ledger entry, `where` must name either a target or a client',
    );
}

/** Keys in a client file, by driver. At least one key in `oneOf` is required, and no key in `not` is allowed. */
const KEYS: { readonly [driver in DriverName]: { readonly oneOf: readonly Key[]; readonly not: readonly Key[] } } = {
  python: { oneOf: ['construct', 'signatures'], not: ['command', 'table'] },
  node: { oneOf: ['construct', 'signatures'], not: ['command', 'table'] },
  mcp: { oneOf: ['command'], not: ['construct', 'signatures', 'runtime', 'table'] },
  command: { oneOf: ['command'], not: ['construct', 'signatures', 'runtime'] },
  custom: { oneOf: ['command'], not: ['runtime', 'table'] },
};
type Key = 'construct' | 'signatures' | 'command' | 'runtime' | 'table';

const NEEDED: { readonly [key in Key]?: string } = {
  construct:
    'say how the client is created, for example construct: { call: acme.Client, kwargs: { base_url: "${base_url}" } }',
  command: 'say how the client is started, for example command: [node, dist/index.js]',
};

const PACKAGES: { readonly [kind: string]: DriverName } = { npm: 'python', pip: 'node' };

function checkDriver(client: Client, report: Report): void {
  const { oneOf, not } = KEYS[client.driver];
  const isGiven = (key: Key) => (key === 'command' ? client.command.length > 0 : client[key] !== null);
  if (!oneOf.some(isGiven))
    report([], `a client of driver ${client.driver} must have ${oneOf.join(' or ')}`, NEEDED[oneOf[0] ?? 'command']);
  for (const key of not.filter(isGiven))
    report(
      [key],
      `a client of driver ${client.driver} does not support "${key}"`,
      `remove the key; this driver uses ${oneOf.map((each) => `"${each}"`).join(' or ')} instead`,
      'key',
    );
  const { kind } = client.source;
  if (PACKAGES[kind] === client.driver)
    report(
      ['source', kind],
      `a client of driver ${client.driver} does not support the source ${kind}`,
      'change the driver or the source',
    );
}

/** Checks that a client file contains no secret. */
function checkEnvironment(client: Client, report: Report): void {
  for (const [name, value] of Object.entries(client.env))
    if (!value.includes('${api_key}') && looksSecret(name, value))
      report(
        ['env', name],
        'looks like a real credential, which a client file must not contain',
        'write "${api_key}": a trace puts a made-up key in its place, and the recorder accepts this key',
      );
}

function checkOperations(client: Client, { contracts, broken }: Known, report: Report): void {
  const { profiles } = contracts.api;
  if (!profiles.includes(client.profile))
    report(['profile'], `must be a profile of the API; was "${client.profile}"`, `known: ${profiles.join(', ')}`);
  const ids = [...contracts.operations.keys(), ...broken];
  for (const key of ['only', 'except'] as const)
    for (const [index, pattern] of client.covers[key].entries()) {
      if (ids.some((id) => globMatches(pattern, id))) continue;
      report(
        ['covers', key, index],
        `must match at least one operation; was "${pattern}"`,
        didYouMean(pattern, pattern.includes('*') ? ids.map(resourcePattern) : ids),
      );
    }
}

/** Returns a pattern for all operations of a resource, for example `orders.*`. */
function resourcePattern(id: string): string {
  return `${id.split('.')[0]}.*`;
}

function checkPlaceholders(value: unknown, path: Path, report: Report): void {
  if (typeof value === 'string') {
    for (const name of placeholdersOf(value).filter((each) => !PROVIDED.some((known) => known === each))) {
      const guess = nearest(name, PROVIDED);
      const hint = guess
        ? `did you mean "\${${guess}}"?`
        : 'known placeholders: ${base_url}, ${api_key}; $${ is a literal ${';
      report(path, `\${${name}} is not a known placeholder`, hint);
    }
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value))
    checkPlaceholders(member, [...path, Array.isArray(value) ? Number(key) : key], report);
}
