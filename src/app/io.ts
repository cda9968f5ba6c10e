import type { UserError } from '../lib/error.ts';
/** The parts of the process that a command may use. */
export interface Io {
  readonly cwd: string;
  readonly env: { readonly [name: string]: string | undefined };
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly interactive: boolean;
  readonly color: boolean;
  readonly columns: number;
  readonly now: () => Date;
  /** Works like `Math.random`. */
  readonly random: () => number;
  /** Returns a function that removes the listener. */
  readonly onSignal: (listener: (signal: string) => void) => () => void;
  /** Undefined if stdin is not a terminal. */
  readonly onKey?: (listener: (key: string) => void) => () => void;
  readonly version: string;
  /** Command that starts this program, such as `npx wireparity`, by default `parity`. */
  readonly command?: string;
  /** Undefined if stdin is not a terminal. */
  readonly ask?: (question: string) => Promise<string>;
}

const COMMAND =
  /(?<![\w./:-])parity (?=(?:init|run|trace|install|gate|manifest|audit|judge|replay|xfail|record|capture|receive|merge|clean|check|import|export|diff|sandbox|explain|config|schema|doctor|watch|completion|open|report|driver)\b)/g;

/** With npx, the command `parity` may be missing on the PATH, or may belong to another package. */
export function typable(text: string, { command = 'parity' }: Pick<Io, 'command'>): string {
  return command === 'parity' ? text : text.replaceAll(COMMAND, `${command} `);
}

interface TerminalText {
  /** True if colour codes are kept. */
  readonly color: boolean;
  /** Keeps the control sequences that redraw the status line. */
  readonly interactive?: boolean;
}

/** Escapes control characters, because text from servers and clients could control the terminal. */
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

export function errorLines({ message, hint }: Pick<UserError, 'message' | 'hint'>): string {
  return `parity: ${message.trimEnd()}\n${hint ? `  ${hint}\n` : ''}`;
}
