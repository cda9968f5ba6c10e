import { testCorrectClient, testMutants } from './harness.ts';
import { MCP_CONTROLS, MCP_MUTANTS } from './mcp-mutants.ts';

testCorrectClient('mcp');
testMutants('the one finding on an MCP server with', MCP_MUTANTS);
testMutants('no finding on an MCP server with', MCP_CONTROLS);
