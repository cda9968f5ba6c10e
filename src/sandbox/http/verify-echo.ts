import { createHash } from 'node:crypto';
import { pythonJson } from '../python-json.ts';
import { isObject } from '../validate/containers.ts';
import type { World } from '../world.ts';
import { headerOf, type SandboxReply, type SandboxRequest } from './message.ts';

/** Adds what was received to a successful JSON object, when the caller asked for it. */
export function addVerifyEcho(reply: SandboxReply, { world, request, operation }: Echoed): SandboxReply {
  const isAsked = headerOf(request, 'x-cueapi-verify-echo')?.toLowerCase() === 'true';
  const isWrite = ['POST', 'PATCH', 'PUT'].includes(request.method);
  if (!isAsked || !isWrite || reply.status >= 300) return reply;
  if (reply.content.kind !== 'json' || !isObject(reply.content.value)) return reply;
  const { received, hashed } = whatWasReceived(world, request, operation);
  const sha256 = createHash('sha256').update(hashed, 'utf8').digest('hex');
  const value = { ...reply.content.value, body_received: received, body_received_sha256: sha256 };
  return { ...reply, content: { kind: 'json', value } };
}

interface Echoed {
  readonly world: World;
  readonly request: SandboxRequest;
  readonly operation: string;
}

/** Two operations echo their text field; a fire has none. */
function whatWasReceived(world: World, request: SandboxRequest, operation: string) {
  if (operation === 'cues.fire') return { received: null, hashed: '' };
  const body = parseLeniently(request.body.toString('utf8'));
  if (operation === 'messages.send' && isObject(body) && !world.has('body-echo-object')) {
    return { received: body.body, hashed: String(body.body) };
  }
  if (body === null) return { received: null, hashed: '' };
  if (typeof body === 'string') return { received: body, hashed: body };
  return { received: body, hashed: pythonJson(body, { compact: true, ascii: false }) };
}

function parseLeniently(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
