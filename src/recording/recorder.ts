import type { RecordingEntry } from '../model/exchange.ts';
import type { RecordingWriter } from './recording-writer.ts';

/** Writes to the recording for as long as that works. */
export interface RecordingSink {
  record(entry: RecordingEntry): Promise<void> | undefined;
  /** Why the recording could not be written; undefined while it can. */
  error(): unknown;
}

/** After the first write that fails nothing more is written, and `onError` is told once: the run has to stop. */
export function createRecorder(writer: RecordingWriter, onError: () => void): RecordingSink {
  let failed = false;
  let problem: unknown;
  const fail = (error: unknown) => {
    if (failed) return;
    failed = true;
    problem = error;
    onError();
  };
  const attempt = (act: () => Promise<void> | undefined) => {
    if (failed) return undefined;
    try {
      return act()?.catch(fail);
    } catch (error) {
      fail(error);
      return undefined;
    }
  };
  return {
    error: () => problem,
    record: (entry) => attempt(() => writer.write(entry)),
  };
}
