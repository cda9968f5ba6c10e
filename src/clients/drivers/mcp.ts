import { jsonOrText } from '../../lib/json-text.ts';
import { globMatches } from '../../model/client.ts';
import {
  type CallOutcome,
  type ClientStarted,
  DRIVER_PROTOCOL,
  type DriverCall,
  type DriverStart,
  type DriverValue,
  type MethodDescription,
} from '../../model/driver.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { GroupCommand } from '../../run/target/spawn-group.ts';
import { RpcConnection, type RpcError } from './mcp/rpc-connection.ts';
import { parametersOf } from './mcp/schema-hint.ts';
import { toPlainJson } from './plain-value.ts';
import { killGroupsOnExit } from './process-group.ts';
import { driverError, serveLines, type TellMethod } from './serve-lines.ts';
import { readSourceVersions } from './source-versions.ts';
import { environmentFor, readRuntime, resolveCommand } from './start-command.ts';

/** If the server's process has ended, the next call starts a new server. */
interface Session {
  readonly options: GroupCommand;
  readonly tools: ReadonlySet<string>;
  server: ToolServer;
}

let session: Session | null = null;

killGroupsOnExit();
serveLines({ start, call, end: async () => session?.server.connection.kill() });

async function start(request: DriverStart, tell: TellMethod): Promise<ClientStarted> {
  const command = resolveCommand(request);
  const env = environmentFor(request, process.env);
  const options = { command, env, cwd: request.source ?? process.cwd() };
  const server = await startToolServer(options);
  const isWanted = (name: string) => !request.ignore.some((glob) => globMatches(glob, name));
  const methods = (await listTools(server)).filter(({ name }) => isWanted(name));
  session = { options, server, tools: new Set(methods.map(({ name }) => name)) };
  for (const method of methods) await tell(method);
  const stated = server.version === null ? [] : [{ source: 'serverInfo', version: server.version }];
  return {
    protocol: DRIVER_PROTOCOL,
    driver: 'mcp',
    runtime: await readRuntime(command[0] ?? '', env),
    errors: [TOOL_ERROR, RPC_ERROR].map((name) => ({ class: name, bases: [] })),
    versions: [...stated, ...(request.source === null ? [] : readSourceVersions(request.source))],
  };
}

async function call(request: DriverCall): Promise<CallOutcome> {
  if (!session?.tools.has(request.method)) throw driverError('method-unknown', `no tool ${request.method}`);
  if (!session.server.connection.isAlive) session.server = await startToolServer(session.options);
  const params = { name: request.method, arguments: toPlainJson(request.arguments) };
  return callTool(session.server, params, request.timeoutMs);
}

const START_TIMEOUT_MS = 15_000;
const MAX_PAGES = 50;

interface ToolServer {
  readonly version: string | null;
  readonly connection: RpcConnection;
}

/** Starts an MCP server. @throws start-failed with the program's output. */
async function startToolServer(options: GroupCommand): Promise<ToolServer> {
  const connection = new RpcConnection(options);
  const hello = await ask(connection, 'initialize', {
    protocolVersion: '2024-11-05',
    capabilities: {},
    clientInfo: { name: 'wireparity', version: '1' },
  });
  connection.notify('notifications/initialized');
  const info = isJsonObject(hello) && isJsonObject(hello.serverInfo) ? hello.serverInfo : {};
  return { connection, version: typeof info.version === 'string' ? info.version : null };
}

async function listTools({ connection }: ToolServer): Promise<MethodDescription[]> {
  const methods: MethodDescription[] = [];
  let cursor: Json | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const result = await ask(connection, 'tools/list', cursor === undefined ? {} : { cursor });
    const { tools, nextCursor } = isJsonObject(result) ? result : {};
    methods.push(...(Array.isArray(tools) ? tools : []).filter(isJsonObject).map(describeTool));
    if (typeof nextCursor !== 'string') return methods;
    cursor = nextCursor;
  }
  throw connection.failure(`lists its tools on more than ${MAX_PAGES} pages`);
}

/** Ends the server if a call does not end in time, because the call could send requests later. */
async function callTool(
  { connection }: ToolServer,
  params: { readonly name: string; readonly arguments: Json },
  timeoutMs: number,
): Promise<CallOutcome> {
  const answer = await connection.request('tools/call', params, timeoutMs);
  switch (answer.kind) {
    case 'result':
      return outcomeOfResult(answer.result);
    case 'error':
      return outcomeOfError(answer.error);
    case 'timed-out':
      connection.kill();
      return { kind: 'timed-out', afterMs: timeoutMs };
  }
}

async function ask(connection: RpcConnection, method: string, params: JsonObject): Promise<Json> {
  const answer = await connection.request(method, params, START_TIMEOUT_MS);
  if (answer.kind === 'result') return answer.result;
  const what =
    answer.kind === 'error'
      ? `returned an error: ${answer.error.message}`
      : `got no response within ${START_TIMEOUT_MS} ms`;
  connection.kill();
  throw connection.failure(`started, but ${method} ${what}`);
}

function describeTool(tool: JsonObject): MethodDescription {
  const doc = typeof tool.description === 'string' ? tool.description.trim().split('\n')[0] : undefined;
  return {
    name: String(tool.name),
    parameters: parametersOf(tool.inputSchema ?? {}),
    ...(doc === undefined ? {} : { doc }),
  };
}

const TOOL_ERROR = 'tool-error';
const RPC_ERROR = 'rpc-error';

/** Uses the structured content of a result, or otherwise the text. The text may be JSON. */
function outcomeOfResult(result: Json): CallOutcome {
  const body = isJsonObject(result) ? result : {};
  const content = Array.isArray(body.content) ? body.content : [];
  const texts = content.flatMap((item) => (isJsonObject(item) && typeof item.text === 'string' ? [item.text] : []));
  const text = texts.join('\n');
  if (body.isError === true) {
    return raised(TOOL_ERROR, text, { content: body.structuredContent ?? jsonOrText(text) });
  }
  if (body.structuredContent !== undefined) return { kind: 'returned', value: body.structuredContent };
  return { kind: 'returned', value: texts.length === 0 ? content : jsonOrText(text) };
}

function outcomeOfError({ code, message, data }: RpcError): CallOutcome {
  return raised(RPC_ERROR, message, { code, message, ...(data === undefined ? {} : { data }) });
}

function raised(name: string, text: string, attributes: { readonly [name: string]: DriverValue }): CallOutcome {
  return { kind: 'raised', class: name, bases: [], text, attributes, own: true };
}
