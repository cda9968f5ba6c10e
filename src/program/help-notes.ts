import type { Command } from 'commander';

interface HelpNotes {
  readonly examples: readonly (readonly [command: string, purpose: string])[];
  /** Code 2 is always listed, for a usage error or a mistake in a data file. */
  readonly exits: { readonly [code: number]: string };
}

/** Adds examples and exit codes to the help of every command, including groups of commands. */
export function addHelpNotes(program: Command): void {
  for (const command of program.commands) {
    const notes = HELP_NOTES[command.name()];
    if (notes === undefined) continue;
    const text = `\n${renderNotes(notes)}`;
    command.addHelpText('after', text);
    for (const inner of command.commands) inner.addHelpText('after', text);
  }
}

function renderNotes({ examples, exits }: HelpNotes): string {
  const lines = examples.flatMap(([command, purpose]) => [`  # ${purpose}`, `  ${command}`]);
  const codes = Object.entries({ 0: 'ok', ...exits }).map(([code, meaning]) => `  ${code.padEnd(3)} ${meaning}`);
  return ['Examples:', ...lines, '', 'Exit codes:', ...codes, '  2   usage or data-file error'].join('\n');
}

const BLOCKED = 'something could not be tested (target unreachable, credential rejected, client does not start)';
const LEDGER = 'a ledger entry is wrong: for example, the entry has expired or matches no finding';
const CLIENTS = { 3: 'a client cannot be installed or started', 5: 'no client can run on this machine' };
const VERDICT = { 1: 'a finding that the ledger does not excuse', 3: BLOCKED, 4: LEDGER, 5: 'nothing ran' };

/** Help notes by command name, with examples that fit any project. */
export const HELP_NOTES: { readonly [command: string]: HelpNotes } = {
  init: {
    examples: [
      ['parity init --openapi openapi.json --server http://127.0.0.1:8000', 'for a server that is already running'],
      [
        'parity init --openapi openapi.json --server "npm start" --url http://127.0.0.1:3000',
        'for a server that a command starts',
      ],
    ],
    exits: { 3: 'the document cannot be fetched' },
  },
  run: {
    examples: [
      ['parity run', 'run all suites against the default target'],
      ['parity run --target staging --probes full --budget 30m', 'a nightly run with a time limit'],
    ],
    exits: VERDICT,
  },
  trace: {
    examples: [
      ['parity trace acme-python', 'trace one client and write its first snapshot'],
      ['parity trace --check', 'in CI: all clients, compared with their snapshots'],
    ],
    exits: { ...VERDICT, 1: 'a finding, or (with --check) a surface that differs from its snapshot' },
  },
  install: {
    examples: [
      ['parity install acme-python', 'install one client'],
      [
        'parity install acme-python --base origin/main',
        'before a gate: install the client at its current revision and at the base revision',
      ],
    ],
    exits: { 3: 'a client cannot be installed' },
  },
  gate: {
    examples: [
      ['parity gate --client acme-python --base origin/main', 'compare the working tree with a branch'],
      ['parity gate --client acme-python --out gate', 'write the comment, SARIF and JSON to gate/'],
    ],
    exits: { 1: 'the client is worse at the head revision than at the base revision', 3: BLOCKED, 4: LEDGER },
  },
  manifest: {
    examples: [
      ['parity manifest', 'write parity-manifest.json'],
      ['parity manifest --check', 'in CI: fail if the file contradicts the evidence'],
    ],
    exits: { 1: 'with --check: the file differs from the evidence', ...CLIENTS },
  },
  audit: {
    examples: [
      ['parity audit acme-python', 'write the hand-off of one client'],
      ['parity audit --issues issues', 'also write one file per row, for an issue tracker'],
    ],
    exits: { 4: 'an entry of the drift baseline has expired', ...CLIENTS },
  },
  judge: {
    examples: [
      ['parity judge reports/recording.jsonl', 'judge the last run again'],
      ['parity judge browser.har --origin https://api.example.com', 'judge the traffic of a browser'],
    ],
    exits: VERDICT,
  },
  replay: {
    examples: [
      ['parity replay server-error/nul/5xx', 'check whether a repair works'],
      ['parity replay race-lost/orders.claim --times 200', 'replay a cause that depends on timing'],
    ],
    exits: { 1: 'the cause still occurs', 3: 'the scenario could not be run', 5: 'the scenario no longer exists' },
  },
  report: {
    examples: [
      ['parity report', 'include all recordings and traces in the reports folder'],
      ['parity report old.jsonl new.jsonl --openapi openapi.json', 'show a trend, and add openapi.json to the matrix'],
    ],
    exits: { 5: 'there is no recording and no trace' },
  },
  open: {
    examples: [
      ['parity open', 'open the page in the reports folder'],
      ['parity open page.html', 'open a different page'],
    ],
    exits: { 3: 'no browser could be started' },
  },
  xfail: {
    examples: [
      ['parity xfail --owner api --reason "Fixed in 2.1." --expires 2027-01-31', 'accept every error of the last run'],
      ['parity xfail --cause server-error/nul/5xx', 'accept one cause; the command asks for missing values'],
    ],
    exits: {},
  },
  record: {
    examples: [
      ['parity record --port 4010', 'respond from the contracts'],
      ['parity record --upstream https://api.example.com', 'forward requests to a server'],
    ],
    exits: { 3: 'the port is in use, or the recording cannot be written' },
  },
  capture: {
    examples: [
      ['parity capture -- pytest -q', 'judge the requests of a test suite'],
      [
        'parity capture --env ACME_URL=/v1 --intent calls.yaml -- go test ./...',
        'also check that the program makes the calls in calls.yaml',
      ],
    ],
    exits: { ...VERDICT, 1: 'there is a finding that the ledger does not excuse, or the command failed' },
  },
  receive: {
    examples: [
      ['parity receive --secret-env WEBHOOK_SECRET', 'check deliveries until Ctrl-C'],
      ['parity receive --secret-env WEBHOOK_SECRET --count 1 --port 4020', 'stop after the first delivery'],
    ],
    exits: { 1: 'a signature is not valid', 5: 'fewer deliveries than --count arrived' },
  },
  merge: {
    examples: [
      ['parity merge merged.jsonl shard1.jsonl shard2.jsonl', 'merge two shards of one run'],
      ['parity merge merged.jsonl recordings/*.jsonl', 'merge all shards in a folder'],
    ],
    exits: {},
  },
  clean: {
    examples: [
      ['parity clean --dry-run', 'list the resources that are left'],
      ['parity clean --target staging', 'remove the resources that are left on one target'],
    ],
    exits: { 3: 'a resource could not be removed' },
  },
  check: {
    examples: [
      ['parity check', 'validate and lint the data files'],
      ['parity check --plan', 'also show which ids, removals and credentials the tests still need'],
    ],
    exits: {},
  },
  import: {
    examples: [
      ['parity import openapi openapi.json', 'create or update contracts'],
      ['parity import openapi https://api.example.com/openapi.json --dry-run', 'only show the changes'],
    ],
    exits: { 3: 'the document cannot be fetched' },
  },
  export: {
    examples: [
      ['parity export openapi', 'print the document'],
      ['parity export openapi --profile core --out openapi.json', 'write one profile to a file'],
    ],
    exits: {},
  },
  diff: {
    examples: [
      ['parity diff openapi old.json new.json', 'compare two documents'],
      ['parity diff openapi contracts openapi.json --fail-on breaking', 'compare the contracts with a document, in CI'],
    ],
    exits: { 1: 'with --fail-on: there is a change that the option selects' },
  },
  sandbox: {
    examples: [
      ['parity sandbox --port 4010', 'start the default server'],
      ['parity sandbox --example shop --defect limit-unchecked', 'start the shop and switch on one of its defects'],
    ],
    exits: { 3: 'the port is in use' },
  },
  explain: {
    examples: [
      ['parity explain', 'list all kinds'],
      ['parity explain field-misplaced', 'explain one kind'],
    ],
    exits: {},
  },
  config: {
    examples: [
      ['parity config', 'print the settings as text'],
      ['parity config --json', 'print the settings as JSON'],
    ],
    exits: {},
  },
  schema: {
    examples: [
      ['parity schema', 'write the schemas to schema/'],
      ['parity schema docs/schema', 'write the schemas to a different folder'],
    ],
    exits: {},
  },
  watch: {
    examples: [
      ['parity watch --target http://127.0.0.1:8000', 'run the suites again while you change the server'],
      ['parity watch acme-python', 'trace a client again while you change it'],
    ],
    exits: {},
  },
  doctor: {
    examples: [
      ['parity doctor', 'print the result as text'],
      ['parity doctor --json', 'print the result as JSON'],
    ],
    exits: { 3: 'something is missing' },
  },
  completion: {
    examples: [
      ['source <(parity completion bash)', 'use the script in the current shell'],
      ['parity completion zsh', 'print the script for zsh'],
    ],
    exits: {},
  },
  driver: {
    examples: [
      ['parity driver test acme-custom', 'check every rule of the protocol'],
      ['parity driver test acme-custom --config other.config.yaml', 'use other settings'],
    ],
    exits: { 1: 'the driver violates a rule', 3: 'the driver cannot be started' },
  },
};
