import { writeJson } from '../../lib/json-text.ts';
import { placeholdersOf } from '../../lib/placeholders.ts';
import { shellWord } from '../../lib/shell-text.ts';
import type { Client } from '../../model/client.ts';
import type { MethodDescription } from '../../model/driver.ts';
import type { Program } from '../../model/handoff.ts';
import type { HttpResponse } from '../../model/http.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import type { ClientCall } from '../../model/trace.ts';
import { writeCall } from './client-call.ts';
import { bashStandIn, nodeStandIn, pythonStandIn } from './stand-in.ts';

export interface ProgramInput {
  readonly call: Pick<ClientCall, 'method' | 'arguments' | 'exchanges'>;
  readonly client: Client;
  readonly description: MethodDescription | undefined;
  /** Possible package names of a Node client, the most likely name first. */
  readonly packages: readonly string[];
  /** The expected result, as a comment in the program. */
  readonly expected: string;
  readonly observed: string;
}

/** Returns alternatives, because nothing declares how the result of a Python method must be used. */
export function clientPrograms(input: ProgramInput): readonly Program[] {
  switch (input.client.driver) {
    case 'python':
      return (input.client.signatures?.call === input.call.method ? PYTHON_USES.slice(0, 1) : PYTHON_USES).map(
        (use) => ({ language: 'python', text: pythonProgram(input, use) }),
      );
    case 'node':
      return nodePackages(input).map((from) => ({ language: 'js', text: nodeProgram(input, from) }));
    case 'mcp':
      return [{ language: 'bash', text: mcpScript(input) }];
    case 'custom':
      return []; // parity cannot write a program in the client's language
    case 'command':
      return ['', 'yes | '].map((answers) => ({ language: 'bash', text: commandScript(input, answers) }));
  }
}

const PYTHON_USES: readonly ((call: string) => readonly string[])[] = [
  (call) => [`print(${call})`],
  (call) => [`with ${call} as result:`, '    print(result)'],
  (call) => [`for item in ${call}:`, '    print(item)'],
];

function pythonProgram({ call, client, description, ...told }: ProgramInput, use: (call: string) => readonly string[]) {
  const { construct, signatures } = client;
  const isFunction = signatures?.call === call.method;
  const written = isFunction
    ? freshTime(writeCall(call, client, description), client)
    : writeCall(call, client, description);
  const own = [
    ...(isFunction || construct === null ? [] : [`client = ${pythonConstruction(construct)}`]),
    ...use(written),
  ];
  const name = isFunction ? call.method : (construct?.call ?? call.method);
  const isAsync = description?.async === true;
  return lines([
    ...(isAsync ? ['import asyncio'] : []),
    ...(written.includes('base64.') ? ['import base64'] : []),
    'import os',
    ...(written.includes('time.time()') ? ['import time'] : []),
    ...(written.includes('datetime.fromisoformat') ? ['from datetime import datetime'] : []),
    pythonImport(name),
    '',
    ...ownServer(call, pythonStandIn),
    ...(isAsync ? ['async def main():', ...own.map((line) => `    ${line}`), '', 'asyncio.run(main())'] : own),
    ...comments('#', told),
  ]);
}

/** Replaces the timestamp of a signature with the current time, because a signature is valid only for a few minutes. */
function freshTime(written: string, { signatures }: Client): string {
  const names = Object.entries(signatures?.parameters ?? {}).filter(([, part]) => part === 'timestamp');
  return names.reduce(
    (text, [name]) => text.replace(new RegExp(`\\b${name}="\\d{10}"`), `${name}=str(int(time.time()))`),
    written,
  );
}

/** A name is a module path (`acme.models.Client`) or a function in a file (`/path/make.py#client`). */
function pythonImport(name: string): string {
  const [, file, factory] = /([^/\\]+)\.py#(\w+)$/.exec(name) ?? [];
  if (file !== undefined) return `from ${file} import ${factory}`;
  const parts = name.split('.');
  const module = parts.slice(
    0,
    Math.max(
      1,
      parts.findIndex((part, index) => index > 0 && /^[A-Z]/.test(part)),
    ),
  );
  return `import ${(module.length === 1 && parts.length > 2 ? parts.slice(0, -1) : module).join('.')}`;
}

function pythonConstruction({ call, args, kwargs }: NonNullable<Client['construct']>): string {
  const given = [
    ...args.map(pythonTemplate),
    ...Object.entries(kwargs).map(([name, value]) => `${name}=${pythonTemplate(value)}`),
  ];
  return `${call.replace(/^.*#/, '')}(${given.join(', ')})`;
}

/** Converts JSON to a Python expression that reads placeholders, such as the API key, from `os.environ`. */
function pythonTemplate(value: Json): string {
  if (typeof value === 'string') return template(value, (name) => `os.environ["${name}"]`);
  if (Array.isArray(value)) return `[${value.map((item: Json) => pythonTemplate(item)).join(', ')}]`;
  if (isJsonObject(value))
    return `{${Object.entries(value)
      .map(([key, member]) => `${writeJson(key)}: ${pythonTemplate(member)}`)
      .join(', ')}}`;
  return value === null ? 'None' : typeof value === 'boolean' ? (value ? 'True' : 'False') : writeJson(value);
}

/** If `construct.call` contains a package name, as in `@acme/sdk#Client`, no other package is tried. */
function nodePackages({ client, packages }: ProgramInput): readonly string[] {
  const named = /^(.*)#/.exec(client.construct?.call ?? '')?.[1];
  return named === undefined ? packages : [named];
}

function nodeProgram({ call, client, description, ...told }: ProgramInput, from: string): string {
  const { construct, signatures } = client;
  const written = writeCall(call, client, description);
  const name = construct?.call.replace(/^.*#/, '');
  const given = [
    ...(construct?.args ?? []).map(nodeTemplate),
    ...(Object.keys(construct?.kwargs ?? {}).length > 0 ? [nodeTemplate(construct?.kwargs ?? {})] : []),
  ];
  const isFunction = signatures?.call === call.method;
  const result = isFunction ? written.replace(call.method, `library.${call.method.split(/[#.]/).at(-1)}`) : written;
  return lines([
    `import { env, stdout } from 'node:process';`,
    `import { inspect } from 'node:util';`,
    ...ownServer(call, nodeStandIn),
    `const library = await import(${writeJson(from)});`,
    ...(isFunction
      ? []
      : [
          `const make = library.${name} ?? library.default?.${name};`,
          `const client = /^class\\b/.test(String(make)) ? new make(${given.join(', ')}) : await make(${given.join(', ')});`,
        ]),
    `stdout.write(inspect(${result}) + '\\n');`,
    ...comments('//', told),
  ]);
}

function nodeTemplate(value: Json): string {
  if (typeof value === 'string') return template(value, (name) => `env.${name}`);
  if (Array.isArray(value)) return `[${value.map((item: Json) => nodeTemplate(item)).join(', ')}]`;
  if (!isJsonObject(value)) return writeJson(value);
  return `{ ${Object.entries(value)
    .map(([key, member]) => `${writeJson(key)}: ${nodeTemplate(member)}`)
    .join(', ')} }`;
}

function template(text: string, variable: (name: string) => string): string {
  return pieces(text)
    .map((piece) => ('name' in piece ? variable(piece.name) : writeJson(piece.text)))
    .join(' + ');
}

type Piece = { readonly text: string } | { readonly name: 'BASE_URL' | 'API_KEY' };

function pieces(text: string): readonly Piece[] {
  const parts = text.split(/\$\{(base_url|api_key)\}/);
  const found = parts.map((part, index): Piece => {
    if (index % 2 === 0) return { text: part.replaceAll('$${', '${') };
    return { name: part === 'base_url' ? 'BASE_URL' : 'API_KEY' };
  });
  const kept = found.filter((piece) => 'name' in piece || piece.text !== '');
  return kept.length === 0 ? [{ text: '' }] : kept;
}

function commandScript({ call, client, description, ...told }: ProgramInput, answers: string): string {
  return lines([
    ...bashSetup(call, client),
    `${answers}${writeCall(call, client, description)}`,
    ...comments('#', told),
  ]);
}

/** The script keeps the server's input open for a moment, because many MCP servers stop as soon as their input ends. */
function mcpScript({ call, client, description, ...told }: ProgramInput): string {
  const words = [INITIALIZE, INITIALIZED, writeCall(call, client, description)].map(shellWord);
  return lines([
    ...bashSetup(call, client),
    '{',
    `  printf '%s\\n' ${words.join(' \\\n    ')}`,
    '  sleep 3',
    `} | ${client.command.map(shellTemplate).join(' ')}`,
    ...comments('#', told),
  ]);
}

const INITIALIZE = writeJson({
  ...{ jsonrpc: '2.0', id: 0, method: 'initialize' },
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'reproduction', version: '1' } },
});
const INITIALIZED = writeJson({ jsonrpc: '2.0', method: 'notifications/initialized' });

function bashSetup(call: ProgramInput['call'], { env, command, source }: Client): readonly string[] {
  const isNode = source.kind === 'npm' || command.some((word) => /^(node|npx)$|\.[cm]?[jt]s$/.test(word));
  return [
    ...ownServer(call, (responses) => bashStandIn(responses, isNode ? 'node' : 'python')),
    ...Object.entries(env).map(([name, value]) => `export ${name}=${shellTemplate(value)}`),
  ];
}

function ownServer(
  { exchanges }: ProgramInput['call'],
  standIn: (responses: readonly HttpResponse[]) => readonly string[],
): readonly string[] {
  const responses = exchanges.flatMap(({ response }) => (response === null ? [] : [response]));
  return responses.length === 0 ? [] : standIn(responses);
}

function shellTemplate(text: string): string {
  if (placeholdersOf(text).length === 0) return shellWord(text);
  return pieces(text)
    .map((piece) => ('name' in piece ? `"$${piece.name}"` : shellWord(piece.text)))
    .join('');
}

function comments(mark: string, { expected, observed }: Pick<ProgramInput, 'expected' | 'observed'>) {
  return [`${mark} expected: ${oneLine(expected)}`, `${mark} actual:   ${oneLine(observed)}`];
}

export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
