import type { Contract, ContractSet } from '../model/contract.ts';
import type { Level } from '../model/finding.ts';
import type { JsonSchema } from '../model/json.ts';
import type { SchemaRegistry } from '../schema/resolve-ref.ts';
import type { SchemaProblem } from '../schema/schema-problem.ts';
import type { CredentialNames } from '../wire/decode-request.ts';
import type { DeclaredResponses } from './readers/wished-status.ts';

export interface JudgeContext {
  readonly contracts: ContractSet;
  readonly profile: string;
  /** The target or client that the recording is of. */
  readonly where: string;
  /** Kinds that have another level than their own. */
  readonly severity: { readonly [kind: string]: Level };
}

/** A context with its schemas ready: made once, used for every exchange. */
export interface Judge {
  readonly context: JudgeContext;
  /** As the profile sees them. */
  readonly schemas: SchemaRegistry;
  readonly responsesOf: (contract: Contract) => DeclaredResponses;
  /** What credentials may add to a request, of the contract's kinds and the one that the step used. */
  readonly credentialNames: (contract: Contract, auth: string | null) => CredentialNames;
  /** Where a value breaks a schema, and members that it does not know. Redacted values break nothing. */
  readonly problems: (schema: JsonSchema, value: unknown) => readonly SchemaProblem[];
}
