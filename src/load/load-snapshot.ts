import type { ClientFacts } from '../model/manifest.ts';
import { factsFormat } from './formats/manifest-format.ts';
import { validate } from './validate.ts';
import { parseYaml } from './yaml-source.ts';

/** The facts that a client's snapshot keeps; null when it has none, as one of an earlier version. */
export function readSnapshot(file: string, text: string): ClientFacts | null {
  return validate(parseYaml(file, text), factsFormat).value;
}
