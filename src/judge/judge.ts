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
  /** The target or client that the recording is about. */
  readonly where: string;
  /** Configured levels of kinds that differ from the default. */
  readonly severity: { readonly [kind: string]: Level };
}

/** A context with compiled schemas, created once and used for every exchange. */
export interface Judge {
  readonly context: JudgeContext;
  /** As the profile sees them. */
  readonly schemas: SchemaRegistry;
  readonly responsesOf: (contract: Contract) => DeclaredResponses;
  /** The names that credentials may add to a request, for the contract's authentication kinds and the one that the step used. */
  readonly credentialNames: (contract: Contract, auth: string | null) => CredentialNames;
  /** Returns the places where a value violates a schema, and undeclared members. Redacted values violate nothing. */
  readonly problems: (schema: JsonSchema, value: unknown) => readonly SchemaProblem[];
}
