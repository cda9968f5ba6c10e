import { createUser, newSessionToken, SEEDED_LIMITS } from './accounts.ts';
import { DAY } from './clock.ts';
import { listen } from './http/listen.ts';
import { answerRequest } from './http/pipeline.ts';
import { resolveOptions, type SandboxOptions } from './options.ts';
import { allRoutes } from './routes/index.ts';
import { startTicking } from './scheduler.ts';
import { makeWorld, type World } from './world.ts';

export type { SandboxOptions } from './options.ts';

export interface Sandbox {
  /** The address of the server, `http://127.0.0.1:PORT`. */
  readonly origin: string;
  readonly accounts: {
    readonly main: SandboxAccount;
    readonly other: SandboxAccount;
    readonly operator: { readonly internal_token: string };
  };
  close(): Promise<void>;
}

export interface SandboxAccount {
  readonly api_key: string;
  readonly user_id: string;
  readonly email: string;
  readonly slug: string;
  readonly session_token: string;
}

/** Starts a stateful CueAPI stand-in on loopback. The limits of its two accounts are never reached. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const settings = resolveOptions(options);
  const world = makeWorld(settings);
  const main = seedAccount(world, 'main');
  const other = seedAccount(world, 'other');
  const app = { world, routes: allRoutes(world) };
  const server = await listen(settings.port, (request) => answerRequest(app, request));
  const stopTicking = startTicking(world);
  return {
    origin: server.origin,
    accounts: { main, other, operator: { internal_token: world.secrets.internalToken } },
    close() {
      stopTicking();
      return server.close();
    },
  };
}

function seedAccount(world: World, slug: string): SandboxAccount {
  const email = `${slug}@sandbox.test`;
  const limits = SEEDED_LIMITS;
  const user = createUser(world, { email, slug, plan: 'scale', limits, hasKey: true, isKeyKept: true });
  return {
    api_key: user.api_key ?? '',
    user_id: user.id,
    email,
    slug,
    session_token: newSessionToken(world, user, 3650 * DAY),
  };
}
