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

export const DEEPEST_YAML = 300;

interface YamlOptions {
  readonly lineCounter?: LineCounter;
}

/** Returns undefined for a text that is nested deeper than `DEEPEST_YAML`, because the library could overflow the stack. */
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

/** Converts the parser's bigints to numbers. Integers beyond 2^53 stay bigints. */
function shortenIntegers(document: Document): void {
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'bigint' && Number.isSafeInteger(Number(scalar.value)))
        scalar.value = Number(scalar.value);
    },
  });
}

/** Converts `!tuple [a, b]` to `{ $type: tuple, items: [a, b] }`, which the drivers understand. */
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

/** Returns undefined if too many collections are nested in each other. */
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
