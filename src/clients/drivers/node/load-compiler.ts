import { createRequire } from 'node:module';
import { join } from 'node:path';
import type ts from 'typescript';
import { driverError } from '../serve-lines.ts';

export type TypeScript = typeof ts;

/**
 * Loads the compiler on demand, an optional peer of this package, or the one of the project. Version 7 has no such API.
 * `import` would parse it three times to find its exports, which takes half a second at every start.
 */
export function loadCompiler(): TypeScript {
  for (const from of [import.meta.url, join(process.cwd(), 'package.json')]) {
    const compiler = tryRequire(from);
    if (compiler?.createProgram !== undefined) return compiler;
  }
  throw driverError(
    'start-failed',
    'reading the methods of this client needs the package typescript, which is not installed: npm install --save-dev typescript@6',
  );
}

function tryRequire(from: string): TypeScript | undefined {
  try {
    return createRequire(from)('typescript');
  } catch {
    return undefined;
  }
}
