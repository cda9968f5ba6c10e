import { resolve } from 'node:path';
import { userError } from '../../lib/error.ts';
import { errorCode, errorMessage } from '../../lib/error-text.ts';
import type { Client } from '../../model/client.ts';
import type { Trace } from '../../model/trace.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { Workspace } from '../../model/workspace.ts';
import { readTraceEntries, traceOf } from '../../recording/trace-line.ts';
import type { Io } from '../io.ts';
import type { VerdictFlags } from '../reports/conclude.ts';
import { tracedTraffic } from '../reports/har-entries.ts';
import { tracedEvidence } from '../reports/page-evidence.ts';
import { type ReportFlags, writeReports } from '../reports/write-reports.ts';
import { judgeTrace } from './judge-trace.ts';

export async function judgeTraceFile(
  file: string,
  workspace: Workspace,
  { flags, io }: { readonly flags: VerdictFlags & ReportFlags; readonly io: Io },
): Promise<Verdict> {
  const { trace, client } = await readClientTrace(file, workspace, io);
  const { verdict } = await judgeTrace(trace, client, { workspace, flags, io });
  const har = async () => tracedTraffic(trace);
  await writeReports(verdict, workspace, { flags, io, name: client.name, evidence: tracedEvidence(trace), har });
  return verdict;
}

/** @throws recording-unreadable, recording-invalid, client-unknown */
export async function readClientTrace(
  file: string,
  workspace: Workspace,
  io: Io,
): Promise<{ readonly trace: Trace; readonly client: Client }> {
  const trace = await readTrace(file, resolve(io.cwd, file));
  const client = workspace.clients.find(({ name }) => name === trace.start.client);
  if (client === undefined) {
    const message = `${file} is a trace of the client "${trace.start.client}", but ${workspace.config.clients}/ has no file for this client`;
    throw userError('client-unknown', message, { hint: 'Judge the trace in the project that made the trace.' });
  }
  return { trace, client };
}

async function readTrace(file: string, path: string): Promise<Trace> {
  try {
    return traceOf(await readTraceEntries(path));
  } catch (error) {
    const why = errorMessage(error);
    if (errorCode(error) === 'recording-invalid')
      throw userError('recording-invalid', `${file}: ${why}`, { hint: 'Run `parity trace` to write the file again.' });
    throw userError('recording-unreadable', `cannot read ${file}: ${why}`, {
      hint: 'Run `parity trace` to write the file.',
    });
  }
}
