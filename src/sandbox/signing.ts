import { createHmac } from 'node:crypto';
import type { Instant } from './clock.ts';
import { pythonJson } from './python-json.ts';

/** Signs a delivery with the HMAC-SHA256 of `<unix seconds>.<sorted ASCII JSON>`. */
export function signatureHeaders(secret: string, payload: unknown, at: Instant): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  const signed = `${timestamp}.${pythonJson(payload, { compact: false, ascii: true })}`;
  const digest = createHmac('sha256', secret).update(signed).digest('hex');
  return { 'X-CueAPI-Signature': `v1=${digest}`, 'X-CueAPI-Timestamp': timestamp };
}
