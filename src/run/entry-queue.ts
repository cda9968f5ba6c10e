import type { RecordingEntry } from '../model/exchange.ts';

/** Entries on their way from a run to its judge. A reader that stops reading gets no more of them. */
export interface EntryQueue {
  readonly push: (entry: RecordingEntry) => void;
  /** Nothing more will come. */
  readonly end: () => void;
  readonly entries: AsyncIterable<RecordingEntry>;
}

/**
 * Milliseconds in which entries come together: those of one turn of the event loop. They are judged when the next requests
 * have left, while the server works on them.
 */
const GATHER_MS = 1;

export function createEntryQueue(): EntryQueue {
  let waiting: RecordingEntry[] = [];
  let ended = false;
  let isRead = true;
  let wake = () => {};
  const gather = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, GATHER_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  return {
    push: (entry) => {
      if (isRead) waiting.push(entry);
    },
    end: () => {
      ended = true;
      wake();
    },
    entries: {
      async *[Symbol.asyncIterator]() {
        try {
          while (waiting.length > 0 || !ended) {
            const piece = waiting;
            waiting = [];
            for (const entry of piece) yield entry;
            if (!ended) await gather();
          }
        } finally {
          isRead = false;
        }
      },
    },
  };
}
