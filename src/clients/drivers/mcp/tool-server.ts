import type { CallOutcome, MethodDescription } from '../../../model/driver.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import type { DriverGroupOptions } from '../process-group.ts';
import { RpcConnection } from './rpc-connection.ts';
import { parametersOf } from './schema-hint.ts';
import { outcomeOfError, outcomeOfResult } from './tool-outcome.ts';

const START_TIMEOUT_MS = 15_000;
const MAX_PAGES = 50;

/** An MCP server that runs and has said hello. */
export interface ToolServer {
  readonly version: string | null;
  readonly connection: RpcConnection;
}

/** @throws cannot-start with what the program printed. */
export async function startToolServer(options: DriverGroupOptions): Promise<ToolServer> {
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

/** One method a tool. */
export async function listTools({ connection }: ToolServer): Promise<MethodDescription[]> {
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

/** A call that does not end in time ends the server: nobody knows what it would do meanwhile. */
export async function callTool(
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
    answer.kind === 'error' ? `refused: ${answer.error.message}` : `was not answered in ${START_TIMEOUT_MS} ms`;
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
