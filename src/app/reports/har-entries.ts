import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ofProfile } from '../../clients/recorder/open-traffic.ts';
import { userError } from '../../lib/error.ts';
import { errorMessage } from '../../lib/error-text.ts';
import { didYouMean } from '../../lib/nearest.ts';
import { plural } from '../../lib/plural.ts';
import type { RecordingEntry, RecordingPieces } from '../../model/exchange.ts';
import { headerValue } from '../../model/http.ts';
import type { Trace } from '../../model/trace.ts';
import type { Workspace } from '../../model/workspace.ts';
import type { HarSource } from '../../recording/format-har.ts';
import { type HarExchange, parseHar } from '../../recording/har.ts';
import { harTraffic } from '../../recording/har-traffic.ts';
import { redactEntry } from '../../recording/redaction/redact-entry.ts';
import { createTrafficEntries } from '../../recording/traffic-entries.ts';
import { chooseProfile } from '../choose-target.ts';
import type { Io } from '../io.ts';
import { trafficRedactor, trafficStart } from '../proxy/traffic-log.ts';

export interface HarFlags {
  /** If an origin is given, requests to other origins are left out. */
  readonly origin?: string;
  readonly profile?: string;
}

/** Returns the redacted entries, and prints what is left out. @throws har-invalid, origin-unknown */
export async function* harEntries(
  file: string,
  workspace: Workspace,
  { flags, io }: { readonly flags: HarFlags; readonly io: Io },
): AsyncGenerator<readonly RecordingEntry[]> {
  const profile = chooseProfile(workspace.contracts, flags.profile);
  const all = await readHar(resolve(io.cwd, file));
  const traffic = harTraffic(all, ofProfile(workspace.contracts, profile), wantedOrigin(flags, all));
  for (const { count, why } of traffic.left) io.err(`left out: ${plural(count, 'request')} ${why}\n`);
  if (traffic.halves > 0)
    io.err(
      `${plural(traffic.halves, 'response')} not judged, because the archive does not contain the response or its body\n`,
    );
  const target = { name: 'har', origin: traffic.origin, profile };
  yield [trafficStart(target, { io, run: 'har', contracts: workspace.contracts.hash })];
  const entries = createTrafficEntries('har');
  const redactor = trafficRedactor(workspace, io);
  yield traffic.exchanges.map((exchange) => redactEntry(entries.exchange(exchange), redactor));
  yield [...entries.end({ interrupted: null, durationMs: 0 })];
}

async function readHar(file: string): Promise<readonly HarExchange[]> {
  try {
    return parseHar(await readFile(file, 'utf8'));
  } catch (error) {
    const why = errorMessage(error);
    throw userError('har-invalid', `cannot read ${file}: ${why}`, {
      hint: 'Give an HTTP Archive, as saved by a browser.',
    });
  }
}

function wantedOrigin({ origin }: HarFlags, all: readonly HarExchange[]): string | undefined {
  if (origin === undefined) return undefined;
  const known = [...new Set(all.map((each) => each.origin))];
  const wanted = origin.toLowerCase().replace(/\/$/, '');
  if (known.includes(wanted)) return wanted;
  throw userError(
    'origin-unknown',
    `--origin must be one of ${known.slice(0, 8).join(', ') || 'none'}; was "${origin}"`,
    {
      hint: didYouMean(wanted, known),
    },
  );
}

export interface HarTraffic {
  readonly exchanges: readonly HarSource[];
  readonly origin: string;
}

export async function recordedTraffic(read: RecordingPieces): Promise<HarTraffic> {
  const exchanges: HarSource[] = [];
  let origin = '';
  for await (const entries of read)
    for (const entry of entries) {
      if (entry.kind === 'exchange') exchanges.push(entry);
      if (entry.kind === 'run') origin = entry.target.origin;
    }
  return { exchanges, origin };
}

export function tracedTraffic({ calls }: Trace): HarTraffic {
  const exchanges = calls.flatMap(({ id, exchanges }) =>
    exchanges.map(({ request, response }, index) => ({ id: `${id}/${index + 1}`, request, response })),
  );
  const host = headerValue(exchanges[0]?.request.headers ?? [], 'host');
  return { exchanges, origin: `http://${host ?? '127.0.0.1'}` };
}
