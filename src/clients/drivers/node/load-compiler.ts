import { createRequire } from 'node:module';
import { join } from 'node:path';
import type ts from 'typescript';
import { driverError } from '../serve-lines.ts';
import { STANDARD, STANDARD_TYPES } from './standard-types.ts';

export type TypeScript = typeof ts;

/** Loads TypeScript by `require`, because `import` would parse the compiler three times. */
export function loadCompiler(): TypeScript {
  for (const from of [import.meta.url, join(process.cwd(), 'package.json')]) {
    const compiler = tryRequire(from);
    if (compiler?.createProgram !== undefined) return compiler;
  }
  throw driverError(
    'start-failed',
    'the package typescript, which reads the methods of this client, is not installed: npm install --save-dev typescript@6',
  );
}

/** Creates the compiler's program with minimal standard types. The function `reading` is called for each file. */
export function programOf(file: string, ts: TypeScript, reading: () => void): ts.Program {
  const options: ts.CompilerOptions = {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    noLib: true,
    types: [],
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
  };
  const host = ts.createCompilerHost(options, true);
  const standard = ts.createSourceFile(STANDARD, STANDARD_TYPES, ts.ScriptTarget.ES2023, true);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === STANDARD || fileExists(name);
  host.getSourceFile = (name, ...rest) => {
    reading();
    return name === STANDARD ? standard : getSourceFile(name, ...rest);
  };
  // Declarations for bundlers may import `./orders` without a file extension. The other module resolutions reject this
  // import.
  const bundler = { ...options, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
  host.resolveModuleNameLiterals = (literals, from, redirected, settings, source) =>
    literals.map((literal) => {
      const mode = ts.getModeForUsageLocation(source, literal, settings);
      const found = ts.resolveModuleName(literal.text, from, settings, host, undefined, redirected, mode);
      return found.resolvedModule === undefined ? ts.resolveModuleName(literal.text, from, bundler, host) : found;
    });
  return ts.createProgram([STANDARD, file], options, host);
}

function tryRequire(from: string): TypeScript | undefined {
  try {
    return createRequire(from)('typescript');
  } catch {
    return undefined;
  }
}
