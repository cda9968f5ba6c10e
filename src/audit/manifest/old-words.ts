import { foldName } from '../../lib/fold-name.ts';
import type { OldRequest } from './old-manifest.ts';

/** `POST /v1/orders + /poll` gives two requests. */
export function requestsIn(text: string): readonly OldRequest[] {
  const first = /\b(GET|POST|PUT|PATCH|DELETE|HEAD)\s+(\/[^\s,;)]*)/.exec(text);
  if (first === null) return [];
  const [, method = '', path = ''] = first;
  const rest = text.slice(first.index + first[0].length);
  const more = [...rest.matchAll(/\+\s*(\/[\w/{}.-]+)/g)].map(([, tail = '']) => ({
    method,
    path: joinTail(path, tail),
  }));
  return [{ method, path }, ...more];
}

/** In `+ /poll` after `/v1/auth/device-code`, `/poll` means `/v1/auth/device-code/poll`. */
function joinTail(path: string, tail: string): string {
  return tail.startsWith('/v') ? tail : `${path}${tail}`;
}

/** Reads `orders.ship` and the argument names from `client.orders.ship(ship_at, …)`. */
export function callsIn(text: string): readonly { readonly caller: string; readonly names: readonly string[] }[] {
  return [...text.matchAll(/\bclient\.([\w.]*\w)(?:\(([^)]*)\))?/g)].map(([, caller = '', inside = '']) => ({
    caller,
    names: inside
      .split(',')
      .flatMap((part) => /^\s*(\w+)/.exec(part)?.[1] ?? [])
      .filter((name) => /^[a-z_]\w*$/.test(name)),
  }));
}

/** Reads the command name `shipments.get` from `tool shipments get <id>`. */
export function commandName(text: string): string {
  const words = text.trim().split(/\s+/).slice(1);
  const end = words.findIndex((word) => /^[<[-]/.test(word));
  return (end === -1 ? words : words.slice(0, end)).join('.');
}

/** Leaves out flags in brackets, as in `--url (or --callback)`. */
export function flagsIn(text: string): readonly string[] {
  return [...text.replaceAll(/\([^)]*\)/g, '').matchAll(/--[a-z][\w-]*/g)].map(([flag]) => flag);
}

/** Reads a list of field names, such as `evidence_type, evidence_summary` or `payload (PR #1)`. */
export function fieldsIn(text: string): readonly string[] {
  const plain = text.replaceAll(/\([^)]*\)/g, '');
  return plain
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => /^[a-z]\w*$/i.test(part));
}

/** Reads names that cannot be English words, such as `require_payload_override` and `--send-at`. */
export function identifiersIn(text: string): readonly string[] {
  const found = [...text.matchAll(/--[a-z][\w-]*|\b[a-z]+(?:_[a-z0-9]+)+\b/g)].map(([name]) => name);
  return [...new Map(found.map((name) => [foldName(name), name])).values()];
}

/** Reads `shipments.get` from the quoted command `` `tool shipments get` ``. */
export function quotedCommand(text: string): string | null {
  const quoted = /`([a-z][\w-]*(?: [a-z][\w-]*)+)`/.exec(text)?.[1];
  return quoted === undefined ? null : commandName(quoted);
}

/** Reads references such as `PR #23` or `acme/server #618`. */
export function referencesIn(text: string): readonly string[] {
  const found = [...text.matchAll(/(?:\b[\w-]+(?:\/[\w-]+)?\s?)?#\d+/g)].map(([reference]) => reference.trim());
  return [...new Set(found.map((reference) => reference.replace(NO_NAME, '')))];
}

/** In `see #12` or `via #12`, the word before the number is not the name of a project. */
const NO_NAME = /^(?:in|per|of|on|and|as|via|by|to|with|from|see|for|covers)\s(?=#)/i;

/** Finds words that mean "not done yet". Ignores names such as `verification-pending`. */
export const PENDING = /(?<![-\w])pending\b|\bin flight\b|\bnot yet\b|\bunmerged\b/i;

export function saysPending(text: string): boolean {
  return PENDING.test(text);
}
