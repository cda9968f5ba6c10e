import { createRequire } from 'node:module';
import type ts from 'typescript';

export type TypeScript = typeof ts;

/** The compiler, when it is needed. `import` reads it three times to find its exports: half a second at every start. */
export function loadCompiler(): TypeScript {
  const compiler: TypeScript = createRequire(import.meta.url)('typescript');
  return compiler;
}
