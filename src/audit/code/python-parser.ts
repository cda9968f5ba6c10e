import { Language, type Node, Parser } from 'web-tree-sitter';

/** Parses Python. `parse` hands the root to `read` and frees the tree afterwards. */
export interface PythonParser {
  parse<T>(text: string, read: (root: Node) => T): T;
}

/** The two WebAssembly files that the parser is made of. */
export interface GrammarBytes {
  /** `web-tree-sitter.wasm` */
  readonly runtime: Uint8Array;
  /** `tree-sitter-python.wasm` */
  readonly python: Uint8Array;
}

export async function createPythonParser({ runtime, python }: GrammarBytes): Promise<PythonParser> {
  await Parser.init({ wasmBinary: runtime });
  const parser = new Parser().setLanguage(await Language.load(python));
  return {
    parse: (text, read) => {
      const tree = parser.parse(text);
      if (tree === null) throw new Error('the parser was cancelled: nothing asked for that');
      try {
        return read(tree.rootNode);
      } finally {
        tree.delete();
      }
    },
  };
}
