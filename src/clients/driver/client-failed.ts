import { isUserError, type UserError, userError } from '../../lib/error.ts';
import { previewText } from '../../lib/preview-value.ts';
import type { Client } from '../../model/client.ts';
import type { DriverError } from '../../model/driver.ts';
import { pythonOf } from './driver-program.ts';

const LINES_SHOWN = 5;
const LINE_SHOWN = 200;

interface Failure {
  readonly what: string;
  readonly output?: readonly string[];
  readonly hint: string;
}

export function clientFailed(client: Client, { what, output = [], hint }: Failure): UserError {
  const shown = telling(output)
    .slice(-LINES_SHOWN)
    .map((line) => `\n    ${previewText(line, LINE_SHOWN)}`);
  const words = shown.length === 0 ? '' : ` Its last output:${shown.join('')}`;
  const message = `the client "${client.name}" (${client.driver}, ${sourceText(client)}): ${previewText(what, 500)}.${words}`;
  return userError('client-failed', message, { exitCode: 3, hint });
}

/** Removes stack frames and closing brackets, and keeps the message of a JavaScript error. */
function telling(output: readonly string[]): readonly string[] {
  const words = output.filter((line) => !/^\s+at |^\s*[{}[\]]+,?$|^Node\.js v/.test(line));
  return words.length > 0 ? words : output;
}

/** The error of a client that did not start. The member `refused` contains the error of the driver. */
type StartRefused = UserError & { readonly refused: DriverError };

/** The detail in the driver's error is usually a stack trace, whose last lines are the most useful. */
export function startRefused(client: Client, error: DriverError, output: readonly string[]): StartRefused {
  const detail = (error.detail ?? '').split(/\r?\n/).filter((line) => line.trim() !== '');
  const failed = clientFailed(client, {
    what: `${STAGES[error.code] ?? `its driver returned the error ${error.code}`}: ${error.message}`,
    output: detail.length > 0 ? detail : output,
    hint: hintFor(client, [error.message, ...detail].join('\n'), HINTS[error.code]?.(client)),
  });
  return Object.assign(failed, { refused: error });
}

export function isStartRefused(error: unknown): error is StartRefused {
  return isUserError(error) && 'refused' in error;
}

export function hintFor(client: Client, text: string, otherwise?: string): string {
  const module = /No module named '?([\w.]+)|Cannot find (?:module|package) '([^']+)'/.exec(text);
  const name = module?.[1] ?? module?.[2];
  if (name !== undefined) return missingModule(client, name);
  return otherwise ?? `Check ${client.at.file}, and run the client by hand.`;
}

function missingModule(client: Client, name: string): string {
  const { file } = client.at;
  if (client.construct?.call.split('.')[0] === name)
    return `Check \`source:\` and \`construct:\` in ${file}: the source has no "${name}".`;
  if (client.source.kind !== 'path' || client.source.install)
    return `The package does not declare the dependency "${name}", so "${name}" was not installed. Add "${name}" to the dependencies of the package.`;
  if (client.driver === 'python')
    return `Install "${name}" so that \`${pythonOf(client)}\` can import it, or set \`runtime:\` or \`source: { install: true }\` in ${file}.`;
  const check = client.driver === 'node' ? '' : `Check \`command:\` in ${file}. `;
  return `${check}"${name}" is missing: install and build the client in ${client.source.path}, or set \`source: { install: true }\` in ${file}.`;
}

const STAGES: { readonly [code: string]: string } = {
  'import-failed': 'the client cannot be imported',
  'construct-failed': 'the client cannot be constructed',
  'start-failed': 'the client cannot be started',
  protocol: "the client's driver does not understand the protocol",
};

const HINTS: { readonly [code: string]: (client: Client) => string } = {
  'import-failed': ({ at }) => `Check \`source:\` and \`construct:\` in ${at.file}.`,
  'construct-failed': ({ at }) => `Check the arguments of \`construct:\` in ${at.file}.`,
  'start-failed': ({ at }) => `Check \`command:\` in ${at.file}, and run the command by hand.`,
  protocol: () => 'Use the driver from this version of wireparity.',
};

function sourceText({ source }: Client): string {
  return source.kind === 'path' ? source.path : `${source.kind} ${source.requirement}`;
}
