import { join } from 'node:path';
import type { Client } from '../../../src/model/client.ts';
import { FIXTURES } from '../start-driver.ts';

export interface FixtureClient {
  readonly name: string;
  readonly folder: string;
  readonly client: Partial<Client>;
  /** The value is an operation id, or null if the method sends no request. */
  readonly methods: { readonly [method: string]: string | null };
}

export type FixtureName = 'python' | 'typescript' | 'cli' | 'mcp';

const KEYS = { ACME_API_KEY: '${api_key}', ACME_BASE_URL: '${base_url}' };

/** The tests make mutants from these correct clients. */
export const FIXTURE_CLIENTS: { readonly [name in FixtureName]: FixtureClient } = {
  python: {
    name: 'fixture-python',
    folder: join(FIXTURES, 'clients/python'),
    client: {
      driver: 'python',
      construct: { call: 'acme.Client', args: ['${api_key}'], kwargs: { base_url: '${base_url}' } },
      signatures: {
        call: 'acme.webhook.verify',
        parameters: { payload: 'payload', signature: 'signature', timestamp: 'timestamp', secret: 'secret' },
      },
    },
    methods: {
      'cues.create': 'cues.create',
      'cues.list': 'cues.list',
      'cues.get': 'cues.get',
      'cues.update': 'cues.update',
      'cues.delete': 'cues.delete',
      'cues.bulk_delete': 'cues.bulk_delete',
      'cues.fire': 'cues.fire',
      'executions.list': 'executions.list',
      'executions.get': 'executions.get',
      'executions.heartbeat': 'executions.heartbeat',
      'executions.replay': 'executions.replay',
      'executions.verify': 'executions.verify',
      'messages.send': 'messages.send',
      'workers.list': 'workers.list',
      'acme.webhook.verify': null,
    },
  },
  typescript: {
    name: 'fixture-typescript',
    folder: join(FIXTURES, 'clients/typescript'),
    client: {
      driver: 'node',
      construct: { call: 'Client', args: [], kwargs: { apiKey: '${api_key}', baseUrl: '${base_url}' } },
    },
    methods: {
      'cues.create': 'cues.create',
      'cues.list': 'cues.list',
      'cues.get': 'cues.get',
      'cues.update': 'cues.update',
      'cues.delete': 'cues.delete',
      'cues.bulkDelete': 'cues.bulk_delete',
      'cues.fire': 'cues.fire',
      'executions.list': 'executions.list',
      'executions.get': 'executions.get',
      'executions.heartbeat': 'executions.heartbeat',
      'executions.replay': 'executions.replay',
      'executions.verify': 'executions.verify',
      'messages.send': 'messages.send',
      'workers.list': 'workers.list',
    },
  },
  cli: {
    name: 'fixture-cli',
    folder: join(FIXTURES, 'clients/cli'),
    client: { driver: 'command', command: ['python3', '-m', 'acme_cli'], env: KEYS },
    methods: {
      'cues.create': 'cues.create',
      'cues.list': 'cues.list',
      'cues.get': 'cues.get',
      'cues.delete': 'cues.delete',
      'cues.fire': 'cues.fire',
      'executions.list': 'executions.list',
      'executions.heartbeat': 'executions.heartbeat',
      'messages.send': 'messages.send',
    },
  },
  mcp: {
    name: 'fixture-mcp',
    folder: join(FIXTURES, 'clients/mcp'),
    client: { driver: 'mcp', command: ['node', 'server.js'], env: KEYS },
    methods: {
      cues_create: 'cues.create',
      cues_list: 'cues.list',
      cues_get: 'cues.get',
      cues_delete: 'cues.delete',
      cues_fire: 'cues.fire',
      executions_list: 'executions.list',
      executions_heartbeat: 'executions.heartbeat',
      messages_send: 'messages.send',
    },
  },
};
