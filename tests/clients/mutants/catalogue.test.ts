import { describe, expect, it } from 'vitest';
import { KINDS } from '../../../src/judge/kinds.ts';
import { FINDING_KINDS } from '../../../src/model/finding.ts';
import { CLI_CONTROLS, CLI_MUTANTS } from './cli-mutants.ts';
import { MCP_CONTROLS, MCP_MUTANTS } from './mcp-mutants.ts';
import { PYTHON_CONTROLS, PYTHON_MUTANTS } from './python-mutants.ts';
import { TYPESCRIPT_CONTROLS, TYPESCRIPT_MUTANTS } from './typescript-mutants.ts';

const faults = [...PYTHON_MUTANTS, ...TYPESCRIPT_MUTANTS, ...CLI_MUTANTS, ...MCP_MUTANTS];
const controls = [...PYTHON_CONTROLS, ...TYPESCRIPT_CONTROLS, ...CLI_CONTROLS, ...MCP_CONTROLS];

describe('the mutants of the four clients', () => {
  it.each(
    FINDING_KINDS.filter((kind) => KINDS[kind].trace !== undefined),
  )('contain a mutant with the finding %s', (kind) => {
    expect(faults.map((mutant) => mutant.expect?.kind)).toContain(kind);
  });

  it('are at least 60 faults with one finding each, and at least 15 controls without a finding', () => {
    expect(faults.length).toBeGreaterThanOrEqual(60);
    expect(faults.filter((mutant) => mutant.expect === null)).toEqual([]);
    expect(controls.length).toBeGreaterThanOrEqual(15);
    expect(controls.filter((mutant) => mutant.expect !== null)).toEqual([]);
  });

  it('have unique names', () => {
    const names = [...faults, ...controls].map(({ client, name }) => `${client}: ${name}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});
