import { existsSync, type FSWatcher, watch } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { isInside } from '../lib/is-inside.ts';
import type { Workspace } from '../model/workspace.ts';

export function watchedPaths({ root, config, clients }: Workspace): readonly string[] {
  const { contracts, suites, xfails, at } = config;
  const own = [contracts, suites, config.clients, xfails, at.file].map((name) => resolve(root, name));
  return [...own, ...clients.flatMap(({ source }) => (source.kind === 'path' ? [source.path] : []))];
}

/** Returns false for files that a command itself writes, because such files would restart the command. */
export function isWatched(file: string, paths: readonly string[], { root, config }: Workspace): boolean {
  if (!paths.some((path) => isInside(file, path)) || isInside(file, resolve(root, config.reports))) return false;
  const isData = [config.contracts, config.suites, config.clients].some((name) => isInside(file, resolve(root, name)));
  // Editors write a temporary file and then rename the temporary file.
  if (isData && (!/\.(?:ya?ml|json)$/.test(file) || file.endsWith('.surface.yaml'))) return false;
  return !/[\\/](?:node_modules|__pycache__|\.git|\.parity|[^\\/]+\.pyc|[^\\/]*~|\.[^\\/]+\.sw.)(?:[\\/]|$)/.test(file);
}

/** Time to wait for further changes, because editors write a file in several steps. */
const DEBOUNCE_MS = 100;

interface WatchListener {
  readonly changed: (files: readonly string[]) => void;
  /** Called if the system can no longer watch a folder, for example because the folder was removed. */
  readonly lost: (folder: string, error: Error) => void;
}

export function watchFiles(workspace: Workspace, listener: WatchListener): () => void {
  const paths = watchedPaths(workspace);
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const hear = (folder: string) => (_: string, name: string | null) => {
    const file = join(folder, name ?? '');
    if (!isWatched(file, paths, workspace)) return;
    changed.add(file);
    clearTimeout(timer);
    timer = setTimeout(() => {
      listener.changed([...changed].toSorted());
      changed.clear();
    }, DEBOUNCE_MS);
  };
  // A watch on a file ends if an editor replaces the file.
  const folders = paths.filter((path) => existsSync(path) && !isFile(path));
  const start = (folder: string, recursive: boolean): FSWatcher =>
    watch(folder, { recursive }, hear(folder)).on('error', (error) => listener.lost(folder, error));
  const watchers = [start(workspace.root, false), ...folders.map((folder) => start(folder, true))];
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

function isFile(path: string): boolean {
  return /\.(?:ya?ml|[cm]?[jt]s)$/.test(basename(path));
}
