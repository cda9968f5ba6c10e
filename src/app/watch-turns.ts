export interface Turn {
  /** The changed files, or an empty list if everything should run. */
  readonly files: readonly string[];
  readonly onlyFailed: boolean;
}

const EVERYTHING: Turn = { files: [], onlyFailed: false };

export interface Turns {
  press(key: string): void;
  change(files: readonly string[]): void;
  /** Returns what should run now. Returns undefined if nothing was requested since the last call. */
  take(): Turn | undefined;
  wake(): void;
  /** Resolves after the next request. */
  next(): Promise<void>;
}

/** Collects requests for runs. All requests that arrive during a run cause a single further run. */
export function createTurns(): Turns {
  let wanted: Turn | undefined = EVERYTHING;
  let wake = () => {};
  const want = (turn: Turn) => {
    wanted = wanted === undefined ? turn : join(wanted, turn);
    wake();
  };
  return {
    press: (key) => {
      if (key === 'r' || key === 'f') want({ files: [], onlyFailed: key === 'f' });
    },
    change: (files) => want({ files, onlyFailed: false }),
    take: () => {
      const turn = wanted;
      wanted = undefined;
      return turn;
    },
    wake: () => wake(),
    next: () =>
      new Promise<void>((done) => {
        wake = done;
        if (wanted !== undefined) done();
      }),
  };
}

/** Returns a turn that covers both turns. */
function join(a: Turn, b: Turn): Turn {
  if (a.onlyFailed && b.onlyFailed) return a;
  const areChanges = a.files.length > 0 && b.files.length > 0;
  return areChanges ? { files: [...a.files, ...b.files], onlyFailed: false } : EVERYTHING;
}
