import { DEFECTS } from '../sandbox/defects/index.ts';
import { type SandboxOptions, startSandbox } from '../sandbox/start-sandbox.ts';
import { type Io, userError } from './io.ts';
import { untilSignal } from './until-signal.ts';

export interface SandboxFlags {
  readonly port?: number;
  readonly profile?: string;
  readonly defect?: readonly string[];
  readonly feature?: readonly string[];
  readonly seed?: number;
  readonly listDefects?: boolean;
  readonly json?: boolean;
}

/** Runs the embedded server until it is interrupted, and prints how to reach it. */
export async function sandbox(flags: SandboxFlags, io: Io): Promise<number> {
  if (flags.listDefects) return listDefects(flags, io);
  const server = await start({
    port: flags.port,
    profile: sandboxProfile(flags.profile),
    defects: flags.defect,
    features: flags.feature,
    seed: flags.seed,
    nonce: io.env.PARITY_NONCE,
  });
  const { main, other, operator } = server.accounts;
  io.out(`# ${server.origin} (stop with Ctrl-C); these keys are good for this process only
export PARITY_URL=${server.origin}
export PARITY_MAIN_API_KEY=${main.api_key}
export PARITY_MAIN_SESSION=${main.session_token}
export PARITY_OTHER_API_KEY=${other.api_key}
export PARITY_OTHER_SESSION=${other.session_token}
export PARITY_OPERATOR_INTERNAL=${operator.internal_token}
export PARITY_OPERATOR_INTERNAL_OBO=${operator.internal_token}
export PARITY_OPERATOR_INTERNAL_OBO__USER_ID=${main.user_id}
`);
  await untilSignal(io);
  await server.close();
  return 0;
}

export function sandboxProfile(name: string | undefined): 'hosted' | 'core' | undefined {
  if (name === undefined || name === 'hosted' || name === 'core') return name;
  throw userError('UNKNOWN_PROFILE', `the embedded sandbox has the profiles hosted and core; was "${name}"`, {
    hint: 'For an API of your own give --target URL, or declare a target in parity.config.yaml.',
  });
}

/** @throws UNKNOWN_DEFECT, UNKNOWN_FEATURE, PORT_IN_USE */
export async function start(options: SandboxOptions): ReturnType<typeof startSandbox> {
  try {
    return await startSandbox(options);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    if (error.code === 'EADDRINUSE')
      throw userError('PORT_IN_USE', `port ${options.port} is taken`, {
        exitCode: 3,
        hint: 'Choose another with --port, or 0 for any.',
      });
    throw userError(String(error.code), error.message, { hint: '`parity sandbox --list-defects` lists the defects.' });
  }
}

function listDefects(flags: SandboxFlags, io: Io): number {
  const entries = Object.entries(DEFECTS);
  if (flags.json) {
    io.out(`${JSON.stringify(DEFECTS, null, 2)}\n`);
    return 0;
  }
  const width = Math.max(...entries.map(([name]) => name.length));
  for (const [name, { operation, kind, summary }] of entries)
    io.out(`${name.padEnd(width)}  ${operation}, ${kind}: ${summary}\n`);
  return 0;
}
