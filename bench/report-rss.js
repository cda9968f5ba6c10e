import { writeFileSync } from 'node:fs';
import process from 'node:process';

// Writes the peak memory of the process in MB to a file. The option `node --import` loads this program.
process.on('exit', () => writeFileSync(process.env.BENCH_RSS_FILE, String(process.resourceUsage().maxRSS / 1024)));
