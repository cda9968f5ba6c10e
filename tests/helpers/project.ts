import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export type ProjectFiles = { readonly [file: string]: string };

/** A small valid project. Each test breaks one part of the project. */
export const VALID_PROJECT: ProjectFiles = {
  'contracts/api.yaml': `name: Things
profiles: [full, lite]
auth:
  key: { headers: { Authorization: "Bearer \${secret}" } }
error_envelope: { code: /error/code, message: /error/message, body: { $ref: schemas/error.yaml } }
unknown_route: [{ status: 404, error: no_route }]
responses:
  401: { when: auth, error: bad_key }
`,
  'contracts/schemas/error.yaml': `type: object
properties:
  error: { type: object, properties: { code: { type: string }, message: { type: string } }, required: [code, message] }
required: [error]
`,
  'contracts/schemas/thing.yaml': `type: object
properties: { id: { type: string }, name: { type: string } }
required: [id, name]
`,
  'contracts/things/create.yaml': `summary: Make a thing.
request: POST /things
auth: key
fields:
  name: { in: body, required: true, schema: { type: string, maxLength: 20 } }
  color: { in: body, schema: { enum: [red, blue] } }
responses:
  201: { body: { $ref: ../schemas/thing.yaml } }
  409: { error: name_taken }
yields: { thing_id: /id }
cleanup: things.delete
`,
  'contracts/things/get.yaml': `summary: Read a thing.
request: GET /things/{thing_id}
auth: key
fields:
  thing_id: { in: path, schema: { type: string } }
responses:
  200: { body: { $ref: ../schemas/thing.yaml } }
  404: { error: thing_not_found }
`,
  'contracts/things/delete.yaml': `summary: Remove a thing.
request: DELETE /things/{thing_id}
auth: key
fields:
  thing_id: { in: path, schema: { type: string } }
responses:
  204: { body: none }
  404: { error: thing_not_found }
behaviors:
  - hard_delete: { read: things.get, status: 404, error: thing_not_found }
`,
  'suites/things.yaml': `summary: The life of a thing.
scenarios:
  life:
    steps:
      - { id: made, call: things.create, with: { name: "\${run.id}" } }
      - { id: read, call: things.get, with: { thing_id: "\${made.id}" }, expect: { status: 200, body: { id: "\${made.id}" } } }
      - { id: gone, call: things.delete, with: { thing_id: "\${made.id}" } }
`,
};

/** Writes the project to a temporary folder. The value null in `changes` removes a file. */
export async function writeProject(
  changes: { readonly [file: string]: string | null } = {},
  base: ProjectFiles = VALID_PROJECT,
): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'parity-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const [file, text] of Object.entries({ ...base, ...changes })) {
    if (text === null) continue;
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
  return root;
}

/** Returns a file of the valid project. In the file, `to` replaces `from`. */
export function edited(file: string, from: string, to: string): { readonly [file: string]: string } {
  const text = VALID_PROJECT[file];
  if (text === undefined || !text.includes(from)) throw new Error(`${file} has no ${JSON.stringify(from)} to replace`);
  return { [file]: text.replace(from, () => to) };
}
