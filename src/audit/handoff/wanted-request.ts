import type { Contract, ContractSet, Field } from '../../model/contract.ts';
import type { HttpRequest } from '../../model/http.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import { neededFields } from '../../plan/valid-call/producers.ts';
import { allFields } from '../../schema/field-tree.ts';
import { createRandom } from '../../schema/random.ts';
import { sampleField } from '../../schema/sample-value.ts';
import { encodeRequest } from '../../wire/encode-request.ts';

export interface WantedContext {
  readonly contracts: ContractSet;
  readonly profile: string;
  readonly secret: string;
}

/** The request that nobody can send yet, as the contract says it: what it needs, and the given fields besides. */
export function wantedRequest(contract: Contract, fields: readonly string[], context: WantedContext): HttpRequest {
  const { profile, contracts, secret } = context;
  const all = allFields(contract);
  const besides = fields.flatMap((name) => all.find((field) => field.name === name) ?? []);
  const needed = [...neededFields(contract, profile).filter(({ name }) => !isWithin(name, fields)), ...besides];
  const values = Object.fromEntries(needed.map((field) => [field.name, sampleOf(field, contract, context)]));
  const scheme = contracts.api.auth[contract.auth[0] ?? ''];
  const filled = (texts: { readonly [name: string]: string }) =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, withSecret(text, secret)]));
  const credentials = scheme && {
    headers: filled(scheme.headers),
    query: filled(scheme.query),
    cookies: filled(scheme.cookies),
  };
  return encodeRequest(contract, values, { profile, ...(credentials && { credentials }) });
}

/** `schedule` brings `schedule.cron` along. */
function isWithin(name: string, fields: readonly string[]): boolean {
  return fields.some((each) => each === name || each.startsWith(`${name}.`));
}

function sampleOf(field: Field, contract: Contract, { profile, contracts }: WantedContext): Json {
  const random = createRandom(0, [contract.id, field.name]);
  const wish = { label: field.name, random, schemas: contracts.schemas, profile, full: false };
  return filledIn(contract.example[field.name] ?? sampleField(field, wish) ?? field.name);
}

/** Sampled texts hold `${run.id}` and the like: a person puts values of their own there. */
function filledIn(value: Json): Json {
  if (typeof value === 'string') return value.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => exampleOf(name));
  if (Array.isArray(value)) return value.map((item: Json) => filledIn(item));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, filledIn(member)]));
}

function exampleOf(name: string): string {
  if (name === 'run.id') return 'example';
  return name.startsWith('uuid') ? '00000000-0000-4000-8000-000000000000' : name.replaceAll(/\W/g, '-');
}

function withSecret(text: string, secret: string): string {
  return text.replaceAll('${secret}', () => secret).replaceAll(/\$\{(\w+)\}/g, (_, part: string) => part.toUpperCase());
}
