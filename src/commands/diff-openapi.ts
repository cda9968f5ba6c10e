import { documentFetcher } from '../app/fetch-document.ts';
import type { Io } from '../app/io.ts';
import { diffDocuments } from '../audit/diff-documents.ts';
import { writeJson } from '../lib/json-text.ts';
import { readDocument } from '../openapi/read-document.ts';
import { renderDocumentChanges } from '../report/document-changes.ts';

export interface DiffFlags {
  readonly json?: boolean;
  readonly allowRemote?: boolean;
  readonly failOnBreaking?: boolean;
}

/** What changed from one OpenAPI document to a newer one. */
export async function diffOpenapi(before: string, after: string, flags: DiffFlags, io: Io): Promise<number> {
  const { allowRemote = false } = flags;
  const options = { fetchDocument: documentFetcher({ cwd: io.cwd, allowRemote }), allowRemote };
  const diff = diffDocuments(await readDocument(before, options), await readDocument(after, options));
  io.out(flags.json ? `${writeJson(diff, 2)}\n` : renderDocumentChanges(diff));
  return flags.failOnBreaking && diff.changes.some(({ breaking }) => breaking) ? 1 : 0;
}
