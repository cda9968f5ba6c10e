import { MISTAKE, type Scenes, WITHOUT_CONTRACTS } from './scene.ts';

/** Scenes of commands that work with documents and data files. */
export const FILE_SCENES: Scenes = {
  parity: [{ project: 'shop', lines: ['parity', 'parity rnu', 'parity run --targt x'] }],
  init: [
    {
      project: 'empty',
      lines: [
        'parity init --openapi SHOP/openapi.json --server SHOP',
        'parity init --openapi SHOP/openapi.json --server SHOP',
      ],
    },
    {
      title: 'what can go wrong',
      project: 'empty',
      lines: [
        'parity init',
        'parity init --openapi nowhere.json --server SHOP',
        'parity init --openapi SHOP/openapi.json --server http://127.0.0.1:9',
      ],
    },
  ],
  'import-openapi': [
    { project: 'empty', lines: ['parity import openapi SHOP/openapi.json', 'parity import openapi SHOP/openapi.json'] },
    {
      title: 'what can go wrong',
      project: 'empty',
      files: { 'broken.json': '{"openapi":', 'other.json': '{"swagger":"1.2"}' },
      lines: [
        'parity import openapi nowhere.json',
        'parity import openapi broken.json',
        'parity import openapi other.json',
      ],
    },
  ],
  check: [
    { project: 'shop', lines: ['parity check', 'parity check --plan'] },
    { title: 'with a mistake in a contract', project: 'shop', files: MISTAKE, lines: ['parity check'] },
    { ...WITHOUT_CONTRACTS, lines: ['parity check'] },
  ],
  doctor: [
    {
      title: 'with a client whose folder does not exist',
      project: 'shop',
      files: { 'clients/shop.yaml': 'driver: node\nsource: { path: ../client }\nconstruct: { call: Shop }\n' },
      lines: ['parity doctor'],
    },
  ],
  sandbox: [
    {
      project: 'empty',
      lines: [
        'parity sandbox --example shop --list-defects',
        { line: 'parity sandbox --example shop', until: /PARITY_MAIN_KEY/, request: '/openapi.json' },
        'parity sandbox --defect nothing',
      ],
    },
  ],
  explain: [{ project: 'empty', lines: ['parity explain field-misplaced', 'parity explain field-misplacd'] }],
  'diff-openapi': [
    {
      project: 'empty',
      files: { 'old.json': documentWith('string'), 'new.json': documentWith('integer') },
      lines: [
        'parity diff openapi old.json new.json',
        'parity diff openapi old.json new.json --fail-on breaking',
        'parity diff openapi old.json old.json',
        'parity diff openapi old.json',
      ],
    },
  ],
  'export-openapi': [
    {
      project: 'shop',
      lines: ['parity export openapi --out openapi.json', 'parity export openapi --profile nobody'],
    },
    { ...WITHOUT_CONTRACTS, lines: ['parity export openapi'] },
  ],
  config: [
    { project: 'shop', lines: ['parity config'] },
    {
      title: 'with a mistake in the settings',
      project: 'shop',
      files: { 'parity.config.yaml': 'targets:\n  staging: { ulr: "https://staging.example.com" }\n' },
      lines: ['parity config'],
    },
  ],
  schema: [{ project: 'empty', lines: ['parity schema'] }],
  completion: [{ project: 'empty', lines: ['parity completion tcsh'] }],
};

function documentWith(type: string): string {
  const schema = { type: 'object', properties: { id: { type } } };
  const responses = { 200: { description: 'ok', content: { 'application/json': { schema } } } };
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'A', version: '1' },
    paths: { '/a': { get: { responses } } },
  });
}
