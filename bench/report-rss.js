import { writeFileSync } from 'node:fs';
import process from 'node:process';

// `node --import` loads this file into a process. At exit, the process writes its peak memory in MB to a file.
process.on('exit', () => writeFileSync(process.env.BENCH_RSS_FILE, String(process.resourceUsage().maxRSS / 1024)));
