import { spawn } from 'node:child_process';

interface Typing {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Ctrl-C is pressed when the output matches, and later output is left out. */
  readonly until?: RegExp | undefined;
  /** Path of a request that is sent to the printed address before Ctrl-C. */
  readonly request?: string | undefined;
}

/** Types a line into a shell, and returns stdout and stderr in the order of writing. */
export function typeLine(
  line: string,
  { cwd, env, until, request }: Typing,
): Promise<{ readonly exitCode: number | null; readonly output: string }> {
  const shell = spawn('sh', ['-c', `exec 2>&1; ${until === undefined ? '' : 'exec '}${line}`], { cwd, env });
  let output = '';
  let isStopped = false;
  const stop = async () => {
    isStopped = true;
    const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
    if (request !== undefined) await fetch(`${origin}${request}`, { headers: { authorization: 'Bearer a-key' } });
    shell.kill('SIGINT');
  };
  shell.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (until?.test(output) && !isStopped) void stop();
  });
  return new Promise((resolve) => {
    shell.on('close', (exitCode) => {
      const match = request === undefined ? until?.exec(output) : undefined;
      resolve({ exitCode, output: match ? output.slice(0, match.index + match[0].length) : output });
    });
  });
}
