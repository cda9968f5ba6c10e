import { mkdir, stat } from 'node:fs/promises';
import { errorMessage } from '../../lib/error-text.ts';
import { environmentError } from '../../lib/tagged-error.ts';
import type { Client } from '../../model/client.ts';
import { type ClientDescription, DRIVER_PROTOCOL, type DriverCall, type DriverStart } from '../../model/driver.ts';
import { descriptionProblem, isDescription } from './check-reply.ts';
import { clientFailed, hintFor, startRefused } from './client-failed.ts';
import type { DriverOptions, DriverSettings } from './driver.ts';
import { driverEnvironment } from './driver-environment.ts';
import { type Answer, type DriverProcess, openDriverProcess } from './driver-process.ts';
import { driverProgram } from './driver-program.ts';
import { fillJson, fillMap, fillText, type Provided } from './fill-placeholders.ts';
import { findProgram } from './find-program.ts';

/** A driver that has started its client. */
export interface StartedLife {
  readonly process: DriverProcess;
  readonly description: ClientDescription;
}

/** Starts a driver and its client; `opened` is told of the process at once. @throws CLIENT_FAILED, and nothing is left of it. */
export async function startLife(
  options: DriverOptions,
  settings: DriverSettings,
  opened: (process: DriverProcess) => void,
): Promise<StartedLife> {
  const { client } = options;
  const provided: Provided = { base_url: options.baseUrl, api_key: options.apiKey };
  const request = startRequest(client, provided);
  await checkSource(client);
  const process = await openProcess(options, settings, provided);
  opened(process);
  const answer = await process.send(request, settings.startMs);
  if (answer.kind === 'reply' && 'ok' in answer.reply && isDescription(answer.reply.ok))
    return { process, description: answer.reply.ok };
  await process.end(0);
  if (options.signal.aborted) throw environmentError('INTERRUPTED', 'interrupted while a client was started', '');
  throw notStarted(client, answer, { output: process.output(), startMs: settings.startMs });
}

function startRequest(client: Client, provided: Provided): DriverStart {
  const { construct, source } = client;
  const command = client.command.map((word) => fillText(word, provided));
  return {
    do: 'start',
    protocol: DRIVER_PROTOCOL,
    source: source.kind === 'path' ? source.path : null,
    construct: construct && {
      call: construct.call,
      args: construct.args.map((value) => fillJson(value, provided)),
      kwargs: fillMap(construct.kwargs, provided),
    },
    command: findProgram(command, source),
    functions: client.signatures === null ? [] : [client.signatures.call],
    ignore: client.ignore.filter((entry) => entry.argument === undefined).map((entry) => entry.method),
    table: client.table,
  };
}

/** A command's words and variables for another recorder. */
export function commandFor(client: Client, provided: Provided): NonNullable<DriverCall['instead']> {
  const command = client.command.map((word) => fillText(word, provided));
  const env = Object.entries(client.env).map(([name, value]) => [name, fillText(value, provided)] as const);
  return { command: findProgram(command, client.source), env: Object.fromEntries(env) };
}

async function checkSource(client: Client): Promise<void> {
  if (client.source.kind !== 'path') return;
  const { path } = client.source;
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return;
  throw clientFailed(client, {
    what: found === undefined ? 'its source is not there' : 'its source is no folder',
    hint: `Put the client there, or change \`source:\` in ${client.at.file}.`,
  });
}

async function openProcess(
  { client, env, scratch }: DriverOptions,
  { program, longestLine }: DriverSettings,
  provided: Provided,
): Promise<DriverProcess> {
  const command = program ?? driverProgram(client);
  await mkdir(scratch, { recursive: true });
  try {
    return await openDriverProcess({
      command,
      cwd: scratch, // whatever the client leaves in its current folder goes away with it
      env: driverEnvironment({ env, own: client.env, provided, scratch }),
      longestLine,
    });
  } catch (error) {
    throw clientFailed(client, {
      what: `its driver's program cannot be started: ${errorMessage(error)}`,
      hint: `Install "${command[0]}", or name another program with \`runtime:\` in ${client.at.file}.`,
    });
  }
}

/** Why a driver gave no description. */
function notStarted(
  client: Client,
  answer: Answer,
  { output, startMs }: { output: readonly string[]; startMs: number },
) {
  switch (answer.kind) {
    case 'silent':
      return clientFailed(client, {
        what: `it did not start in ${startMs} ms`,
        output,
        hint: `Look for what it waits for (a server, a terminal) when it is imported or made; see \`construct:\` in ${client.at.file}.`,
      });
    case 'ended':
      return clientFailed(client, {
        what: `it ended with ${answer.how} while it was started`,
        output,
        hint: hintFor(client, output.join('\n')),
      });
    case 'garbage':
      return garbagePrinted(client, answer.line, output);
    case 'reply':
      if ('error' in answer.reply) return startRefused(client, answer.reply.error, output);
      return clientFailed(client, {
        what: `its driver does not keep the protocol: ${descriptionProblem(answer.reply.ok)}`,
        output,
        hint: 'See docs/reference/driver-protocol.md.',
      });
  }
}

/** Something on standard output that is no reply. */
export function garbagePrinted(client: Client, line: string, output: readonly string[]) {
  return clientFailed(client, {
    what: `the driver printed something that is not the protocol: ${line === '' ? '(nothing)' : line.slice(0, 200)}`,
    output,
    hint: 'Standard output belongs to the protocol: print to standard error. See docs/reference/driver-protocol.md.',
  });
}
