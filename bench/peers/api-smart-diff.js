import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';

// The library api-smart-diff has no command, so this program prints the number of changes.
const require = createRequire(join(process.env.PEER_MODULES, 'peer.js'));
const { apiDiff } = require('api-smart-diff');
const [before, after] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')));
process.stdout.write(`${apiDiff(before, after).length}\n`);
