import type { Surface } from '../../model/surface.ts';
import { parsePython } from '../code/parse-python.ts';
import type { PythonParser } from '../code/python-parser.ts';
import { type SourceFile, type StaticOptions, staticSurface } from './static-surface.ts';

/** A Python client, read and not run: `static:<client>`. Files that are not `.py` are left out. */
export function staticPython(files: readonly SourceFile[], parser: PythonParser, options: StaticOptions): Surface {
  const own = files.filter(({ name }) => name.endsWith('.py'));
  const modules = own.map(({ name, text }) => parsePython(parser, name, text));
  return staticSurface(modules, new Map(own.map(({ name, text }) => [name, text])), options);
}
