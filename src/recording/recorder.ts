import type { RecordingEntry } from '../model/exchange.ts';
import type { RecordingWriter } from './recording-writer.ts';

/** The judge receives all entries, even if the file cannot be written. */
export interface RecordingSink {
  record(entry: RecordingEntry): void;
  error(): unknown;
}

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
