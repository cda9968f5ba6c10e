import { z } from 'zod';
import { configFormat } from './formats/config-format.ts';
import { apiFormat, contractFormat } from './formats/contract-format.ts';
import { suiteFormat } from './formats/suite-format.ts';
import { xfailsFormat } from './formats/xfails-format.ts';

const FORMATS = {
  api: apiFormat,
  config: configFormat,
  contract: contractFormat,
  suite: suiteFormat,
  xfails: xfailsFormat,
} as const;

/** File name → text of the JSON Schema of a data file, for editors. Written from the formats that the loader uses. */
export function editorSchemas(): ReadonlyMap<string, string> {
  const entries = Object.entries(FORMATS).map(([name, format]) => {
    const schema = z.toJSONSchema(format, { target: 'draft-2020-12', unrepresentable: 'any' });
    return [`${name}.json`, `${JSON.stringify(schema, null, 2)}\n`] as const;
  });
  return new Map(entries);
}
