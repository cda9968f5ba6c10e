import { isUserError, userError } from '../../lib/error.ts';
import type { SandboxTarget } from '../../model/target.ts';
import type { Credential } from '../../run/target/credentials.ts';
import type { StartedServer } from '../../run/target/open-target.ts';
import { type SandboxAccount, type SandboxOptions, startSandbox } from '../../sandbox/start-sandbox.ts';

export async function startSandboxTarget(target: SandboxTarget, seed: number | undefined): Promise<StartedServer> {
  const { profile, defects, features } = target;
  const { origin, accounts, close } = await start({ profile: sandboxProfile(profile), defects, features, seed });
  const { main, other, operator } = accounts;
  const secret = operator.internal_token;
  return {
    origin,
    clockUrl: `${origin}/__sandbox/advance`,
    actors: {
      main: accountActor(main),
      other: accountActor(other),
      operator: { internal: { secret }, internal_obo: { secret, user_id: main.user_id } },
    },
    close,
  };
}

export function sandboxProfile(name: string | undefined): 'hosted' | 'core' | undefined {
  if (name === undefined || name === 'hosted' || name === 'core') return name;
  throw userError('profile-unknown', `the embedded sandbox has the profiles hosted and core; was "${name}"`, {
    hint: 'For your own API, use --target URL, or declare a target in parity.config.yaml.',
  });
}

/** @throws defect-unknown, feature-unknown, port-taken */
export async function start(options: SandboxOptions): ReturnType<typeof startSandbox> {
  try {
    return await onPort(options.port, () => startSandbox(options));
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || isUserError(error)) throw error;
    throw userError(String(error.code), error.message, {
      hint: 'Run `parity sandbox --list-defects` to list the defects.',
    });
  }
}

export async function onPort<T>(port: number | undefined, listen: () => Promise<T>): Promise<T> {
  try {
    return await listen();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') throw error;
    throw userError('port-taken', `port ${port} is in use`, {
      exitCode: 3,
      hint: 'Choose another port with --port, or 0 for any free port.',
    });
  }
}

function accountActor({ api_key, session_token, ...plain }: SandboxAccount): { readonly [kind: string]: Credential } {
  return { api_key: { secret: api_key, ...plain }, session: { secret: session_token, ...plain } };
}
