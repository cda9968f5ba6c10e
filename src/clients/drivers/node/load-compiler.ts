import { createRequire } from 'node:module';
import type ts from 'typescript';

export type TypeScript = typeof ts;

/**
 * Loads the compiler on demand. `import` would parse it three times to find its exports, which takes half a second at every
 * start.
 */
export function loadCompiler(): TypeScript {
  const compiler: TypeScript = createRequire(import.meta.url)('typescript');
  return compiler;
}
