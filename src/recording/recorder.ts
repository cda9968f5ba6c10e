import type { RecordingEntry } from '../model/exchange.ts';
import type { RecordingWriter } from './recording-writer.ts';

/**
 * Writes to the recording as long as writing works. The report receives all entries even if writing fails, so that it can list
 * the items that are left on the server.
 */
export interface RecordingSink {
  record(entry: RecordingEntry): void;
  /** Why the recording could not be written. Undefined if it could. */
  error(): unknown;
}

/** Creates the recorder of a run. After a failed write, nothing more is written. `onError` is called so that the run can stop. */
export function createRecorder(writer: RecordingWriter, onError: () => void): RecordingSink {
  let problem: unknown;
  return {
    error: () => problem,
    record: (entry) => {
      try {
        writer.write(entry);
      } catch (error) {
        problem = error;
        onError();
      }
    },
  };
}
