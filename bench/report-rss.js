import { writeFileSync } from 'node:fs';
import process from 'node:process';

// Loaded into a process with --import. Writes the maximum memory of the process to a file, in MB.
process.on('exit', () => writeFileSync(process.env.BENCH_RSS_FILE, String(process.resourceUsage().maxRSS / 1024)));
