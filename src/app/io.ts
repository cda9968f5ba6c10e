import type { UserError } from '../lib/error.ts';
/** The parts of the process that a command may use: output, environment, time, signals. `cli.ts` creates the real object. */
export interface Io {
  readonly cwd: string;
  readonly env: { readonly [name: string]: string | undefined };
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** True if stderr is a terminal, so that progress can be drawn there. */
  readonly interactive: boolean;
  readonly color: boolean;
  /** Width of the terminal in columns. */
  readonly columns: number;
  readonly now: () => Date;
  /** Returns a random number that is at least 0 and less than 1. */
  readonly random: () => number;
  /** Calls a function on SIGINT, SIGTERM and SIGHUP (a closed terminal). Returns a function that ends these calls. */
  readonly onSignal: (listener: (signal: string) => void) => () => void;
  /**
   * Calls a function for each key that is pressed. Returns a function that ends these calls. Absent if the input is not a
   * terminal.
   */
  readonly onKey?: (listener: (key: string) => void) => () => void;
  readonly version: string;
  /** How the user invokes this program; default: `parity`. */
  readonly command?: string;
  /** Asks the user on the terminal; absent if the input is not a terminal. */
  readonly ask?: (question: string) => Promise<string>;
}

const COMMAND =
  /(?<![\w./:-])parity (?=(?:init|run|trace|install|gate|manifest|audit|judge|replay|xfail|record|capture|receive|merge|clean|check|import|export|diff|sandbox|explain|config|schema|doctor|watch|completion|open|report|driver)\b)/g;

/**
 * Rewrites the commands in a text so that the user can paste them. If the user runs parity with npx, the command `parity` may
 * be missing on the PATH, or may belong to another package.
 */
export function typable(text: string, { command = 'parity' }: Pick<Io, 'command'>): string {
  return command === 'parity' ? text : text.replaceAll(COMMAND, `${command} `);
}

interface TerminalText {
  /** Keeps wireparity's own colours. */
  readonly color: boolean;
  /** Keeps the control sequences of the status line. */
  readonly interactive?: boolean;
}

/**
 * Escapes control characters in a text. Some of the text comes from documents, servers and clients, which could otherwise
 * control the terminal. Line ends, tabs, wireparity's colours and the status line are not escaped.
 */
export function printable(text: string, { color, interactive = false }: TerminalText): string {
  return text.replace(CONTROL, (part) => {
    if (part === '\r\n') return part;
    if (part === '\r' || part === '\u001b[K') return interactive ? part : '';
    if (part.length > 1 && color) return part;
    return [...part].map((unit) => (CONTROL_UNIT.test(unit) ? escapeUnit(unit) : unit)).join('');
  });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern searches for control characters
const CONTROL = /\r\n|\u001b\[K|\u001b\[[\d;]{0,20}m|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern searches for control characters
const CONTROL_UNIT = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Formats an error that the user can repair: one line, and a hint below it. */
export function errorLines({ message, hint }: Pick<UserError, 'message' | 'hint'>): string {
  return `parity: ${message.trimEnd()}\n${hint ? `  ${hint}\n` : ''}`;
}
