import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Starts a driver process. The driver writes one reply line per request line. */
export function openLines(command, env = process.env) {
  const child = spawn(command[0], command.slice(1), { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Map();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const reply = JSON.parse(line);
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  });
  let id = 0;
  return {
    ask: (request) =>
      new Promise((resolve) => {
        id += 1;
        waiting.set(id, resolve);
        child.stdin.write(`${JSON.stringify({ id, ...request })}\n`);
      }),
    end: () => void child.kill(),
  };
}
