import { isJsonObject } from '../model/json.ts';
import type { ApiBody } from './api-document.ts';
import { follow } from './follow-ref.ts';
import type { RawOperation, ReadContext } from './read-operations.ts';

/** What an operation takes as its body: JSON when it can, else a form, else whatever is named first. */
export function readBody(context: ReadContext, { operation, base }: RawOperation): ApiBody | null {
  const body = follow(context.bundle, { value: operation.requestBody, base });
  if (body === null || !isJsonObject(body.value.content)) return null;
  const types = Object.keys(body.value.content);
  const mediaType = preferred(types);
  if (mediaType === undefined) return null;
  const media = body.value.content[mediaType];
  return {
    mediaType,
    schema: context.schemas.read({ value: isJsonObject(media) ? media.schema : undefined, base: body.base }),
    required: body.value.required === true,
  };
}

function preferred(types: readonly string[]): string | undefined {
  return (
    types.find((type) => /^application\/json\b/i.test(type)) ??
    types.find(isJsonType) ??
    types.find((type) => /^application\/x-www-form-urlencoded\b/i.test(type)) ??
    types.find((type) => /^multipart\//i.test(type)) ??
    types[0]
  );
}

export function isJsonType(type: string): boolean {
  return /[/+]json\b/i.test(type);
}

export function isFormType(type: string): boolean {
  return /^(application\/x-www-form-urlencoded|multipart\/)/i.test(type);
}
