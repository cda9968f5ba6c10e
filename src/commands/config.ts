import { stringify } from 'yaml';
import type { Io } from '../app/io.ts';
import { openWorkspace, type WorkspaceFlags } from '../app/open-workspace.ts';
import { writeJson } from '../lib/json-text.ts';
import { mapValues } from '../lib/map-values.ts';
import type { Target } from '../model/target.ts';

interface ConfigFlags extends WorkspaceFlags {
  readonly json?: boolean;
}

/** Prints no credentials, only the names of their environment variables. */
export async function printConfig(flags: ConfigFlags, io: Io): Promise<number> {
  const { config, contracts, root } = await openWorkspace(flags, io);
  const { at, targets, ...rest } = config;
  const resolved = {
    root,
    file: at.file,
    ...rest,
    profiles: contracts.api.profiles,
    targets: mapValues(targets, (target) => describe(target, io)),
  };
  io.out(flags.json ? `${writeJson(resolved, 2)}\n` : stringify(resolved));
  return 0;
}

function describe({ name: _, actors, ...target }: Target, io: Io): object {
  const described = mapValues(actors, (kinds) =>
    mapValues(kinds, (parts) =>
      mapValues(parts, (part) =>
        'env' in part ? `$${part.env} (${io.env[part.env] ? 'set' : 'not set'})` : 'a value in the file',
      ),
    ),
  );
  return { ...target, actors: described };
}
