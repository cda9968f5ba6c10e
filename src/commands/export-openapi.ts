import { resolve } from 'node:path';
import { chooseProfile } from '../app/choose-target.ts';
import type { Io } from '../app/io.ts';
import { openWorkspace, type WorkspaceFlags } from '../app/open-workspace.ts';
import { writeWholeFile } from '../app/write-file.ts';
import { writeJson } from '../lib/json-text.ts';
import { toOpenapi } from '../openapi/to-openapi.ts';
import { checkReplaceable } from '../recording/check-replaceable.ts';

interface ExportFlags extends WorkspaceFlags {
  readonly profile?: string;
  readonly out?: string;
}

export async function exportOpenapi(flags: ExportFlags, io: Io): Promise<number> {
  const { contracts } = await openWorkspace(flags, io);
  const profile = chooseProfile(contracts, flags.profile);
  const text = `${writeJson(toOpenapi(contracts, profile), 2)}\n`;
  if (flags.out === undefined) io.out(text);
  else {
    const file = resolve(io.cwd, flags.out);
    await checkReplaceable(file, { name: flags.out, kind: 'an OpenAPI document', isKind: isDocument });
    await writeWholeFile(file, text, flags.out);
    io.err(`wrote ${flags.out} (profile ${profile})\n`);
  }
  return 0;
}

const isDocument = (start: string) => /^["']?(?:openapi|swagger)["']?:|"(?:openapi|swagger)"\s*:/m.test(start);
