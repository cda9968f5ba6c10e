import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newman, redocly, stepci } from './peer-inputs.js';

/** The benchmarks compare wireparity with these tools. They are not dependencies of wireparity. */
const PEERS = [
  {
    name: 'redocly respect',
    package: '@redocly/cli@2.77.0',
    script: '@redocly/cli/bin/cli.js',
    args: ['respect', 'bench.arazzo.yaml'],
    inputs: redocly,
  },
  {
    name: 'newman',
    package: 'newman@6.2.2',
    script: 'newman/bin/newman.js',
    args: ['run', 'bench.postman.json'],
    inputs: newman,
  },
  {
    name: 'step ci',
    package: 'stepci@2.8.2',
    script: 'stepci/dist/index.js',
    args: ['run', 'bench.stepci.yaml'],
    inputs: stepci,
  },
];

/** These variables switch off telemetry and update checks, because both would slow down the other tools. */
const PEER_ENV = {
  REDOCLY_TELEMETRY: 'off',
  REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
  STEPCI_DISABLE_ANALYTICS: '1',
};

/** Installs the tools outside the repository, where later runs find them. Failed installations are left out. */
export function installPeers(say) {
  return PEERS.flatMap((peer) => {
    const folder = join(tmpdir(), 'wireparity-bench-peers', peer.package.replaceAll(/[^a-z0-9.]+/g, '-'));
    const script = join(folder, 'node_modules', peer.script);
    try {
      install(folder, peer.package);
      return [{ ...peer, script }];
    } catch (error) {
      say(`${peer.name}: not available (${String(error.message).split('\n')[0]})\n`);
      return [];
    }
  });
}

function install(folder, spec) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  execFileSync('npm', ['install', ...flags, spec], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 300_000,
  });
}

export function peerJob(peer, { folder, steps, server, env }) {
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(peer.inputs(steps, server))) writeFileSync(join(folder, file), text);
  return { args: [peer.script, ...peer.args], cwd: folder, env: { ...env, ...PEER_ENV } };
}
