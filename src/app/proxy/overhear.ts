import { resolve } from 'node:path';
import type { Listener } from '../../clients/recorder/listener.ts';
import type { TrafficOptions } from '../../clients/recorder/open-traffic.ts';
import { openProxy } from '../../clients/recorder/proxy.ts';
import { openReplay } from '../../clients/recorder/replay.ts';
import { openStub } from '../../clients/recorder/stub.ts';
import { userError } from '../../lib/error.ts';
import { serverUrlProblem } from '../../lib/server-url.ts';
import type { IntendedCall, RecordingEntry } from '../../model/exchange.ts';
import type { Config } from '../../model/target.ts';
import type { Workspace } from '../../model/workspace.ts';
import { readRecording } from '../../recording/read-recording.ts';
import { createTrafficEntries } from '../../recording/traffic-entries.ts';
import { connectionTo } from '../../run/target/read-connection.ts';
import { chooseProfile } from '../choose-target.ts';
import type { Io } from '../io.ts';
import { openTrafficLog, type TrafficLog, type TrafficLogOptions } from './traffic-log.ts';

export interface OverhearFlags {
  /** URL or target of the server to which requests are forwarded. */
  readonly upstream?: string;
  /** A recording that supplies the responses instead of a server. */
  readonly replay?: string;
  readonly profile?: string;
  readonly port?: number;
}

interface OverhearContext {
  readonly workspace: Workspace;
  readonly flags: OverhearFlags;
  readonly io: Io;
  /** Name of the traffic in step addresses and ledger entries. */
  readonly name: 'record' | 'capture';
  readonly file: string;
  readonly calls?: readonly IntendedCall[];
}

interface Overhearing {
  readonly origin: string;
  readonly count: () => number;
  /** @throws recording-unwritable */
  finish(interrupted: string | null): Promise<void>;
}

const LAST_MOMENT_MS = 500;

/** @throws port-taken, upstream-invalid, recording-invalid, profile-unknown */
export async function overhear(context: OverhearContext): Promise<Overhearing> {
  const { workspace, flags, io, name } = context;
  const profile = chooseProfile(workspace.contracts, flags.profile);
  const entries = createTrafficEntries(name, context.calls);
  const started = io.now().getTime();
  // The recording is opened last, because a failed start must not overwrite an earlier recording.
  const early: RecordingEntry[] = [];
  let write: TrafficLog['write'] = (entry) => void early.push(entry);
  const onExchange: TrafficOptions['onExchange'] = (exchange) => write(entries.exchange(exchange));
  const upstream = flags.upstream === undefined ? undefined : findUpstream(flags.upstream, workspace.config);
  const listener = await openListenerFor({ ...context, profile, onExchange, upstream });
  const origin = upstream?.origin ?? listener.origin;
  const log = await openLog(listener, { ...context, target: { name, origin, profile } });
  write = log.write;
  early.forEach(write);
  return {
    origin: listener.origin,
    count: entries.count,
    finish: async (interrupted) => {
      await listener.settle(LAST_MOMENT_MS);
      await listener.close();
      for (const entry of entries.end({ interrupted, durationMs: io.now().getTime() - started })) log.write(entry);
      await log.close();
    },
  };
}

async function openLog(listener: Listener, options: TrafficLogOptions): Promise<TrafficLog> {
  try {
    return await openTrafficLog(options);
  } catch (error) {
    await listener.close();
    throw error;
  }
}

interface ListenerContext extends OverhearContext {
  readonly profile: string;
  readonly onExchange: TrafficOptions['onExchange'];
  readonly upstream: URL | undefined;
}

async function openListenerFor(context: ListenerContext): Promise<Listener> {
  const { workspace, flags, io, profile, onExchange, upstream } = context;
  const { replay, port } = flags;
  const options = { contracts: workspace.contracts, profile, onExchange, ...(port !== undefined && { port }) };
  if (upstream !== undefined && replay !== undefined)
    throw userError(
      'usage-invalid',
      '--upstream and --replay cannot be combined, because only one of them can provide the responses',
    );
  if (upstream !== undefined)
    return openProxy({ ...options, upstream, connection: await connectionTo(upstream, workspace.config, io.env) });
  if (replay !== undefined) return openReplay({ ...options, recording: readRecording(resolve(io.cwd, replay)) });
  return openStub(options);
}

function findUpstream(named: string, { targets }: Config): URL {
  const target = targets[named];
  const text = target !== undefined && 'url' in target ? target.url : named;
  const problem = serverUrlProblem(text);
  if (problem === undefined) return new URL(text);
  throw userError('upstream-invalid', `--upstream ${problem}`, {
    hint: 'For example https://api.example.com, or the name of a target with a URL. Credentials are forwarded with the requests.',
  });
}
