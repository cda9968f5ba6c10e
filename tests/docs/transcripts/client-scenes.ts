import { type Scenes, WITHOUT_CONTRACTS } from './scene.ts';

const WITHOUT_CLIENTS = { title: 'without a client', project: 'shop' } as const;
const COMMIT =
  'cd client && git init -q -b main && git add . && git -c user.name=you -c user.email=you@example.com commit -qm First';
const MISPLACE = 'cp misplaced.js client/index.js';
const MISPLACED = {
  title: 'after the client has started to send the idempotency key in the body',
  project: 'client',
} as const;

/** Scenes of commands that test a client. */
export const CLIENT_SCENES: Scenes = {
  trace: [
    { project: 'client', lines: ['parity trace shop', 'parity trace --check'] },
    {
      ...MISPLACED,
      before: ['parity trace shop', MISPLACE],
      lines: ['parity trace shop --check', 'parity trace shopp'],
    },
    { ...WITHOUT_CLIENTS, lines: ['parity trace'] },
    { ...WITHOUT_CONTRACTS, lines: ['parity trace'] },
  ],
  install: [{ project: 'client', lines: ['parity install shop', 'parity install shopp'] }],
  'driver-test': [{ project: 'client', lines: ['parity driver test shop', 'parity driver test shopp'] }],
  gate: [
    {
      project: 'client',
      before: [COMMIT],
      lines: ['parity gate --client shop --base main'],
    },
    {
      ...MISPLACED,
      before: [COMMIT, MISPLACE],
      lines: [
        'parity gate --client shop --base main',
        'parity gate --client shop --base nowhere',
        'parity gate --client shopp --base main',
      ],
    },
  ],
  capture: [
    {
      project: 'client',
      lines: [
        'parity capture -- node use.mjs',
        'parity capture -- no-such-program',
        "parity capture -- sh -c 'exit 4'",
      ],
    },
  ],
  record: [
    {
      project: 'shop',
      lines: [
        { line: 'parity record', until: /PARITY_BASE_URL/, request: '/orders?limit=2' },
        'parity judge reports/record.jsonl',
        'parity record --upstream nowhere',
      ],
    },
  ],
  manifest: [
    { project: 'client', lines: ['parity manifest', 'parity manifest --check'] },
    {
      ...MISPLACED,
      before: ['parity manifest', MISPLACE],
      lines: ['parity manifest --check'],
    },
    { ...WITHOUT_CLIENTS, lines: ['parity manifest'] },
  ],
  audit: [
    { project: 'client', lines: ['parity audit --date 2027-01-31'] },
    {
      ...MISPLACED,
      before: [MISPLACE],
      lines: ['parity audit --date 2027-01-31'],
    },
    { ...WITHOUT_CLIENTS, lines: ['parity audit'] },
    { ...WITHOUT_CONTRACTS, lines: ['parity audit'] },
  ],
};
