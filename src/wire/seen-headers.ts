import type { HeaderList } from '../model/http.ts';

export type Header = HeaderList[number];

/** Header lines that were looked at. The requests of an operation often have the very same list. */
export interface SeenList {
  readonly headers: readonly SeenHeader[];
  redacted: HeaderList;
  secrets: number;
}

/** A header line that was looked at. The same few come with every exchange, and are worked out once. */
interface SeenHeader {
  readonly header: Header;
  /** Without secrets, and how many were known then: one that becomes known later may stand in it. */
  redacted: Header;
  secrets: number;
}

/** Header lines that are remembered at most. */
const MOST_REMEMBERED = 1000;

/** Looks at a header line when it is first seen. */
export function rememberHeaders(make: (header: Header) => SeenHeader): (header: Header) => SeenHeader {
  let size = 0;
  const made = new Map<string, Map<string, SeenHeader>>();
  const makeNew = (header: Header): SeenHeader => {
    if (size >= MOST_REMEMBERED) {
      made.clear();
      size = 0;
    }
    size++;
    const ofName = made.get(header[0]) ?? new Map<string, SeenHeader>();
    made.set(header[0], ofName);
    const seen = make(header);
    ofName.set(header[1], seen);
    return seen;
  };
  return (header) => made.get(header[0])?.get(header[1]) ?? makeNew(header);
}

/** The lines without the secrets that are known now. */
export function currentList(list: SeenList, secrets: number, redact: (header: Header) => string): HeaderList {
  if (list.secrets !== secrets) {
    list.redacted = list.headers.map((seen) => currentHeader(seen, secrets, redact));
    list.secrets = secrets;
  }
  return list.redacted;
}

function currentHeader(seen: SeenHeader, secrets: number, redact: (header: Header) => string): Header {
  if (seen.secrets === secrets) return seen.redacted;
  const { header } = seen;
  const value = redact(header);
  seen.redacted = value === header[1] ? header : [header[0], value];
  seen.secrets = secrets;
  return seen.redacted;
}
