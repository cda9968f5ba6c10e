import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseDuration } from '../lib/duration.ts';
import { mapValues } from '../lib/map-values.ts';
import type { ConfigFile, CredentialFile, TargetFile } from '../model/config-file.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { ActorSources, Config, CredentialSource, Target, TargetPolicy } from '../model/target.ts';
import { asList } from './formats/common.ts';
import { configFormat } from './formats/config-format.ts';
import { MODULE_NAME, readConfigModule } from './read-config-module.ts';
import { readOptional } from './read-folder.ts';
import { validate } from './validate.ts';
import { parseYaml, type YamlSource } from './yaml-source.ts';

/** Possible names of the settings file. A project may have only one of these files. */
const CONFIG_FILES = [
  'parity.config.yaml',
  'parity.config.ts',
  'parity.config.mts',
  'parity.config.mjs',
  'parity.config.js',
] as const;

const TARGET_DEFAULTS = { concurrency: 8, timeoutMs: 10_000, readyTimeoutMs: 30_000, stopTimeoutMs: 5_000 };

const WINDOWS = { s: 1000, min: 60_000, h: 3_600_000 } as const;

interface LoadedConfig {
  readonly config: Config;
  readonly source: YamlSource;
}

/** A missing settings file is an error only if the command line names the file. */
export async function loadConfig(
  root: string,
  named: string | undefined,
  report: (diagnostic: Diagnostic) => void,
): Promise<LoadedConfig> {
  const [file = CONFIG_FILES[0], ...others] = named === undefined ? await presentFiles(root) : [named];
  const text = await readOptional(root, file);
  const at = { file, line: 1, column: 1 };
  if (text === null && named !== undefined)
    report({
      severity: 'error',
      code: 'file-missing',
      at,
      path: '',
      message: 'the settings file does not exist',
      hint: 'check the path after --config',
    });
  if (others.length > 0)
    report({
      ...{ severity: 'error', code: 'config-ambiguous', at, path: '' },
      message: `must be the only settings file; there is also ${others.join(', ')}`,
      hint: 'keep only one settings file',
    });
  const isModule = text !== null && MODULE_NAME.test(file);
  const source = isModule ? await readConfigModule(root, file) : parseYaml(file, text ?? '');
  const empty = source.diagnostics.length === 0 && (source.value === null || source.value === undefined);
  const { value, diagnostics } = empty ? { value: {}, diagnostics: [] } : validate(source, configFormat);
  for (const diagnostic of diagnostics) report(diagnostic);
  return { config: buildConfig(value ?? {}, root, source.locate([])), source };
}

async function presentFiles(root: string): Promise<readonly string[]> {
  const names = new Set(await readdir(root).catch(() => []));
  return CONFIG_FILES.filter((name) => names.has(name));
}

export function urlTarget(url: string): Target {
  return buildTarget(url, { url }, '.');
}

function buildConfig(file: ConfigFile, root: string, at: Config['at']): Config {
  const targets = { sandbox: { sandbox: true } as TargetFile, ...file.targets };
  return {
    contracts: file.contracts ?? 'contracts',
    suites: file.suites ?? 'suites',
    clients: file.clients ?? 'clients',
    xfails: file.xfails ?? 'xfails.yaml',
    reports: file.reports ?? 'reports',
    defaultTarget: file.default_target ?? 'sandbox',
    targets: Object.fromEntries(
      Object.entries(targets).map(([name, target]) => [name, buildTarget(name, target, root)]),
    ),
    ...(file.made_for !== undefined && { madeFor: file.made_for }),
    severity: file.severity ?? {},
    diff: file.diff ?? {},
    lint: file.lint ?? {},
    at,
  };
}

function buildTarget(name: string, file: TargetFile, root: string): Target {
  const policy = { ...buildPolicy(file), ...buildConnection(file, root) };
  if (file.sandbox)
    return { kind: 'sandbox', name, ...policy, defects: file.defects ?? [], features: file.features ?? [] };
  if (file.command === undefined) return { kind: 'url', name, ...policy, url: file.url ?? '' };
  const { ready } = file;
  return {
    kind: 'command',
    name,
    ...policy,
    command: file.command,
    cwd: resolve(root, file.cwd ?? '.'),
    env: file.env ?? {},
    url: file.url ?? '',
    ready: {
      timeoutMs: milliseconds(ready?.timeout) ?? TARGET_DEFAULTS.readyTimeoutMs,
      ...(ready?.url !== undefined && { url: ready.url }),
      ...(ready?.log !== undefined && { log: ready.log }),
    },
    stopTimeoutMs: milliseconds(file.stop_timeout) ?? TARGET_DEFAULTS.stopTimeoutMs,
    reuseExisting: file.reuse_existing ?? false,
  };
}

function buildPolicy(file: TargetFile): TargetPolicy {
  return {
    profile: file.profile ?? '',
    actors: buildActors(file.actors ?? {}),
    rateLimit: file.rate_limit === undefined ? null : parseRate(file.rate_limit),
    concurrency: file.concurrency ?? TARGET_DEFAULTS.concurrency,
    timeoutMs: milliseconds(file.timeout) ?? TARGET_DEFAULTS.timeoutMs,
    retries: file.retries ?? 0,
    readOnly: file.read_only ?? false,
    // `destructive: allow` is the older name of `disposable: true`
    destructive:
      file.disposable ?? (file.destructive === undefined ? file.sandbox === true : file.destructive === 'allow'),
    allowDestructive: file.allow_destructive ?? [],
    headers: file.headers ?? {},
    ...(file.version !== undefined && { version: file.version }),
    ...(file.values !== undefined && { values: file.values }),
    ...(file.clock !== undefined && { clockUrl: file.clock }),
  };
}

function buildConnection({ tls, proxy, socket }: TargetFile, root: string): Pick<TargetPolicy, 'connection'> {
  if (tls === undefined && proxy === undefined && socket === undefined) return {};
  const at = (path: string) => resolve(root, path);
  return {
    connection: {
      ...(tls !== undefined && {
        tls: {
          ca: asList(tls.ca ?? []).map(at),
          ...(tls.cert !== undefined && { cert: at(tls.cert) }),
          ...(tls.key !== undefined && { key: at(tls.key) }),
          ...(tls.passphrase !== undefined && { passphrase: tls.passphrase }),
          ...(tls.server_name !== undefined && { serverName: tls.server_name }),
        },
      }),
      ...(proxy !== undefined && { proxy: typeof proxy !== 'string' || proxy === 'none' ? proxy : { url: proxy } }),
      ...(socket !== undefined && { socket: at(socket) }),
    },
  };
}

function buildActors(actors: NonNullable<TargetFile['actors']>): ActorSources {
  return mapValues(actors, (kinds) => mapValues(kinds, toSource));
}

/** `{ env: NAME }` stands for a credential with the single part `secret`. */
function toSource(file: CredentialFile): CredentialSource {
  return typeof file.env === 'string' ? { secret: { env: file.env } } : (file as CredentialSource); // safe cast: if `env` is not a string, each part of the credential has a source
}

function parseRate(text: string): TargetPolicy['rateLimit'] {
  const [count = '1', unit = 's'] = text.split('/');
  return { count: Number(count), windowMs: WINDOWS[unit as keyof typeof WINDOWS] }; // safe cast: the file format allows only `s`, `min` and `h`
}

function milliseconds(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseDuration(text);
}
