import type { Contract, ContractSet } from '../model/contract.ts';
import type { Level } from '../model/finding.ts';
import type { JsonSchema } from '../model/json.ts';
import type { SecretSources } from '../model/target.ts';
import type { SchemaRegistry } from '../schema/resolve-ref.ts';
import type { SchemaProblem } from '../schema/schema-problem.ts';
import type { CredentialNames } from '../wire/decode-request.ts';
import type { DeclaredResponses } from './readers/wished-status.ts';

export interface JudgeContext {
  readonly contracts: ContractSet;
  readonly profile: string;
  /** The name of the target or client that the recording is about. */
  readonly where: string;
  /** Severities that the settings of the project change. */
  readonly severity: { readonly [kind: string]: Level };
  /**
   * The environment variables that contain the target's credentials and headers. If absent, the variables have
   * conventional names.
   */
  readonly secrets?: SecretSources;
}

/** Compiled schemas and settings. They are created once for all exchanges. */
export interface Judge {
  readonly context: JudgeContext;
  readonly schemas: SchemaRegistry;
  readonly responsesOf: (contract: Contract) => DeclaredResponses;
  /** Returns the names of the headers, query parameters and cookies that contain credentials of the contract or the step. */
  readonly credentialNames: (contract: Contract, auth: string | null) => CredentialNames;
  /** Returns the places where a value violates a schema, and the undeclared members. A redacted value never violates a schema. */
  readonly problems: (schema: JsonSchema, value: unknown) => readonly SchemaProblem[];
}
