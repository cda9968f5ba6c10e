import { writeFileSync } from 'node:fs';
import process from 'node:process';

// `node --import` loads this file. When the process exits, it writes its maximum memory in MB to a file.
process.on('exit', () => writeFileSync(process.env.BENCH_RSS_FILE, String(process.resourceUsage().maxRSS / 1024)));
