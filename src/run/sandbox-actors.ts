import type { Actors, Credential } from './credentials.ts';

/** The shape of the embedded sandbox, which `commands` hands in: this folder does not import it. */
export interface StartedSandbox {
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

/** The kinds that each actor of the sandbox has: what a plan needs before the sandbox runs. */
export const SANDBOX_ACTORS = {
  main: ['api_key', 'session'],
  other: ['api_key', 'session'],
  operator: ['internal', 'internal_obo'],
} as const;

export function sandboxActors(accounts: StartedSandbox['accounts']): Actors {
  const secret = accounts.operator.internal_token;
  return {
    main: accountActor(accounts.main),
    other: accountActor(accounts.other),
    operator: { internal: { secret }, internal_obo: { secret, user_id: accounts.main.user_id } },
  };
}

function accountActor(account: SandboxAccount): { readonly [kind: string]: Credential } {
  const { user_id, email, slug } = account;
  return {
    api_key: { secret: account.api_key, user_id, email, slug },
    session: { secret: account.session_token, user_id, email, slug },
  };
}
