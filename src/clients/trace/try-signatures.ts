import type { Client } from '../../model/client.ts';
import type { ContractSet } from '../../model/contract.ts';
import type { MethodDescription, TypeHint } from '../../model/driver.ts';
import { findScheme, PAYLOAD_KINDS, type PayloadKind } from '../../model/signature.ts';
import type { MethodEntry } from '../../model/trace.ts';
import { argumentsOf, type Values } from '../../surface/arguments-of.ts';
import { type PlayedVector, playVector } from '../../wire/play-vector.ts';
import { type Lane, openSession } from './session.ts';

interface SignatureContext {
  readonly client: Client;
  readonly contracts: ContractSet;
  readonly lane: Lane;
}

const SECRET = 'whsec-that-signs-vectors-only';

export async function trySignatures(
  method: MethodDescription,
  { client, contracts, lane }: SignatureContext,
): Promise<readonly MethodEntry[]> {
  const roles = Object.entries(client.signatures?.parameters ?? {});
  const scheme = findScheme(contracts.signatures, client.signatures?.scheme);
  const problem =
    scheme === undefined
      ? 'contracts/signatures.yaml declares no signature scheme for this client'
      : unknownParameter(method, roles);
  if (scheme === undefined || problem !== undefined)
    return [{ kind: 'blocked', method: method.name, reason: problem ?? '', local: false }];
  const payload = payloadType(method, roles);
  const vectors = scheme.vectors.filter(({ as }) => admits(payload, as));
  if (vectors.length === 0)
    return [
      {
        kind: 'blocked',
        method: method.name,
        reason: "no test vector of the scheme fits the type of the function's payload parameter",
        local: false,
      },
    ];
  const session = openSession(client.name, method, lane);
  for (const vector of vectors) {
    const played = playVector(scheme, vector, { secret: SECRET, now: new Date() });
    await session.call(give(roles, played), { kind: 'signature', vector: `${scheme.name}/${vector.name}` });
  }
  return [...session.calls, { kind: 'method', method }];
}

type Roles = readonly (readonly [path: string, role: string])[];

/** An unknown parameter would cause an error, and the error would look like a rejected signature. */
function unknownParameter(method: MethodDescription, roles: Roles): string | undefined {
  const known = argumentsOf(method).map(({ path }) => path);
  const wrong = roles.find(([path]) => !known.includes(path));
  return wrong && `the function has no parameter "${wrong[0]}"; it has ${known.join(', ') || 'none'}`;
}

function payloadType(method: MethodDescription, roles: Roles): TypeHint {
  const path = roles.find(([, role]) => role === 'payload')?.[0];
  return argumentsOf(method).find((argument) => argument.path === path)?.parameter.type ?? { kind: 'any' };
}

const HINTS: { readonly [kind in PayloadKind]: readonly TypeHint['kind'][] } = {
  text: ['string', 'any'],
  bytes: ['bytes', 'any'],
  object: ['map', 'object', 'any'],
};

/** A type such as a class may accept text, bytes and objects. */
function admits(type: TypeHint, as: PayloadKind): boolean {
  const choices = type.kind === 'union' ? type.of : [type];
  const has = (kind: PayloadKind) => choices.some((choice) => HINTS[kind].includes(choice.kind));
  return has(as) || !PAYLOAD_KINDS.some(has);
}

function give(roles: Roles, played: PlayedVector): Values {
  const parts = new Map(Object.entries(played));
  return new Map(roles.map(([path, role]) => [path, parts.get(role) ?? null]));
}
