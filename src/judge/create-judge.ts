import { remember } from '../lib/remember.ts';
import type { Contract, ContractSet } from '../model/contract.ts';
import type { JsonSchema } from '../model/json.ts';
import { type SchemaProblem, toProblem, undeclaredAt } from '../schema/schema-problem.ts';
import { createSchemaValidator } from '../schema/schema-validator.ts';
import { specializeRegistry, specializeSchema } from '../schema/specialize-schema.ts';
import { createUndeclaredWalk } from '../schema/undeclared-members.ts';
import type { CredentialNames } from '../wire/decode-request.ts';
import type { Judge, JudgeContext } from './judge.ts';
import { declaredResponses } from './readers/wished-status.ts';

export async function createJudge(context: JudgeContext): Promise<Judge> {
  const { contracts, profile } = context;
  const schemas = specializeRegistry(contracts.schemas, profile);
  const validator = createSchemaValidator(schemas);
  const walk = createUndeclaredWalk({
    schemas,
    accepts: (schema, value) => validator.errors(schema, value).length === 0,
  });
  const forProfile = remember(
    (schema: JsonSchema) => specializeSchema(schema, { profile, schemas: contracts.schemas }),
    new Map(),
  );
  const namesOf = remember((contract: Contract) =>
    remember(
      (auth: string | null) => credentialNames([...contract.auth, ...(auth === null ? [] : [auth])], contracts),
      new Map(),
    ),
  );
  return {
    context,
    schemas,
    responsesOf: remember((contract: Contract) => declaredResponses(contract, profile)),
    credentialNames: (contract, auth) => namesOf(contract)(auth),
    problems: (schema, value) => {
      const mine = forProfile(schema);
      const errors = validator.errors(mine, value);
      const strange = walk(mine, value);
      if (errors.length === 0 && strange.length === 0) return [];
      const broken = errors.map((error) => toProblem(error, value));
      const unknown = strange.map((pointer) => undeclaredAt(pointer, value));
      return withoutRepeats([...broken.filter((problem) => problem !== undefined), ...unknown]);
    },
  };
}

function credentialNames(kinds: readonly string[], { api }: ContractSet): CredentialNames {
  const schemes = kinds.flatMap((kind) => api.auth[kind] ?? []);
  return {
    header: schemes.flatMap(({ headers }) => Object.keys(headers)),
    query: schemes.flatMap(({ query }) => Object.keys(query)),
    cookie: schemes.flatMap(({ cookies }) => Object.keys(cookies)),
  };
}

/** `additionalProperties: false` and the rule for undeclared members in responses may both report the same member. */
function withoutRepeats(problems: readonly SchemaProblem[]): readonly SchemaProblem[] {
  if (problems.length < 2) return problems;
  const first = new Map<string, SchemaProblem>();
  for (const problem of problems) {
    const key = `${problem.kind} ${problem.pointer}`;
    if (!first.has(key)) first.set(key, problem);
  }
  return [...first.values()];
}
