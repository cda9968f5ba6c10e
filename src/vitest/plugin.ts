import { resolve } from 'node:path';
import { openWorkspace, type WorkspaceFlags } from '../app/open-workspace.ts';
import { isWatched, watchedPaths } from '../app/watch-files.ts';

export interface ParityPluginOptions extends WorkspaceFlags {
  /** The project's folder, by default vite's root. */
  readonly cwd?: string;
}

/** Vite is not a dependency, so this type contains the needed part of Vite's plugin type. */
export interface ParityPlugin {
  readonly name: string;
  readonly config: (config: { readonly root?: string }) => Promise<object>;
  readonly configureServer: (server: { readonly watcher: { add(paths: readonly string[]): unknown } }) => void;
  readonly transform: (code: string, id: string) => void;
}

/** In watch mode, runs the tests again after changes of data files and client sources. */
export function parity(options: ParityPluginOptions = {}): ParityPlugin {
  const tests = new Set<string>();
  let watched: readonly string[] = [];
  return {
    name: 'wireparity',
    config: async ({ root = '.' }) => {
      const cwd = resolve(options.cwd ?? root);
      const workspace = await openWorkspace(options, { cwd });
      watched = watchedPaths(workspace);
      const testsToRun = (file: string) => (isWatched(file, watched, workspace) ? [...tests] : undefined);
      return { test: { watchTriggerPatterns: [{ pattern: /./, testsToRun }] } };
    },
    configureServer: ({ watcher }) => void watcher.add(watched),
    transform: (code, id) => {
      if (code.includes('wireparity/vitest')) tests.add(id);
    },
  };
}
