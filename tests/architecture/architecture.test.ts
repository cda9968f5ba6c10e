import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSources } from './read-sources.ts';
import {
  ambiguousTypes,
  errorCodes,
  foreignNames,
  type ImportTable,
  importCycles,
  impureImports,
  longFiles,
  longFunctions,
  misplacedComments,
  processUses,
  wrongImports,
} from './rules.ts';

const BELOW_APP = [
  'model',
  'lib',
  'schema',
  'wire',
  'recording',
  'load',
  'plan',
  'run',
  'surface',
  'openapi',
  'audit',
  'clients',
  'judge',
  'gate',
  'report',
  'sandbox',
];

/** The folders of `src/` that each folder may import, as in ARCHITECTURE.md. */
const MAY_IMPORT: ImportTable = {
  model: [],
  lib: ['model'],
  page: ['model'],
  schema: ['model', 'lib'],
  wire: ['model', 'lib', 'schema'],
  recording: ['model', 'lib', 'wire'],
  load: ['model', 'lib', 'schema'],
  plan: ['model', 'lib', 'schema'],
  run: ['model', 'lib', 'schema', 'wire', 'recording', 'plan'],
  surface: ['model', 'lib', 'schema', 'wire'],
  openapi: ['model', 'lib', 'schema', 'plan'],
  judge: ['model', 'lib', 'schema', 'wire'],
  audit: ['model', 'lib', 'schema', 'wire', 'plan', 'surface', 'openapi', 'judge'],
  clients: ['model', 'lib', 'schema', 'wire', 'recording', 'run', 'surface', 'audit'],
  gate: ['model', 'lib', 'surface', 'judge'],
  report: ['model', 'lib', 'judge'],
  sandbox: ['lib'],
  app: BELOW_APP,
  commands: [...BELOW_APP, 'app'],
  program: ['lib', 'report', 'app', 'commands'],
  vitest: ['model', 'lib', 'report', 'app', '.'],
  '.': ['model', 'lib', 'app', 'commands', 'program'],
};

/** Folders that contain only pure functions. */
const PURE = [
  'model',
  'lib',
  'schema',
  'wire',
  'recording/redaction',
  'plan',
  'judge',
  'openapi',
  'surface',
  'audit',
  'gate',
  'report',
  'page',
];

const PROGRAMS = ['cli.ts', 'index.ts', 'clients/drivers/'];

/** Names of resources and fields of CueAPI, alone or inside a compound name. */
const CUEAPI =
  /cueapi|cue_sk_|\bcues?\b|cue_id|\bexecutions\b|execution_id|exit_criteria|worker_id|workerId|X-Worker-Id|send_at|sendAt|live_sessions?|\broster\b|\bmailbox\b|device_codes?|verify_echo|idempotent_fire/i;

const sources = await readSources(join(import.meta.dirname, '../../src'));

describe('the architecture', () => {
  it('has imports that run in one direction', () => {
    expect(wrongImports(sources, MAY_IMPORT)).toEqual([]);
  });

  it('has no cycle of imports, types included', () => {
    expect(importCycles(sources)).toEqual([]);
  });

  it('has no file over 250 lines', () => {
    expect(longFiles(sources, 250)).toEqual([]);
  });

  it('has no function over 40 lines', () => {
    expect(longFunctions(sources, 40)).toEqual([]);
  });

  it('gives every exported type name one meaning', () => {
    expect(ambiguousTypes(sources)).toEqual([]);
  });

  it('knows CueAPI in the sandbox only', () => {
    expect(foreignNames(sources, { names: CUEAPI, home: 'sandbox' })).toEqual([]);
  });

  it('gives every error a code that names a noun and then its state, from one factory', () => {
    expect(errorCodes(sources)).toEqual([]);
  });

  it('has no comment in the place of a message', () => {
    expect(misplacedComments(sources)).toEqual([]);
  });

  it('keeps effects at the two ends', () => {
    expect(impureImports(sources, PURE)).toEqual([]);
  });

  it('touches the process and the console in cli.ts and the drivers only', () => {
    expect(processUses(sources, PROGRAMS)).toEqual([]);
  });
});
