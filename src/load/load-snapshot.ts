import type { ClientFacts } from '../model/manifest.ts';
import { factsFormat } from './formats/manifest-format.ts';
import { validate } from './validate.ts';
import { parseYaml } from './yaml-source.ts';

/** Reads the facts in a client's snapshot. Returns null if it has none because an earlier version wrote it. */
export function readSnapshot(file: string, text: string): ClientFacts | null {
  return validate(parseYaml(file, text), factsFormat).value;
}
