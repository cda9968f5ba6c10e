import { MISTAKE, type Scenes, WITHOUT_CONTRACTS } from './scene.ts';

const RUN = 'parity run --target SHOP --run-id demo --seed 1';
const FAILING = 'parity run --target BROKEN --run-id demo --seed 1 --operation orders.create --grep quantity';
const XFAIL = 'parity xfail --owner api --reason Later. --expires 2099-01-31';
const SIGNATURES = `deliveries:
  headers: { signature: X-Acme-Signature }
  algorithm: hmac-sha256
  format: "\${hex}"
  signed: "\${payload}"
  payload: raw
  vectors:
    good: { body: "{}", valid: true }
    other: { body: "{}", change: payload, valid: false }
`;

/** Scenes of commands that test a server, and of commands that read the results. */
export const SERVER_SCENES: Scenes = {
  run: [
    {
      project: 'shop',
      lines: [
        RUN,
        FAILING,
        'parity run --target nowhere',
        'parity run --target http://127.0.0.1:9',
        'parity run --target SHOP --run-id demo --grep nothing',
        'parity run --budget soon',
      ],
    },
    { title: 'with a mistake in a contract', project: 'shop', files: MISTAKE, lines: [RUN] },
    { ...WITHOUT_CONTRACTS, lines: [RUN] },
  ],
  watch: [
    {
      project: 'shop',
      lines: [
        { line: 'parity watch --target SHOP --operation orders.list', until: /Result .*\n/ },
        'parity watch nobody',
      ],
    },
  ],
  replay: [
    {
      project: 'shop',
      before: [FAILING],
      lines: [
        'parity replay accepted-invalid/above-maximum/2xx --target BROKEN',
        'parity replay accepted-invalid/above-maximum/2xx --target SHOP',
        'parity replay accepted-invalid/above-max/2xx',
      ],
    },
    { title: 'before the first run', project: 'shop', lines: ['parity replay accepted-invalid/above-maximum/2xx'] },
  ],
  xfail: [
    {
      project: 'shop',
      before: [FAILING],
      lines: [
        XFAIL,
        FAILING,
        XFAIL,
        'parity xfail --from nowhere.json --owner api --reason Later. --expires 2099-01-31',
      ],
    },
    { title: 'without a reason', project: 'shop', before: [FAILING], lines: ['parity xfail --owner api'] },
  ],
  clean: [{ project: 'shop', lines: ['parity clean', 'parity clean --target nowhere'] }],
  receive: [
    { project: 'shop', lines: ['parity receive --secret-env HOOK_SECRET'] },
    {
      title: 'with contracts/signatures.yaml',
      project: 'shop',
      files: { 'contracts/signatures.yaml': SIGNATURES },
      lines: [
        'parity receive --secret-env HOOK_SECRET',
        'HOOK_SECRET=hook-secret parity receive --secret-env HOOK_SECRET --count 1 --timeout 1s',
      ],
    },
  ],
  judge: [
    {
      project: 'shop',
      before: [FAILING],
      lines: ['parity judge reports/recording.jsonl', 'parity judge nowhere.jsonl'],
    },
    { ...WITHOUT_CONTRACTS, lines: ['parity judge reports/recording.jsonl'] },
  ],
  merge: [
    {
      project: 'shop',
      before: [
        `${RUN} --shard 1/2`,
        'mv reports/recording.jsonl one.jsonl',
        `${RUN} --shard 2/2`,
        'mv reports/recording.jsonl two.jsonl',
      ],
      lines: [
        'parity merge merged.jsonl one.jsonl two.jsonl',
        'parity merge merged.jsonl one.jsonl one.jsonl',
        'parity merge merged.jsonl nowhere.jsonl',
        'parity merge',
      ],
    },
  ],
  report: [
    { project: 'shop', before: [FAILING], lines: ['parity report'] },
    { title: 'before the first run', project: 'shop', lines: ['parity report'] },
  ],
  open: [{ title: 'before `parity report`', project: 'shop', lines: ['parity open'] }],
};
