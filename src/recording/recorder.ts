import type { RecordingEntry } from '../model/exchange.ts';
import type { RecordingWriter } from './recording-writer.ts';

/** Writes to the recording for as long as that works. The report is told all entries, so that it can name what was left behind. */
export interface RecordingSink {
  record(entry: RecordingEntry): void;
  /** Why the recording could not be written; undefined while it can. */
  error(): unknown;
}

/** After the first write that fails nothing more is written. `onError` is told of it: the run has to stop. */
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
