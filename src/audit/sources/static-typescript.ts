import type { Surface } from '../../model/surface.ts';
import { parseTypeScript } from '../code/parse-typescript.ts';
import type { TypeScript } from '../code/typescript-expressions.ts';
import { type SourceFile, type StaticOptions, staticSurface } from './static-surface.ts';

/** A TypeScript or JavaScript client, read and not run: `static:<client>`. Declaration files give the types of what is JavaScript. */
export function staticTypeScript(files: readonly SourceFile[], ts: TypeScript, options: StaticOptions): Surface {
  const own = files.filter(({ name }) => /\.[cm]?[jt]sx?$/.test(name));
  const modules = own.map(({ name, text }) => parseTypeScript(ts, name, text));
  return staticSurface(modules, new Map(own.map(({ name, text }) => [name, text])), options);
}
