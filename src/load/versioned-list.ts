import { z } from 'zod';
import type { Diagnostic } from '../model/diagnostic.ts';
import { isJsonObject } from '../model/json.ts';
import { validate } from './validate.ts';
import type { Path, YamlSource } from './yaml-source.ts';

/** The format version that this version of wireparity writes. */
export const LIST_FORMAT = 1;

/** A list without a format version is also accepted. */
export function versionedList<Entry extends z.ZodType>(entry: Entry, description: string) {
  const bare = z.array(entry).nullable();
  const versioned = z.strictObject({
    format: z.literal(LIST_FORMAT).describe('The version of this format'),
    entries: bare,
  });
  return { bare, versioned, file: z.union([versioned, bare]).describe(description) };
}

interface ReadList<Entry> {
  readonly entries: readonly Entry[];
  readonly diagnostics: readonly Diagnostic[];
  readonly pathOf: (index: number) => Path;
}

interface ListFormat<Entry> {
  readonly bare: z.ZodType<readonly Entry[] | null>;
  readonly versioned: z.ZodType<{ readonly entries: readonly Entry[] | null }>;
}

export function readList<Entry>(source: YamlSource, { bare, versioned }: ListFormat<Entry>): ReadList<Entry> {
  if (!isJsonObject(source.value)) {
    const { value, diagnostics } = validate(source, bare);
    return { entries: value ?? [], diagnostics, pathOf: (index) => [index] };
  }
  const pathOf = (index: number): Path => ['entries', index];
  const { format } = source.value;
  if (typeof format === 'number' && format > LIST_FORMAT)
    return { entries: [], diagnostics: [newerFormat(source, format)], pathOf };
  const { value, diagnostics } = validate(source, versioned);
  return { entries: value?.entries ?? [], diagnostics, pathOf };
}

function newerFormat(source: YamlSource, format: number): Diagnostic {
  return {
    ...{ severity: 'error', code: 'format-unsupported', at: source.locate(['format']), path: 'format' },
    message: `must be ${LIST_FORMAT}; was ${format}, the format of a newer wireparity`,
    hint: 'update wireparity: npm install --save-dev wireparity@latest',
  };
}
