import { resolve } from 'node:path';
import { chooseProfile } from '../app/choose-target.ts';
import { readApiDocument } from '../app/fetch-document.ts';
import type { Io } from '../app/io.ts';
import { openWorkspace } from '../app/open-workspace.ts';
import { recordedDocument } from '../audit/sources/recorded-document.ts';
import { userError } from '../lib/error.ts';
import { writeJson } from '../lib/json-text.ts';
import { didYouMean } from '../lib/nearest.ts';
import { loadConfig } from '../load/load-config.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { DIFF_RULES } from '../model/diff-rules.ts';
import type { DocumentChange, DocumentDiff } from '../model/document-diff.ts';
import type { Config } from '../model/target.ts';
import type { ApiDocument } from '../openapi/api-document.ts';
import { contractDocument } from '../openapi/contract-document.ts';
import { diffDocuments } from '../openapi/diff/diff-documents.ts';
import { readEntries } from '../recording/read-recording.ts';
import { renderDiagnostics } from '../report/diagnostics.ts';
import { renderChangelog, renderDocumentChanges } from '../report/document-changes.ts';

interface DiffFlags {
  readonly config?: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly allowRemote?: boolean;
  /** Which changes fail the command: `breaking`, `any`, or a list of rule names. */
  readonly failOn?: readonly string[];
  readonly failOnBreaking?: boolean;
}

/** Compares two OpenAPI documents, contracts or recordings. */
export async function diffOpenapi(before: string, after: string, flags: DiffFlags, io: Io): Promise<number> {
  const failing = failureTest(flags);
  const diff = await compare(before, after, { flags, io, config: await readConfig(flags, io) });
  if (flags.json) io.out(`${writeJson(diff, 2)}\n`);
  else io.out(flags.markdown ? renderChangelog(diff) : renderDocumentChanges(diff));
  return diff.changes.some(failing) ? 1 : 0;
}

interface Context {
  readonly flags: DiffFlags;
  readonly io: Io;
  readonly config: Config;
}

async function compare(before: string, after: string, context: Context): Promise<DocumentDiff> {
  const levels = context.config.diff;
  if (!isRecording(before) && !isRecording(after))
    return diffDocuments(await readSide(before, context), await readSide(after, context), { levels });
  if (isRecording(before) && isRecording(after))
    throw userError(
      'document-missing',
      'two recordings were given: at least one of the two arguments must be a document or the contracts',
      {
        hint: 'To compare a recording with the contracts, use `parity judge`.',
      },
    );
  const partial = isRecording(before) ? 'before' : 'after';
  const whole = await readSide(partial === 'before' ? after : before, context);
  const recorded = recordedDocument(
    await readEntries(resolve(context.io.cwd, partial === 'before' ? before : after)),
    whole,
  );
  return partial === 'before'
    ? diffDocuments(recorded, whole, { levels, partial })
    : diffDocuments(whole, recorded, { levels, partial });
}

function isRecording(side: string): boolean {
  return side.endsWith('.jsonl');
}

/** `side` is `contracts`, `contracts:PROFILE`, a file or a URL. */
async function readSide(side: string, { flags, io, config }: Context): Promise<ApiDocument> {
  const [word, profile] = side.split(':');
  if (word === 'contracts') {
    const { contracts } = await openWorkspace(flags, io);
    return contractDocument(contracts, chooseProfile(contracts, profile));
  }
  return readApiDocument(side, { io, config, allowRemote: flags.allowRemote, inFull: true });
}

function failureTest({ failOn = [], failOnBreaking = false }: DiffFlags): (change: DocumentChange) => boolean {
  const named = new Set(failOn.flatMap((each) => each.split(',')));
  for (const name of named)
    if (name !== 'breaking' && name !== 'any' && !DIFF_RULES.has(name)) {
      throw userError('rule-unknown', `--fail-on must be breaking, any or a rule; was "${name}"`, {
        hint: didYouMean(name, [...DIFF_RULES.keys()]) ?? 'docs/reference/diff.md lists the rules.',
      });
    }
  const isBreaking = failOnBreaking || named.has('breaking');
  return ({ rule, breaking }) => named.has('any') || named.has(rule) || (isBreaking && breaking);
}

/** Works without a settings file too. */
async function readConfig({ config }: DiffFlags, io: Io): Promise<Config> {
  const mistakes: Diagnostic[] = [];
  const loaded = await loadConfig(io.cwd, config, (diagnostic) => mistakes.push(diagnostic));
  if (mistakes.length > 0)
    throw userError('config-invalid', `the settings have mistakes:\n\n${renderDiagnostics(mistakes)}`, { exitCode: 2 });
  return loaded.config;
}
