// @ts-check
// Holds the response of any HTTP client against its contract: node check.mjs OPERATION URL
import { openContracts } from 'wireparity';

const [operation = '', url = ''] = process.argv.slice(2);
const { check } = await openContracts();
const response = await fetch(url);
const findings = check(
  { status: response.status, headers: [...response.headers], body: new Uint8Array(await response.arrayBuffer()) },
  operation,
);
for (const { kind, field, expected, observed } of findings) {
  console.log(`${kind} ${field ?? ''}: expected ${expected}, observed ${observed}`);
}
process.exitCode = findings.length > 0 ? 1 : 0;
