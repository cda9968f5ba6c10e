import { stringify } from 'yaml';
import { isLoopback } from '../../lib/server-url.ts';
import type { Scenario, Step } from '../../model/suite.ts';
import { credentialVariable } from '../../model/target.ts';
import { editorSchemaFiles, type NewFile } from './contract-files.ts';

export interface FirstServer {
  readonly url: string;
  readonly command?: readonly string[];
}

interface FirstWorkspace {
  /** Undefined if the project already has settings. */
  readonly server: FirstServer | undefined;
  readonly auth: readonly string[];
  readonly version: string;
}

export function workspaceFiles({ server, auth, version }: FirstWorkspace): readonly NewFile[] {
  const variables = auth.map((kind) => credentialVariable('main', kind));
  return [
    ...(server === undefined
      ? []
      : [
          { path: 'parity.config.yaml', text: configText(server, { variables, version }) },
          { path: '.github/workflows/parity.yml', text: workflowText(server, { variables, version }) },
        ]),
    { path: '.gitignore', text: 'reports/\n' },
    ...editorSchemaFiles(['config', 'suite', 'xfails', 'api', 'contract']),
  ];
}

function configText({ url, command }: FirstServer, { variables, version }: FileOptions): string {
  const name = command !== undefined || isLoopback(new URL(url).hostname) ? 'local' : 'remote';
  const target = command === undefined ? { url } : { command, url };
  const keys =
    variables.length === 0
      ? []
      : [
          `# Keys come from the environment, never from a file: ${variables.join(', ')}. For more actors: PARITY_<ACTOR>_<KIND>.`,
        ];
  return [
    '# yaml-language-server: $schema=./schema/config.json',
    `made_for: ${/^[\d.]+/.exec(version)?.[0] ?? version}`,
    ...keys,
    `default_target: ${name}`,
    'targets:',
    `  ${name}:`,
    ...Object.entries(target).map(([key, value]) => `    ${key}: ${flow(value)}`),
    '    # Other keys: rate_limit, timeout, read_only, and disposable (all data on this target may be lost).',
    '',
  ].join('\n');
}

/** @param unproven replaces the summary if no call has passed */
export function suiteText(scenarios: readonly Scenario[], unproven?: string): string {
  const summary =
    unproven === undefined ? 'First calls. They only read, and they passed when this file was written.' : unproven;
  const lines = scenarios.flatMap(({ name, steps }) => [
    `  ${name}:`,
    '    steps:',
    ...steps.map((step) => `      - ${flow(stepValue(step))}`),
  ]);
  const head = [
    '# yaml-language-server: $schema=../schema/suite.json',
    `summary: ${stringify(summary, { lineWidth: 0 }).trimEnd()}`,
    'scenarios:',
  ];
  return `${[...head, ...lines].join('\n')}\n`;
}

function stepValue(step: Step): object {
  if (step.kind !== 'call') throw new Error(`expected a call, got the step ${step.id}`);
  const { id, call, with: values, as, expect } = step;
  return {
    id,
    call,
    ...(Object.keys(values).length > 0 && { with: values }),
    ...(as !== 'main' && { as }),
    ...(expect.status.length > 0 && {
      expect: { status: expect.status.length === 1 ? expect.status[0] : expect.status },
    }),
  };
}

function flow(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd();
}

interface FileOptions {
  readonly variables: readonly string[];
  readonly version: string;
}

function workflowText({ url, command }: FirstServer, { variables, version }: FileOptions): string {
  const tool = `npx --yes wireparity@${version}`;
  const secrets = variables.map((name) => `          ${name}: \${{ secrets.${name} }}`);
  const isElsewhere = command === undefined && isLoopback(new URL(url).hostname);
  return [
    '# Checks the data files, then runs the suites and the scenarios generated from the contracts.',
    'name: parity',
    'on: push',
    'permissions: { contents: read }',
    'jobs:',
    '  parity:',
    '    runs-on: ubuntu-latest',
    '    steps:',
    '      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2',
    '        with: { persist-credentials: false }',
    '      - uses: actions/setup-node@39370e3970a6d050c480ffad4ff0ed4d3fdee5af # v4.1.0',
    '        with: { node-version: 22 }',
    `      - run: ${tool} check`,
    ...(isElsewhere
      ? [`      # Start the server at ${url} before this step, or let the target start it with its key \`command\`.`]
      : []),
    `      - run: ${tool} run`,
    ...(secrets.length > 0 ? ['        env:', ...secrets] : []),
    '      - if: always()',
    '        uses: actions/upload-artifact@b4b15b8c7c6ac21ea08fcf65892d2ee8f75cf882 # v4.4.3',
    '        with: { name: parity, path: reports/ }',
    '',
  ].join('\n');
}
