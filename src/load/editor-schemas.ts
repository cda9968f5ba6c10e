import { z } from 'zod';
import { baselineFormat } from './formats/baseline-format.ts';
import { clientFormat } from './formats/client-format.ts';
import { configFormat } from './formats/config-format.ts';
import { apiFormat, contractFormat } from './formats/contract-format.ts';
import { findingsFormat, gateFormat } from './formats/findings-format.ts';
import { intentFormat } from './formats/intent-format.ts';
import { manifestFormat, notesFormat } from './formats/manifest-format.ts';
import { portsFormat } from './formats/ports-format.ts';
import { signaturesFormat } from './formats/signatures-format.ts';
import { suiteFormat } from './formats/suite-format.ts';
import { xfailsFormat } from './formats/xfails-format.ts';

const FORMATS = {
  api: apiFormat,
  client: clientFormat,
  intent: intentFormat.file,
  manifest: manifestFormat,
  notes: notesFormat,
  ports: portsFormat,
  'drift-baseline': baselineFormat.file,
  config: configFormat,
  contract: contractFormat,
  findings: findingsFormat,
  gate: gateFormat,
  signatures: signaturesFormat,
  suite: suiteFormat,
  xfails: xfailsFormat.file,
} as const;

/** Returns JSON Schemas for editors, by file name, made from the formats of the loader. */
export function editorSchemas(): ReadonlyMap<string, string> {
  const entries = Object.entries(FORMATS).map(([name, format]) => {
    const schema = z.toJSONSchema(format, OPTIONS);
    return [`${name}.json`, `${JSON.stringify(schema, null, 2)}\n`] as const;
  });
  return new Map(entries);
}

const OPTIONS: Parameters<typeof z.toJSONSchema>[1] = {
  target: 'draft-2020-12',
  unrepresentable: 'any',
  override: ({ zodSchema, jsonSchema }) => {
    if (zodSchema._zod.def.type === 'bigint') jsonSchema.type = 'integer';
  },
};
