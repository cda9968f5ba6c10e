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
  /** By default, credentials and headers come from environment variables with conventional names. */
  readonly secrets?: SecretSources;
}

/** Schemas and settings that are compiled once for all exchanges. */
export interface Judge {
  readonly context: JudgeContext;
  readonly schemas: SchemaRegistry;
  readonly responsesOf: (contract: Contract) => DeclaredResponses;
  /** Returns the names of the headers, query parameters and cookies that contain credentials of the contract or the step. */
  readonly credentialNames: (contract: Contract, auth: string | null) => CredentialNames;
  /** Returns schema violations and undeclared members, but ignores redacted values. */
  readonly problems: (schema: JsonSchema, value: unknown) => readonly SchemaProblem[];
}
