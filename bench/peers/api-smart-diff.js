import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';

// Prints the number of changes, because the library api-smart-diff has no command of its own.
const require = createRequire(join(process.env.PEER_MODULES, 'peer.js'));
const { apiDiff } = require('api-smart-diff');
const [before, after] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')));
process.stdout.write(`${apiDiff(before, after).length}\n`);
