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
  /** The target or client that the recording is about. */
  readonly where: string;
  /** The severities of finding kinds that the settings change. */
  readonly severity: { readonly [kind: string]: Level };
  /** The variables from which the target's credentials and headers are read. Absent: the conventional ones. */
  readonly secrets?: SecretSources;
}

/** Compiled schemas and settings, created once for all exchanges. */
export interface Judge {
  readonly context: JudgeContext;
  /** The schemas that apply in the profile. */
  readonly schemas: SchemaRegistry;
  readonly responsesOf: (contract: Contract) => DeclaredResponses;
  /**
   * Returns the names of the headers, query parameters and cookies in which the credentials of the contract or of the step
   * are sent.
   */
  readonly credentialNames: (contract: Contract, auth: string | null) => CredentialNames;
  /**
   * Returns the places where a value violates a schema, and the members that the schema does not declare. A redacted value
   * never violates a schema.
   */
  readonly problems: (schema: JsonSchema, value: unknown) => readonly SchemaProblem[];
}
