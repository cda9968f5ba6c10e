import { errorMessage } from '../../lib/error-text.ts';
import type { Address } from '../../model/address.ts';
import type { Contract } from '../../model/contract.ts';
import type { Asked, Phase, Reference } from '../../model/exchange.ts';
import type { HttpRequest } from '../../model/http.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Expectation, Extra, RawRequest } from '../../model/suite.ts';
import type { Credentials } from '../../wire/encode-headers.ts';
import { encodeRequest } from '../../wire/encode-request.ts';
import type { RunContext } from '../run-context.ts';
import { type Caller, chooseCredential } from '../target/choose-credential.ts';
import { isSecretPart } from '../target/credentials.ts';

export interface CallInput {
  readonly address: Address;
  readonly phase: Phase;
  readonly contract: Contract;
  readonly with: JsonObject;
  readonly caller: Caller;
  readonly extra?: Extra;
  readonly raw?: RawRequest;
  readonly invalid: boolean;
  readonly expect: Expectation;
  readonly eventuallyMs?: number;
  readonly kept?: boolean;
  readonly refers?: readonly Reference[];
}

export interface PreparedCall {
  readonly address: Address;
  readonly phase: Phase;
  readonly contract: Contract;
  readonly asked: Asked;
  readonly expect: Expectation;
  readonly request: HttpRequest;
  readonly eventuallyMs?: number;
  readonly kept?: boolean;
}

type Prepared = { readonly ok: true; readonly call: PreparedCall } | { readonly ok: false; readonly reason: string };

export function prepareCall(run: RunContext, input: CallInput): Prepared {
  const { contract, caller, extra, raw } = input;
  learnSecrets(run, caller);
  const { target, contracts } = run;
  const choice = chooseCredential({ contract, caller, actors: target.actors, schemes: contracts.api.auth });
  if (!choice.ok) return choice;
  try {
    const request = encodeRequest(contract, input.with, {
      profile: target.profile,
      schemas: contracts.schemas,
      basePath: target.basePath,
      host: target.host,
      credentials: choice.credentials,
      headers: target.headers,
      extra,
      raw,
    });
    const { address, phase, expect, eventuallyMs, invalid, kept, refers = [] } = input;
    const forged = caller.auth !== undefined || !carries(request, choice.credentials);
    const asked: Asked = {
      ...{ with: input.with, as: caller.as, auth: choice.auth, invalid },
      ...(forged && { forged }),
      ...(refers.length > 0 && { refers }),
    };
    return { ok: true, call: { address, phase, contract, asked, expect, request, eventuallyMs, kept } };
  } catch (error) {
    return { ok: false, reason: `the request cannot be encoded: ${errorMessage(error)}` };
  }
}

/** Returns false if the step overrides a header of the credential. */
function carries({ headers }: HttpRequest, credentials: Credentials | undefined): boolean {
  return Object.entries(credentials?.headers ?? {}).every(([name, text]) =>
    headers.some(([other, value]) => value === text && other.toLowerCase() === name.toLowerCase()),
  );
}

/** A credential from a response is as secret as a configured credential. */
function learnSecrets(run: RunContext, { auth }: Caller): void {
  if (auth === undefined || auth.madeUp === true) return;
  for (const [part, value] of Object.entries(auth.credential)) if (isSecretPart(part)) run.redactor.addSecret(value);
}
