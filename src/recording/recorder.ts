import type { RecordingEntry } from '../model/exchange.ts';
import type { RecordingWriter } from './recording-writer.ts';

/** Writes to the recording for as long as that works. */
export interface RecordingSink {
  record(entry: RecordingEntry): void;
  /** Why the recording could not be written; undefined while it can. */
  error(): unknown;
}

/** After the first write that fails nothing more is written, and `onError` is told once: the run has to stop. */
export function createRecorder(writer: RecordingWriter, onError: () => void): RecordingSink {
  let failed = false;
  let problem: unknown;
  return {
    error: () => problem,
    record: (entry) => {
      if (failed) return;
      try {
        writer.write(entry);
      } catch (error) {
        failed = true;
        problem = error;
        onError();
      }
    },
  };
}
