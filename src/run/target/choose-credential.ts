import type { AuthScheme, Contract } from '../../model/contract.ts';
import type { StepAuth } from '../../model/suite.ts';
import type { Credentials } from '../../wire/encode-headers.ts';
import type { Actors, Credential } from './credentials.ts';

export interface Caller {
  readonly as: string;
  /** The credential of the step, with all references resolved. */
  readonly auth?: StepAuth;
}

type Choice =
  | { readonly ok: true; readonly auth: string | null; readonly credentials?: Credentials }
  | { readonly ok: false; readonly reason: string };

interface ChoiceInput {
  readonly contract: Contract;
  readonly actors: Actors;
  readonly schemes: { readonly [kind: string]: AuthScheme };
  readonly caller: Caller;
}

/** Chooses the kind that the step names, or else the first kind in the contract for which the actor has a credential. */
export function chooseCredential(input: ChoiceInput): Choice {
  const { as, auth } = input.caller;
  const held = as !== 'nobody' && Object.hasOwn(input.actors, as) ? input.actors[as] : undefined;
  if (auth !== undefined) return apply(input, auth.kind, { ...held?.[auth.kind], ...auth.credential });
  if (as === 'nobody' || input.contract.auth.length === 0) return { ok: true, auth: null };
  const kind = input.contract.auth.find((candidate) => held !== undefined && Object.hasOwn(held, candidate));
  if (kind === undefined && input.contract.authOptional === true) return { ok: true, auth: null };
  if (kind === undefined)
    return { ok: false, reason: `the actor "${as}" has no credential for ${input.contract.auth.join(' or ')}` };
  return apply(input, kind, held?.[kind] ?? {});
}

function apply(input: ChoiceInput, kind: string, credential: Credential): Choice {
  const scheme = Object.hasOwn(input.schemes, kind) ? input.schemes[kind] : undefined;
  if (scheme === undefined) return { ok: false, reason: `the API has no authentication kind "${kind}"` };
  const missing = new Set<string>();
  const fill = (templates: { readonly [name: string]: string }) => fillAll(templates, credential, missing);
  const { headers, query, cookies } = scheme;
  const credentials = { headers: fill(headers), query: fill(query), cookies: fill(cookies) };
  if (missing.size === 0) return { ok: true, auth: kind, credentials };
  const parts = [...missing].join(', ');
  return { ok: false, reason: `the credential "${kind}" of "${input.caller.as}" lacks the part ${parts}` };
}

function fillAll(
  templates: { readonly [name: string]: string },
  credential: Credential,
  missing: Set<string>,
): { readonly [name: string]: string } {
  const filled: Record<string, string> = {};
  for (const name of Object.keys(templates))
    filled[name] = (templates[name] ?? '').replaceAll(/\$\{([^}]+)\}/g, (_whole, expression: string) => {
      const encoded = /^base64\((\w+)\)$/.exec(expression)?.[1];
      const part = encoded ?? expression;
      if (!Object.hasOwn(credential, part)) missing.add(part);
      const value = credential[part] ?? '';
      return encoded === undefined ? value : Buffer.from(value).toString('base64');
    });
  return filled;
}
