import { describe, expect, it } from 'vitest';
import { checkSchemas } from '../../src/load/check-schemas.ts';
import { loadWorkspace } from '../../src/load/load-workspace.ts';
import { renderDiagnostics } from '../../src/report/diagnostics.ts';
import { edited, writeProject } from '../helpers/project.ts';

const CREATE = 'contracts/things/create.yaml';
const GET = 'contracts/things/get.yaml';
const SUITE = 'suites/things.yaml';

const xfail = (changes: string) =>
  `- { where: sandbox, step: things/life/read, kind: value-mismatch, reason: r, owner: sdk, expires: 2027-01-31 }\n`.replace(
    ...(changes.split(' => ') as [string, string]),
  );

const client = (from = '', to = '') => {
  if (!CLIENT.includes(from)) throw new Error(`the client file has no ${from}`);
  return { 'clients/acme.yaml': CLIENT.replace(from, () => to) };
};
const CLIENT = `driver: python
source: { path: ../acme }
construct: { call: acme.Client, args: ["\${api_key}"], kwargs: { base_url: "\${base_url}" } }
`;

const BROKEN: { readonly [title: string]: { readonly [file: string]: string | null } } = {
  'a tab as indentation': edited(CREATE, '  name:', '\tname:'),
  'a quote that is not closed': edited(CREATE, 'Make a thing.', '"Make a thing.'),
  'a key twice': edited(CREATE, 'auth: key', 'auth: key\nauth: key'),
  'a bracket that is not closed': edited(CREATE, '[red, blue]', '[red, blue'),
  'an alias bomb': { ...edited(CREATE, 'Make a thing.', 'x'), 'contracts/schemas/bomb.yaml': aliasBomb() },
  'an unknown key that resembles a known key': edited(CREATE, 'summary:', 'sumary:'),
  'an unknown key that resembles no known key': edited(CREATE, 'auth: key', 'auth: key\nflavour: sweet'),
  'an unknown key of a field': edited(CREATE, 'required: true', 'requierd: true'),
  'an unknown location': edited(CREATE, 'in: body, required', 'in: boddy, required'),
  'a field without a schema': edited(CREATE, ', schema: { enum: [red, blue] }', ''),
  'a required field that a client must leave out': edited(
    CREATE,
    'required: true',
    'required: true, client_default: false',
  ),
  'a request without a method': edited(CREATE, 'POST /things', 'things'),
  'a missing request': edited(CREATE, 'request: POST /things\n', ''),
  'a list where a map must be': { [CREATE]: '- summary: x\n' },
  'an empty file': { [CREATE]: '' },
  'an invalid status': edited(CREATE, '  201:', '  2xx:'),
  'a path parameter without a field': edited(GET, '/{thing_id}', '/{id}'),
  'an unknown authentication kind': edited(CREATE, 'auth: key', 'auth: kye'),
  'an unknown profile': edited(CREATE, 'auth: key', 'auth: key\nprofiles: [ful]'),
  'a reference to a schema that does not exist': edited(CREATE, '../schemas/thing.yaml', '../schemas/thin.yaml'),
  'a reference to a missing part of a schema': edited(CREATE, 'thing.yaml }', 'thing.yaml#/properties/nam }'),
  'a remote reference': edited(CREATE, '../schemas/thing.yaml', 'https://example.com/thing.json'),
  'a schema file that holds a list': { 'contracts/schemas/list.yaml': '- type: string\n' },
  'a schema file that is empty': { 'contracts/schemas/empty.yaml': '# nothing yet\n' },
  'an invalid schema': edited(CREATE, '{ type: string, maxLength: 20 }', '{ type: text }'),
  'a keyword that is misspelled': edited(CREATE, '{ type: string, maxLength: 20 }', '{ type: string, maxLenght: 20 }'),
  'a keyword that resembles no known keyword': edited(
    CREATE,
    '{ type: string, maxLength: 20 }',
    '{ type: string, flavour: sweet }',
  ),
  'a keyword misspelled inside a shared schema': {
    'contracts/schemas/deep.yaml': 'type: object\nproperties: { a: { items: { anyOf: [{ mininum: 3 }] } } }\n',
  },
  'a keyword with an invalid value': edited(CREATE, 'maxLength: 20 }', 'maxLength: -1, required: name }'),
  'an invalid pattern': edited(CREATE, 'maxLength: 20 }', 'pattern: "(" }'),
  'an invalid pattern among the conditions of a body': edited(
    CREATE,
    'auth: key',
    'auth: key\nbody_conditions: { propertyNames: { pattern: "(" } }',
  ),
  'a keyword misspelled among the conditions of a body': edited(
    CREATE,
    'auth: key',
    'auth: key\nbody_conditions: { dependentRequird: { name: [color] } }',
  ),
  'a schema that refers to itself only': { 'contracts/schemas/loop.yaml': '$ref: "#"\n' },
  'two schemas that refer to each other only': {
    'contracts/schemas/one.yaml': 'allOf: [{ $ref: two.yaml }]\n',
    'contracts/schemas/two.yaml': 'anyOf: [{ type: string }, { $ref: one.yaml }]\n',
  },
  'a local reference to a missing part': { 'contracts/schemas/lost.yaml': '$ref: "#/$defs/lost"\n' },
  'a merge key in a schema': {
    'contracts/schemas/merged.yaml': '$defs: { a: &a { type: string } }\nproperties: { b: { <<: *a, maxLength: 3 } }\n',
  },
  'an alias inside the value that it refers to': {
    'contracts/schemas/alias.yaml': 'properties: &all { a: { properties: *all } }\n',
  },
  'nesting that is too deep': { 'contracts/schemas/deep.yaml': `${'{ items: '.repeat(300)}{}${' }'.repeat(300)}\n` },
  'a clean-up with an unknown operation': edited(CREATE, 'things.delete', 'things.delet'),
  'an unknown behavior': edited('contracts/things/delete.yaml', 'hard_delete', 'hard_deletes'),
  'a behavior that reads an unknown operation': edited('contracts/things/delete.yaml', 'things.get', 'thing.get'),
  'a filter with a value of another type than its field': {
    'contracts/things/list.yaml': `summary: List things.
request: GET /things
auth: key
fields: { done: { in: query, schema: { type: boolean } } }
responses: { 200: { body: none } }
behaviors:
  - filter: { field: done, items: /things, member: /done, cases: { true: [{ call: things.create }], no: [{ call: things.create }] } }
`,
  },
  'two contracts for one route': {
    'contracts/things/fetch.yaml': `summary: x\nrequest: GET /things/{ref}\nauth: none\nfields: { ref: { in: path, schema: { type: string } } }\nresponses: { 200: { body: none } }\n`,
  },
  'a contract whose path gives no id': { 'contracts/Things.yaml': 'summary: x\n' },
  'a step that calls an unknown operation': edited(SUITE, 'call: things.get', 'call: thing.get'),
  'a step with an unknown field': edited(SUITE, '{ name: "${run.id}" }', '{ name: "${run.id}", colour: red }'),
  'a step without a required field': edited(SUITE, ', with: { name: "${run.id}" }', ''),
  'a step that refers to an unknown step': edited(
    SUITE,
    'things.create, with: { name: "${run.id}" }',
    'things.create, with: { name: "${raed.id}" }',
  ),
  'a step with two purposes': edited(SUITE, 'call: things.create,', 'call: things.create, wait: 1s,'),
  'two steps with one id': edited(SUITE, 'id: gone', 'id: read'),
  'an expected error that is not declared': edited(
    SUITE,
    'id: gone, call: things.delete',
    'id: gone, call: things.delete, expect: { error: thing_not_fund }',
  ),
  'an unknown matcher': edited(SUITE, 'body: { id: "${made.id}" }', 'body: { id: { $macth: x } }'),
  'an invalid duration': edited(SUITE, '- { id: gone', '- { id: pause, wait: soon }\n      - { id: gone'),
  'a suite without scenarios': { [SUITE]: 'summary: x\nscenarios: {}\n' },
  'a ledger entry with an unknown kind': { 'xfails.yaml': xfail('value-mismatch => value-mismach') },
  'a ledger entry without an owner': { 'xfails.yaml': xfail('owner: sdk, => ') },
  'a ledger entry with a bad date': { 'xfails.yaml': xfail('2027-01-31 => 2027-02-31') },
  'a ledger entry with step and operation': { 'xfails.yaml': xfail('kind: => operation: things.get, kind:') },
  'a target with an unknown key': {
    'parity.config.yaml': 'targets: { staging: { url: "https://x.test", time_out: 3s } }\n',
  },
  'a target without a URL': { 'parity.config.yaml': 'targets: { staging: { profile: full } }\n' },
  'a target with a query in its URL': {
    'parity.config.yaml': 'targets: { staging: { url: "https://x.test/v1?tenant=a" } }\n',
  },
  'a target with a password in its URL': {
    'parity.config.yaml': 'targets: { staging: { url: "https://me:s3cr3t@x.test" } }\n',
  },
  'a proxy with a password in its URL': {
    'parity.config.yaml': 'targets: { staging: { url: "https://x.test", proxy: "http://me:s3cr3t@p.test" } }\n',
  },
  'a client certificate without its key': {
    'parity.config.yaml': 'targets: { staging: { url: "https://x.test", tls: { cert: c.pem } } }\n',
  },
  'a target with a unix socket and a proxy': {
    'parity.config.yaml': 'targets: { a: { url: "http://x.test", socket: s, proxy: "http://p.test" } }\n',
  },
  'a target with an unknown profile': {
    'parity.config.yaml': 'targets: { staging: { url: "https://x.test", profile: fulll } }\n',
  },
  'a secret in the settings': {
    'parity.config.yaml': 'targets: { staging: { url: "https://x.test", actors: { main: { key: s3cr3t } } } }\n',
  },
  'an unknown kind with a severity': { 'parity.config.yaml': 'severity: { response-field-undeclard: warning }\n' },
  'a client with an unknown driver': client('driver: python', 'driver: pyton'),
  'a client with an unknown key': client('source:', 'profil: full\nsource:'),
  'a client without a source': client('source: { path: ../acme }\n'),
  'a client with two sources': client('../acme }', '../acme, pip: acme }'),
  'a client without a constructor': client(CLIENT.slice(CLIENT.indexOf('construct:'))),
  'an MCP client without a command': client('driver: python', 'driver: mcp'),
  'a client from a package of another language': client('path: ../acme', 'npm: "@acme/sdk"'),
  'a client with an unknown placeholder': client('${base_url}', '${baseurl}/v1'),
  'a client with a pattern that matches nothing': client(
    'source:',
    'covers: { only: [thing.*], except: [things.gets] }\nsource:',
  ),
  'a client with an unknown profile': client('source:', 'profile: fulll\nsource:'),
  'a client with a secret in its environment': client(
    'source:',
    'env: { ACME_API_KEY: s3cr3t-s3cr3t, ACME_URL: x }\nsource:',
  ),
  'a client with an invalid status': client('source:', 'errors: { 404: NotFound, 5x: ServerError }\nsource:'),
  'a client that ignores a method without a reason': client('source:', 'ignore: [{ method: "*.close" }]\nsource:'),
  'a client with an unknown part of a signature': client(
    'source:',
    'signatures: { call: acme.verify, parameters: { body: payloads } }\nsource:',
  ),
  'a client with an invalid type': client(
    'driver: python',
    'driver: command\ncommand: [acme]\ntable: { "things get": [{ name: ID, type: text }] }',
  ),
  'a client with the name of a target': { 'clients/sandbox.yaml': CLIENT },
};

describe('a broken data file', () => {
  it.each(Object.entries(BROKEN))('%s', async (title, changes) => {
    const { diagnostics, contracts } = await loadWorkspace(await writeProject(changes));
    const all = [...diagnostics, ...(await checkSchemas({ contracts, diagnostics }))];
    expect(all.filter((each) => each.severity === 'error')).not.toEqual([]);
    await expect(renderDiagnostics(all)).toMatchFileSnapshot(`messages/${title.replaceAll(' ', '-')}.txt`);
  });

  it.each([
    ['a quoted key "<<"', { 'contracts/schemas/free.yaml': 'properties: { "<<": { type: string } }\n' }],
    [
      'a schema that refers to itself below a member',
      { 'contracts/schemas/tree.yaml': 'properties: { next: { $ref: "#" } }\n' },
    ],
    ['a custom annotation', { 'contracts/schemas/free.yaml': 'x-maxLenght: 3\nproperties: { maxLenght: {} }\n' }],
    [
      'data that looks like a schema',
      { 'contracts/schemas/free.yaml': 'enum: [{ maxLenght: 3, $ref: nowhere.yaml }]\n' },
    ],
    [
      'a pattern that is valid only without the Unicode flag',
      { 'contracts/schemas/free.yaml': "type: string\npattern: '^[a-z_\\-\\:]+$'\n" },
    ],
    [
      'one anchor with two aliases',
      { 'contracts/schemas/free.yaml': '$defs: { a: &a { type: string }, b: *a, c: *a }\n' },
    ],
  ])('is not %s', async (_title, changes) => {
    const { diagnostics, contracts } = await loadWorkspace(await writeProject(changes));
    expect([...diagnostics, ...(await checkSchemas({ contracts, diagnostics }))]).toEqual([]);
  });

  it('is reported once if the parser rejects its nesting', async () => {
    const { diagnostics } = await loadWorkspace(
      await writeProject({ 'contracts/schemas/deep.yaml': '['.repeat(100_000) }),
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(['syntax-invalid']);
  });

  it('does not occur in the valid project', async () => {
    const { diagnostics, contracts } = await loadWorkspace(await writeProject());
    expect([...diagnostics, ...(await checkSchemas({ contracts, diagnostics }))]).toEqual([]);
  });
});

function aliasBomb(): string {
  const levels = Array.from(
    { length: 8 },
    (_, level) => `l${level + 1}: &l${level + 1} [${Array(10).fill(`*l${level}`).join(', ')}]`,
  );
  return ['l0: &l0 [x, x]', ...levels].join('\n');
}
