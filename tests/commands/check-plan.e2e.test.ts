import { describe, expect, it } from 'vitest';
import { command } from '../helpers/command.ts';
import { VALID_PROJECT, writeProject } from '../helpers/project.ts';

const FILES = {
  ...VALID_PROJECT,
  'contracts/parts/get.yaml': `summary: Read a part.
request: GET /parts/{part_id}
auth: key
fields:
  part_id: { in: path, schema: { type: string } }
responses:
  200: { body: { type: object } }
`,
};

describe('parity check --plan', () => {
  it('shows where ids come from, the lines that declare a missing id, and the credentials', async () => {
    const { exitCode, stdout } = await command(['check', '--plan'], { cwd: await writeProject(FILES, {}) });
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      '  things.create\n    provides thing_id ($response.body#/id) to things.delete, things.get\n    removed by things.delete\n',
    );
    expect(stdout).toContain(`  part_id of parts.get; add to contracts/parts/get.yaml:
      links:
        part_id: { from: OPERATION, value: $response.body#/id }
    or, if one value always exists: example: { part_id: … }
`);
    expect(stdout).toMatch(
      / {2}main {3}key {2}1 scenario in suites, \d+ generated {2}not set: export PARITY_MAIN_KEY=…\n/,
    );
  });

  it('accepts a contract with the lines that it prints', async () => {
    const text = `${FILES['contracts/parts/get.yaml']}links:\n  part_id: { from: things.create, value: $response.body#/id }\n`;
    const cwd = await writeProject({ ...FILES, 'contracts/parts/get.yaml': text }, {});
    const { stdout } = await command(['check', '--plan', '--json'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ errors: 0, plan: { ids: { missing: [], unremoved: [] } } });
  });
});
