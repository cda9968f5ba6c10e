import type { RecordingEntry } from '../model/exchange.ts';

/** Entries on their way from a run to its judge. A reader that stops reading gets no more of them. */
export interface EntryQueue {
  readonly push: (entries: readonly RecordingEntry[]) => void;
  /** Nothing more will come. A run's last entry says so too: it is judged while the file is closed. */
  readonly end: () => void;
  /** As many at a time as were pushed. */
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
