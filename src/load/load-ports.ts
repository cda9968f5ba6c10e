import { dirname, resolve } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { OpenPort } from '../model/manifest.ts';
import { type PortFileEntry, portsFormat } from './formats/ports-format.ts';
import { validate } from './validate.ts';
import { parseYaml } from './yaml-source.ts';

interface LoadedPorts {
  /** The ports of each client, by client name. The name is empty for ports without a client. */
  readonly ports: ReadonlyMap<string, readonly OpenPort[]>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads `ports.yaml`, or the output of `gh pr list` in JSON, which the YAML parser also accepts. */
export function readPorts(file: string, text: string, root: string): LoadedPorts {
  const { value, diagnostics } = validate(parseYaml(file, text), portsFormat);
  const lists = Array.isArray(value) ? { '': value } : (value ?? {});
  const folder = dirname(resolve(root, file));
  const ports = Object.entries(lists).map(
    ([client, entries]) => [client, entries.map((entry) => toPort(entry, folder))] as const,
  );
  return { ports: new Map(ports), diagnostics };
}

function toPort(entry: PortFileEntry, root: string): OpenPort {
  if (typeof entry === 'string') return { reference: entry, title: entry, head: { revision: entry }, state: 'open' };
  if ('headRefName' in entry) {
    const { number, title, headRefName, state, mergedAt } = entry;
    return {
      reference: `#${number}`,
      title: title ?? headRefName,
      head: { revision: headRefName },
      state: STATES[state ?? 'OPEN'],
      ...(mergedAt ? { at: { date: mergedAt.slice(0, 10) } } : {}),
    };
  }
  const { reference, title, branch, folder, state, date } = entry;
  return {
    ...{ reference, title: title ?? branch ?? reference, state: state ?? 'open' },
    head: folder === undefined ? { revision: branch ?? reference } : { folder: resolve(root, folder) },
    ...(date === undefined ? {} : { at: { date } }),
  };
}

const STATES = { OPEN: 'open', MERGED: 'merged', CLOSED: 'closed' } as const;
