/** One command of a shell: its words, quotes undone. Pipes and `;` end it. */
export interface ShellCommand {
  readonly words: readonly string[];
  /** 0-based within the block. */
  readonly line: number;
}

/** The commands of a block. Prompts (`$ `) and comments are left out, `\` joins lines. */
export function shellCommands(text: string): readonly ShellCommand[] {
  const commands: ShellCommand[] = [];
  let [words, word, started, line, quote] = [[] as string[], '', false, 0, ''];
  let startLine = 0;
  const endWord = () => {
    if (started) words.push(word);
    [word, started] = ['', false];
  };
  const endCommand = () => {
    endWord();
    if (words[0] === '$' || words[0] === '%') words.shift();
    if (words.length > 0) commands.push({ words, line: startLine });
    words = [];
  };
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (!started && words.length === 0) startLine = line;
    if (character === '\n') line++;
    if (quote !== '') {
      if (character === quote) quote = '';
      else if (character === '\\' && quote === '"') word += text.charAt(++at);
      else word += character;
    } else if (character === "'" || character === '"') [quote, started] = [character, true];
    else if (character === '\\' && text.charAt(at + 1) === '\n') {
      at++;
      line++;
      endWord();
    } else if (character === '\\') [word, started] = [word + text.charAt(++at), true];
    else if (character === '#' && !started) {
      const end = text.indexOf('\n', at);
      at = end === -1 ? text.length : end - 1;
    } else if (character === '\n' || character === '|' || character === ';') endCommand();
    else if (character === ' ' || character === '\t') endWord();
    else [word, started] = [word + character, true];
  }
  endCommand();
  return commands;
}
