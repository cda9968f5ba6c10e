import type { SandboxTarget } from '../model/target.ts';
import type { Credential } from '../run/credentials.ts';
import type { StartedServer } from '../run/open-target.ts';
import type { SandboxAccount } from '../sandbox/start-sandbox.ts';
import { sandboxProfile, start } from './sandbox.ts';

/** Starts the embedded server as a target of a run. */
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

function accountActor({ api_key, session_token, ...plain }: SandboxAccount): { readonly [kind: string]: Credential } {
  return { api_key: { secret: api_key, ...plain }, session: { secret: session_token, ...plain } };
}
