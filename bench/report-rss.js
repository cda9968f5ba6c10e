import { writeFileSync } from 'node:fs';
import process from 'node:process';

// Loaded with --import: leaves the most memory that the process had, in MB.
process.on('exit', () => writeFileSync(process.env.BENCH_RSS_FILE, String(process.resourceUsage().maxRSS / 1024)));
