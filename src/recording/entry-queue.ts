import type { RecordingEntry } from '../model/exchange.ts';

/** Drops entries that arrive after the judge has stopped. */
export interface EntryQueue {
  readonly push: (entries: readonly RecordingEntry[]) => void;
  /** Ends the queue. An entry of kind `end` also ends the queue. */
  readonly end: () => void;
  readonly entries: AsyncIterable<readonly RecordingEntry[]>;
}

export function createEntryQueue(): EntryQueue {
  const waiting: (readonly RecordingEntry[])[] = [];
  let ended = false;
  let isRead = true;
  let wake = () => {};
  const more = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  return {
    push: (entries) => {
      if (isRead) waiting.push(entries);
      if (entries.at(-1)?.kind === 'end') ended = true;
      wake();
    },
    end: () => {
      ended = true;
      wake();
    },
    entries: {
      async *[Symbol.asyncIterator]() {
        try {
          for (;;) {
            const entries = waiting.shift();
            if (entries !== undefined) yield entries;
            else if (ended) return;
            else await more();
          }
        } finally {
          isRead = false;
        }
      },
    },
  };
}
