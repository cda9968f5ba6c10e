/** Everything that a command may use of its process. `cli.ts` creates the real one. */
export interface Io {
  readonly cwd: string;
  readonly env: { readonly [name: string]: string | undefined };
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** stderr is a terminal, so progress may be drawn there. */
  readonly interactive: boolean;
  readonly color: boolean;
  /** Width of the terminal in columns. */
  readonly columns: number;
  readonly now: () => Date;
  /** In [0, 1). */
  readonly random: () => number;
  /** Calls back on SIGINT, SIGTERM and SIGHUP (a closed terminal) until the returned function is called. */
  readonly onSignal: (listener: (signal: string) => void) => () => void;
  /** Calls back with each key that is pressed, until the returned function is called; absent if no person is at the terminal. */
  readonly onKey?: (listener: (key: string) => void) => () => void;
  readonly version: string;
  /** How the user invokes this program; default: `parity`. */
  readonly command?: string;
  /** Asks the user on the terminal; absent if the input is not a terminal. */
  readonly ask?: (question: string) => Promise<string>;
}

const COMMAND =
  /(?<![\w./:-])parity (?=(?:init|run|trace|install|gate|manifest|audit|judge|replay|xfail|record|capture|receive|merge|clean|check|import|export|diff|sandbox|explain|config|schema|doctor|watch|completion|open|report|driver)\b)/g;

/** Rewrites the commands in a text so that they can be typed: under npx, plain `parity` is not found or is another package. */
export function typable(text: string, { command = 'parity' }: Pick<Io, 'command'>): string {
  return command === 'parity' ? text : text.replaceAll(COMMAND, `${command} `);
}

interface TerminalText {
  /** Keep colours, which are ours. */
  readonly color: boolean;
  /** Keep the control sequences of the status line. */
  readonly interactive?: boolean;
}

/**
 * Makes text safe for a terminal: documents, servers and clients determine parts of it, so control characters are escaped. Line
 * ends, tabs, and our own colours and status line are kept.
 */
export function printable(text: string, { color, interactive = false }: TerminalText): string {
  return text.replace(CONTROL, (part) => {
    if (part === '\r\n') return part;
    if (part === '\r' || part === '\u001b[K') return interactive ? part : '';
    if (part.length > 1 && color) return part;
    return [...part].map((unit) => (CONTROL_UNIT.test(unit) ? escapeUnit(unit) : unit)).join('');
  });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /\r\n|\u001b\[K|\u001b\[[\d;]{0,20}m|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL_UNIT = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
