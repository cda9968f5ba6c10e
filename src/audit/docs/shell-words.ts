import { parse } from 'shell-quote';

interface ShellCommand {
  readonly words: readonly string[];
  /** Line number within the block, starting at 0. */
  readonly line: number;
}

/** A quote without a closing quote counts as an ordinary character. */
const PIECES = /\\[\s\S]|'[^']*'|"(?:\\[\s\S]|[^"\\])*"|(?<!\S)#[^\n]*|&&|[\n|;]|[^\s\\'"#|;&]+|[\s\S]/g;

/** Splits a block into commands, without prompts (`$ `) and comments. */
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

/** Escapes placeholders such as `<id>`, `[--all]` and `$(date)`, because the parser would treat them as shell syntax. */
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
    // The parser rejects texts such as `"${`.
    return command.split(/\s+/);
  }
}
