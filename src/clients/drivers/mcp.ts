// A driver: a program of its own that speaks docs/reference/driver-protocol.md. The client is an MCP server over stdio.
import { globMatches } from '../../model/client.ts';
import {
  type CallOutcome,
  type ClientStarted,
  DRIVER_PROTOCOL,
  type DriverCall,
  type DriverStart,
} from '../../model/driver.ts';
import { RPC_ERROR, TOOL_ERROR } from './mcp/tool-outcome.ts';
import { callTool, listTools, startToolServer, type ToolServer } from './mcp/tool-server.ts';
import { toPlainJson } from './plain-value.ts';
import { type DriverGroupOptions, killGroupsOnExit } from './process-group.ts';
import { driverError, serveLines, type TellMethod } from './serve-lines.ts';
import { readSourceVersions } from './source-versions.ts';
import { environmentFor, readRuntime, resolveCommand } from './start-command.ts';

/** What a start found out. The server is replaced when it died. */
interface Session {
  readonly options: DriverGroupOptions;
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
  if (!session?.tools.has(request.method)) throw driverError('no-such-method', `no tool ${request.method}`);
  if (!session.server.connection.isAlive) session.server = await startToolServer(session.options);
  const params = { name: request.method, arguments: toPlainJson(request.arguments) };
  return callTool(session.server, params, request.timeoutMs);
}
