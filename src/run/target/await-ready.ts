import { setTimeout as wait } from 'node:timers/promises';
import { type UserError, userError } from '../../lib/error.ts';
import { previewText } from '../../lib/preview-value.ts';
import { headerValue } from '../../model/http.ts';
import type { CommandTarget } from '../../model/target.ts';
import type { ConnectionOptions } from '../http/dialer.ts';
import { sendAlone } from '../http/transport.ts';
import type { ProcessGroup } from './process-group.ts';

/** The answer that showed readiness; null when a line of the log did. */
export type ReadyAnswer = { readonly nonce: string | null } | null;

export interface ReadyOptions {
  readonly target: CommandTarget;
  readonly group: ProcessGroup;
  readonly connection: ConnectionOptions;
  readonly logMatched: () => boolean;
  readonly signal: AbortSignal;
}

/**
 * Waits until the started server shows that it is ready.
 * @throws command-exited at once when it ends; command-not-ready after the target's time; both with its last output.
 */
export async function awaitReady(options: ReadyOptions): Promise<ReadyAnswer> {
  const { target, group } = options;
  const deadline = performance.now() + target.ready.timeoutMs;
  let last = 'no answer yet';
  for (let pauseMs = 20; performance.now() < deadline; pauseMs = Math.min(pauseMs * 1.5, 200)) {
    if (options.signal.aborted)
      throw userError('command-interrupted', 'interrupted while the target started', { exitCode: 3 });
    const ended = group.ended();
    if (ended !== undefined) {
      await wait(50); // its last words may still be in the pipe
      throw failed('command-exited', `it ended with ${ended} before it was ready`, options);
    }
    const probe = await probeOnce(options);
    if (probe.ready) return probe.answer;
    last = probe.problem;
    await wait(pauseMs);
  }
  throw failed('command-not-ready', `it was not ready in ${target.ready.timeoutMs} ms (${last})`, options);
}

/** Where readiness is asked for; undefined when the log tells. */
export function readyUrl(target: CommandTarget): URL | undefined {
  if (target.ready.url !== undefined) return new URL(target.ready.url, target.url);
  return target.ready.log === undefined ? new URL(target.url) : undefined;
}

type Probe =
  | { readonly ready: true; readonly answer: ReadyAnswer }
  | { readonly ready: false; readonly problem: string };

async function probeOnce(options: ReadyOptions): Promise<Probe> {
  const { target, logMatched } = options;
  if (target.ready.log !== undefined && !logMatched())
    return { ready: false, problem: `no line of output matches /${target.ready.log}/` };
  const url = readyUrl(target);
  return url === undefined ? { ready: true, answer: null } : probeUrl(url, options);
}

async function probeUrl(url: URL, { target, connection, signal }: ReadyOptions): Promise<Probe> {
  const own = url.origin === new URL(target.url).origin;
  const { response, failure } = await sendAlone({ url, signal, timeoutMs: 2000, ...(own && { connection }) });
  if (response === null) return { ready: false, problem: `GET ${url.href}: ${failure?.message ?? 'no response'}` };
  // an address that was given for this must be content; otherwise any response shows that the server listens
  const ready = target.ready.url === undefined || response.status < 400;
  if (!ready) return { ready, problem: `GET ${url.href} answered ${response.status}` };
  return { ready, answer: { nonce: headerValue(response.headers, 'x-parity-nonce') ?? null } };
}

/** Characters of a line of output. */
const LINE_SHOWN = 200;

function failed(code: string, what: string, { target, group }: ReadyOptions): UserError {
  const output = group.output();
  const shown =
    output.length === 0
      ? 'It printed nothing.'
      : `Its last output:\n  ${output.map((line) => previewText(line, LINE_SHOWN)).join('\n  ')}`;
  return userError(code, `the target "${target.name}" (${target.command.join(' ')}): ${what}. ${shown}`, {
    exitCode: 3,
    hint:
      code === 'command-exited'
        ? 'Run the command by hand. It must stay in the foreground for as long as the server runs.'
        : 'Run the command by hand, or give it more time with "ready: { timeout }".',
  });
}
