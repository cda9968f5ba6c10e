import { createUser, findUserByEmail } from '../accounts.ts';
import { HOUR, MINUTE, SECOND } from '../clock.ts';
import { ApiError } from '../errors.ts';
import { created, html, ok, type SandboxReply } from '../http/message.ts';
import { type OpenCall, openRoute, type Route } from '../http/route.ts';
import type { DeviceCode } from '../records/account.ts';
import { object } from '../validate/containers.ts';
import { email, text } from '../validate/values.ts';
import type { World } from '../world.ts';

export function deviceCodeRoutes(): readonly Route[] {
  return [
    openRoute({
      operation: 'device_codes.create',
      request: 'POST /v1/auth/device-code',
      body: DEVICE_CODE,
      handle: createCode,
    }),
    openRoute({
      operation: 'device_codes.poll',
      request: 'POST /v1/auth/device-code/poll',
      body: DEVICE_CODE,
      handle: pollCode,
    }),
    openRoute({
      operation: 'device_codes.submit_email',
      request: 'POST /v1/auth/device-code/submit-email',
      body: object({ device_code: text(), email: email() }),
      handle: submitEmail,
    }),
    openRoute({
      operation: 'device_codes.verify_page',
      request: 'GET /v1/auth/verify',
      query: object({ token: text(), device_code: text() }),
      handle: showVerifyPage,
    }),
    openRoute({
      operation: 'device_codes.device_page',
      request: 'GET /auth/device',
      query: object({ code: text() }),
      handle: () => html(200, page('Connect a device', 'Enter your email address to connect this device.')),
    }),
  ];
}

const DEVICE_CODE = object({ device_code: text() });

/** Lifetime of a code in seconds. */
const LIFETIME = 900;

interface Coded {
  readonly device_code: string;
}

function createCode({ world, request, body }: OpenCall<Coded>): SandboxReply {
  limit(world, `device-code:${request.ip}`, { limit: world.settings.ipCeiling, windowMs: HOUR });
  const code = body.device_code;
  if (code.length < 6 || code.length > 128) {
    throw new ApiError(400, 'invalid_device_code', 'device_code must have 6 to 128 characters');
  }
  if (isInUse(world, code)) throw new ApiError(409, 'device_code_exists', 'device_code already exists');
  const expires_at = world.clock.now() + LIFETIME * SECOND;
  const blank = { email: null, mail_token: null, user_id: null };
  world.state.deviceCodes.set(code, { code, status: 'pending', expires_at, ...blank });
  const verification_url = `http://${request.headers.host}/auth/device?code=${encodeURIComponent(code)}`;
  return created({ verification_url, expires_in: LIFETIME });
}

function isInUse(world: World, code: string): boolean {
  const record = world.state.deviceCodes.get(code);
  return record !== undefined && record.status !== 'claimed' && !isExpired(world, record);
}

/** Returns the credentials only once. */
function pollCode({ world, body }: OpenCall<Coded>): SandboxReply {
  limit(world, `device-poll:${body.device_code}`, { limit: 30, windowMs: MINUTE });
  const record = world.state.deviceCodes.get(body.device_code);
  if (!record || isExpired(world, record)) return ok({ status: 'expired' });
  if (record.status !== 'approved') return ok({ status: record.status });
  record.status = 'claimed';
  const user = world.state.users.get(record.user_id ?? '');
  const session_token = world.ids.hex('', 48);
  world.state.sessionTokens.set(session_token, record.user_id ?? '');
  const credentials = user?.is_key_kept ? { api_key: user.api_key } : { existing_user: true };
  return ok({ status: 'approved', email: record.email, session_token, ...credentials });
}

function submitEmail({ world, request, body }: OpenCall<Coded & { readonly email: string }>): SandboxReply {
  limit(world, `submit-email:${request.ip}`, { limit: world.settings.ipCeiling, windowMs: HOUR });
  limit(world, `submit-email:${body.email.toLowerCase()}`, { limit: 3, windowMs: HOUR });
  const record = world.state.deviceCodes.get(body.device_code);
  if (!record) throw new ApiError(404, 'device_code_not_found', 'Unknown device_code');
  if (isExpired(world, record)) throw new ApiError(400, 'device_code_expired', 'device_code has expired');
  if (record.status !== 'pending') {
    throw new ApiError(400, 'invalid_status', `device_code is ${record.status}, expected pending`);
  }
  const token = world.ids.hex('', 48);
  Object.assign(record, { status: 'email_sent', email: body.email, mail_token: token });
  const link = `http://${request.headers.host}/v1/auth/verify?token=${token}&device_code=${encodeURIComponent(record.code)}`;
  world.state.mails.push({ to: body.email, link, token, device_code: record.code });
  return ok({ status: 'email_sent' });
}

/** The link in the email opens this page. The page approves the code and creates a missing account. */
function showVerifyPage({ world, query }: OpenCall<undefined, Coded & { readonly token: string }>): SandboxReply {
  const record = world.state.deviceCodes.get(query.device_code);
  const isGood = record?.status === 'email_sent' && record.mail_token === query.token && !isExpired(world, record);
  if (!isGood || record.email === null) return html(400, page('Link not valid', 'This link is wrong or has expired.'));
  const blank = { email: record.email, hasKey: true, isKeyKept: true };
  const user = findUserByEmail(world, record.email) ?? createUser(world, blank);
  Object.assign(record, { status: 'approved', user_id: user.id });
  return html(200, page('Device connected', 'You can close this window.'));
}

function isExpired(world: World, record: DeviceCode): boolean {
  return world.clock.now() > record.expires_at;
}

/** Throws a 429 without the header Retry-After if there are too many requests. */
function limit(world: World, key: string, rule: { readonly limit: number; readonly windowMs: number }): void {
  if (!world.limiter.hit(key, rule).allowed) throw new ApiError(429, 'rate_limit_exceeded', 'Too many requests');
}

function page(title: string, message: string): string {
  return `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1><p>${message}</p></body></html>\n`;
}
