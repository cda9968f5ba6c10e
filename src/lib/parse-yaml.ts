import {
  Composer,
  type CST,
  type Document,
  Lexer,
  type LineCounter,
  Pair,
  Parser,
  Scalar,
  visit,
  YAMLMap,
  YAMLParseError,
} from 'yaml';

/** Levels of maps and lists that are read of any YAML. */
export const DEEPEST_YAML = 300;

interface YamlOptions {
  readonly lineCounter?: LineCounter;
}

/**
 * The document of a YAML text with its mistakes; undefined when it nests more than `DEEPEST_YAML` levels deep. The library composes
 * nodes recursively, and a regular expression that is compiled near the end of the stack aborts the whole process. An integer that a
 * number does not hold becomes a bigint, which keeps all its digits.
 */
export function parseYamlDocument(text: string, options: YamlOptions = {}): Document | undefined {
  const tokens = boundedTokens(text, options.lineCounter);
  if (tokens === undefined) return undefined;
  const composer = new Composer({ intAsBigInt: true, prettyErrors: false, uniqueKeys: false, logLevel: 'error' });
  const [document, second] = composer.compose(tokens, true, text.length);
  const [start, end] = second?.range ?? [];
  if (start !== undefined && end !== undefined)
    document?.errors.push(new YAMLParseError([start, end], 'MULTIPLE_DOCS', 'Source contains multiple documents'));
  if (document !== undefined) {
    shortenIntegers(document);
    readTuples(document);
  }
  return document;
}

/** All integers were read as bigints: those that a number holds become numbers. */
function shortenIntegers(document: Document): void {
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'bigint' && Number.isSafeInteger(Number(scalar.value)))
        scalar.value = Number(scalar.value);
    },
  });
}

/** `!tuple [a, b]` becomes `{ $type: tuple, items: [a, b] }`, which the drivers read. */
function readTuples(document: Document): void {
  visit(document, {
    Seq: (_, seq) => {
      if (seq.tag !== TUPLE) return undefined;
      const map = new YAMLMap();
      delete seq.tag;
      map.items.push(new Pair(new Scalar('$type'), new Scalar('tuple')), new Pair(new Scalar('items'), seq));
      if (seq.range) map.range = seq.range;
      return map;
    },
  });
  document.warnings = document.warnings.filter(({ message }) => !message.includes(TUPLE));
}

const TUPLE = '!tuple';

/** The parser keeps its open collections in a list: that is how deep the text is so far. */
function boundedTokens(text: string, lineCounter: LineCounter | undefined): readonly CST.Token[] | undefined {
  const parser = new Parser(lineCounter?.addNewLine);
  lineCounter?.addNewLine(0);
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > DEEPEST_YAML) return undefined;
  }
  tokens.push(...parser.end());
  return tokens;
}
