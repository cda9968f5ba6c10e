import { DAY, type Instant } from './clock.ts';
import { signSession } from './jwt.ts';
import type { AccountLimits, User } from './records/account.ts';
import type { World } from './world.ts';

const FREE_LIMITS: AccountLimits = {
  active_cues: 10,
  monthly_executions: 300,
  monthly_messages: 300,
  requests_per_minute: 60,
  messages_per_minute: 10,
  urgent_per_hour: 10,
  urgent_per_pair_per_hour: 5,
};

const PLENTY = 1_000_000;

/** The limits of the predefined accounts are high enough for thousands of calls in one run. */
export const SEEDED_LIMITS: AccountLimits = {
  active_cues: PLENTY,
  monthly_executions: PLENTY,
  monthly_messages: PLENTY,
  requests_per_minute: PLENTY,
  messages_per_minute: PLENTY,
  urgent_per_hour: PLENTY,
  urgent_per_pair_per_hour: PLENTY,
};

/** Returns how many messages a plan allows per minute. An unknown plan has the limit of the plan `free`. */
export function messagesPerMinute(plan: string): number {
  return (
    new Map([
      ['pro', 60],
      ['scale', 300],
    ]).get(plan) ?? FREE_LIMITS.messages_per_minute
  );
}

interface NewUser {
  readonly id?: string;
  readonly email: string;
  readonly slug?: string;
  readonly plan?: string;
  readonly limits?: AccountLimits;
  readonly hasKey: boolean;
  /** True if the key can be shown again later. */
  readonly isKeyKept?: boolean;
  readonly external_owner?: string | null;
}

export function createUser(world: World, given: NewUser): User {
  const now = world.clock.now();
  const user: User = {
    id: given.id ?? world.ids.uuid(),
    email: given.email,
    slug: given.slug ?? freeUserSlug(world, given.email),
    plan: given.plan ?? 'free',
    limits: given.limits ?? FREE_LIMITS,
    api_key: given.hasKey ? newApiKey(world) : null,
    api_key_id: world.ids.uuid(),
    is_key_kept: given.isKeyKept ?? false,
    webhook_secret: newWebhookSecret(world),
    alert_webhook_url: null,
    alert_webhook_secret: null,
    external_owner: given.external_owner ?? null,
    created_at: now,
    updated_at: now,
  };
  world.state.users.set(user.id, user);
  return user;
}

export function newApiKey(world: World): string {
  return world.ids.hex('cue_sk_', 32);
}

export function newWebhookSecret(world: World): string {
  return world.ids.hex('whsec_', 64);
}

/** Predefined accounts get sessions of ten years, because a test may advance the clock by months. */
export function newSessionToken(world: World, user: User, lifetime: Instant = DAY): string {
  const iat = Math.floor(world.clock.now() / 1000);
  const exp = iat + Math.floor(lifetime / 1000);
  return signSession({ sub: user.id, email: user.email, type: 'session', iat, exp }, world.secrets.sessionKey);
}

export function findUserByEmail(world: World, email: string): User | undefined {
  return [...world.state.users.values()].find((user) => user.email.toLowerCase() === email.toLowerCase());
}

export function findUserBySlug(world: World, slug: string): User | undefined {
  return [...world.state.users.values()].find((user) => user.slug === slug);
}

/** Takes the slug from the email address, because the rule of the real server is not documented. */
function freeUserSlug(world: World, email: string): string {
  const slug = slugify(email.split('@')[0] ?? '', 'user');
  return findUserBySlug(world, slug) ? `${slug.slice(0, 50)}-${world.ids.hex('', 6)}` : slug;
}

export function slugify(text: string, fallback: string): string {
  const slug = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? fallback : slug;
}
