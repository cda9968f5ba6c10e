import { parse } from 'shell-quote';

/** One command of a shell: its words, quotes undone. */
interface ShellCommand {
  readonly words: readonly string[];
  /** 0-based within the block. */
  readonly line: number;
}

/** What stands between the ends of commands. A quote that is never closed is a character like any other. */
const PIECES = /\\[\s\S]|'[^']*'|"(?:\\[\s\S]|[^"\\])*"|(?<!\S)#[^\n]*|&&|[\n|;]|[^\s\\'"#|;&]+|[\s\S]/g;

/** The commands of a block, divided at line ends, `|`, `;` and `&&`. Prompts (`$ `) and comments are left out. */
export function shellCommands(text: string): readonly ShellCommand[] {
  const commands: ShellCommand[] = [];
  let [command, line, startLine] = ['', 0, 0];
  const end = () => {
    const words = wordsOf(command);
    if (words.length > 0) commands.push({ words, line: startLine });
    command = '';
  };
  for (const [piece] of text.replaceAll('\r\n', '\n').matchAll(PIECES)) {
    if (/^(\n|\||;|&&)$/.test(piece)) end();
    else if (/^(\s|\\\n)$/.test(piece)) command += ' ';
    else if (!piece.startsWith('#')) {
      if (command.trim() === '') startLine = line;
      command += /^['"\\]./s.test(piece) ? piece : literal(piece);
    }
    line += piece.split('\n').length - 1;
  }
  end();
  return commands;
}

/** `<id>`, `[--all]` and `$(date)` are words of the documentation here, not operators. */
function literal(text: string): string {
  return text.replaceAll(/[<>&()*?[\]{}$!'"\\]/g, '\\$&');
}

function wordsOf(command: string): readonly string[] {
  const words = parseWords(command).flatMap((word) => (typeof word === 'string' ? [word] : []));
  return words[0] === '$' || words[0] === '%' ? words.slice(1) : words;
}

function parseWords(command: string): ReturnType<typeof parse> {
  try {
    return parse(command, (name) => `$${name}`);
  } catch {
    // `"${` is no substitution.
    return command.split(/\s+/);
  }
}
