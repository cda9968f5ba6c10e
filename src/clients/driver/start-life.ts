import { mkdir, stat } from 'node:fs/promises';
import { userError } from '../../lib/error.ts';
import { errorMessage } from '../../lib/error-text.ts';
import type { Client } from '../../model/client.ts';
import {
  type ClientDescription,
  DRIVER_PROTOCOL,
  type DriverCall,
  type DriverReply,
  type DriverStart,
  type MethodDescription,
} from '../../model/driver.ts';
import { descriptionProblem, isDescription, isMethod, methodProblem } from './check-reply.ts';
import { clientFailed, hintFor, startRefused } from './client-failed.ts';
import { recorderEnvironment, watchedEnvironment } from './contacts.ts';
import { driverEnvironment } from './driver-environment.ts';
import { type DriverEvent, type DriverProcess, openDriverProcess } from './driver-process.ts';
import { driverProgram } from './driver-program.ts';
import type { DriverOptions, DriverSettings } from './driver-settings.ts';
import { fewCertificates } from './few-certificates.ts';
import { fillJson, fillMap, fillText, type Provided } from './fill-placeholders.ts';
import { findProgram } from './find-program.ts';

interface StartedLife {
  readonly process: DriverProcess;
  readonly description: ClientDescription;
}

/** Calls `opened` as soon as the process exists, and ends the process if the start fails. @throws client-failed */
export async function startLife(
  options: DriverOptions,
  settings: DriverSettings,
  opened: (process: DriverProcess) => void,
): Promise<StartedLife> {
  const { client } = options;
  const provided: Provided = { base_url: options.baseUrl, api_key: options.apiKey };
  const { described } = options;
  const request: DriverStart = { ...startRequest(client, provided), ...(described && { described: true }) };
  await checkSource(client);
  const process = await openProcess(options, settings, provided);
  opened(process);
  const methods: MethodDescription[] = [];
  const silentMs = settings.startMs ?? client.startTimeoutMs;
  const answer = await process.send(request, silentMs, (method) => methods.push(method));
  const said = answer.kind === 'reply' && 'ok' in answer.reply ? answer.reply.ok : undefined;
  if (isDescription(said) && methods.every(isMethod))
    return { process, description: described ?? { ...said, methods } };
  await process.end(0);
  if (options.signal.aborted)
    throw userError('command-interrupted', 'interrupted during the start of a client', { exitCode: 3 });
  throw notStarted(client, answer, { output: process.output(), silentMs, methods });
}

export function startRequest(client: Client, provided: Provided): DriverStart {
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
    command: client.driver === 'custom' ? [] : findProgram(command, source),
    functions: client.signatures === null ? [] : [client.signatures.call],
    ignore: client.ignore.filter((entry) => entry.argument === undefined).map((entry) => entry.method),
    table: client.table,
    ...(client.answers === undefined ? {} : { answers: client.answers }),
  };
}

export function commandFor(
  { client, scratch, trusted }: DriverOptions,
  provided: Provided,
): NonNullable<DriverCall['instead']> {
  const command = client.command.map((word) => fillText(word, provided));
  const env = Object.entries(client.env)
    .filter(([, value]) => value.includes('${base_url}'))
    .map(([name, value]) => [name, fillText(value, provided)] as const);
  const watching = recorderEnvironment({ client, scratch, trusted, recorder: provided.base_url });
  return { command: findProgram(command, client.source), env: { ...watching, ...Object.fromEntries(env) } };
}

export async function checkSource(client: Client): Promise<void> {
  if (client.source.kind !== 'path') return;
  const { path } = client.source;
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return;
  throw clientFailed(client, {
    what: found === undefined ? "the client's source does not exist" : "the client's source is not a folder",
    hint: `Set \`source:\` in ${client.at.file} to the folder of the client.`,
  });
}

export async function openProcess(
  { client, env, scratch, trusted }: DriverOptions,
  { program, longestLine }: Pick<DriverSettings, 'program' | 'longestLine'>,
  provided: Provided,
): Promise<DriverProcess> {
  const command = program ?? driverProgram(client);
  await mkdir(scratch, { recursive: true });
  const certificates = trusted === undefined ? await fewCertificates(client, scratch) : {};
  const own = { ...certificates, ...driverEnvironment({ env, own: client.env, provided, scratch }) };
  try {
    return await openDriverProcess({
      command,
      cwd: scratch, // the client's current folder, which is removed later
      env: watchedEnvironment(own, { client, scratch, trusted, recorder: provided.base_url }),
      longestLine,
    });
  } catch (error) {
    throw clientFailed(client, {
      what: `the program of the client's driver cannot be started: ${errorMessage(error)}`,
      hint: `Install "${command[0]}", or name another program with \`runtime:\` in ${client.at.file}.`,
    });
  }
}

interface Silence {
  readonly output: readonly string[];
  readonly silentMs: number;
  readonly methods: readonly MethodDescription[];
}

function notStarted(client: Client, answer: DriverEvent, { output, silentMs, methods }: Silence) {
  switch (answer.kind) {
    case 'silent':
      return clientFailed(client, {
        what:
          methods.length === 0
            ? `the client did not start in ${silentMs} ms`
            : `the driver described ${methods.length} methods, the last of them ${methods.at(-1)?.name}, and then sent nothing for ${silentMs} ms`,
        output,
        hint: `Check whether the client waits for a server or a terminal during its start; see \`construct:\` in ${client.at.file}. If the client is only slow, set \`start_timeout:\` in the same file.`,
      });
    case 'too-long':
      return clientFailed(client, {
        what: `a line of the client's driver is longer than ${answer.limit} bytes; it begins with: ${answer.line.slice(0, 100)}`,
        output,
        hint: 'A driver must send one message per method, and limit the size of each message. See docs/reference/driver-protocol.md.',
      });
    case 'ended':
      return clientFailed(client, {
        what: `the client's process ended with ${answer.how} during its start`,
        output,
        hint: hintFor(client, output.join('\n')),
      });
    case 'garbage':
      return garbagePrinted(client, answer.line, output);
    case 'reply':
      if ('error' in answer.reply) return startRefused(client, answer.reply.error, output);
      return clientFailed(client, {
        what: `the client's driver violates the protocol: ${protocolProblem(answer.reply, methods)}`,
        output,
        hint: 'See docs/reference/driver-protocol.md.',
      });
  }
}

function protocolProblem(reply: DriverReply, methods: readonly unknown[]): string | undefined {
  const said = 'ok' in reply ? reply.ok : undefined;
  return descriptionProblem(said) ?? methods.map(methodProblem).find((problem) => problem !== undefined);
}

export function garbagePrinted(client: Client, line: string, output: readonly string[]) {
  return clientFailed(client, {
    what: `the driver printed something that does not belong to the protocol: ${line === '' ? '(nothing)' : line.slice(0, 200)}`,
    output,
    hint: 'Standard output is reserved for the protocol: print to standard error instead. See docs/reference/driver-protocol.md.',
  });
}
