import { parseRuntimeExpression } from '../../../lib/runtime-expression.ts';
import type { Contract, ContractSet, Field } from '../../../model/contract.ts';
import type { Json } from '../../../model/json.ts';
import { schemaAt } from '../../../schema/members.ts';
import { createRandom } from '../../../schema/random.ts';
import { sampleValue } from '../../../schema/sample-value.ts';
import { producersOf } from '../../valid-call/producers.ts';
import { answeredValue } from '../make-probe.ts';
import type { Probe, ProbeFamily } from '../probe.ts';
import { type ProbeField, type ProbeSubject, withValue } from '../subject.ts';

/** Probes with an id in the path that has the right form but belongs to no item. */
export const unknownIds: ProbeFamily = (subject) =>
  subject.fields.filter(({ field }) => field.place.location === 'path').flatMap((probed) => ofField(subject, probed));

function ofField(subject: ProbeSubject, probed: ProbeField): readonly Probe[] {
  const { base, statuses, contract, context } = subject;
  const { name } = probed.field;
  const value = unknownId(subject, probed);
  const says = `a call with an unknown "${name}" gets the response "not found"`;
  const error = codeFor(contract, probed.field, context.contracts);
  if (error === undefined || !base.owned.has(name))
    return answeredValue(subject, probed, {
      tries: 'unknown',
      quick: true,
      says: `an unknown "${name}" gets a response that the contract declares`,
      value,
    });
  const expect = { status: statuses.missing, field: name, error };
  return [
    {
      about: name,
      tries: 'unknown',
      quick: true,
      says,
      base,
      change: { with: withValue(subject, probed, value) },
      expect,
    },
  ];
}

/** The unknown id has the form that other operations declare for ids of this field. */
function unknownId({ context, contract }: ProbeSubject, { field }: ProbeField): Json {
  const { contracts, profile, seed } = context;
  const [producer] = producersOf({ contracts, profile }, contract, field.name);
  const made = producer?.contract.responses.find(({ status }) => status < 300)?.body ?? true;
  const expression = producer && parseRuntimeExpression(producer.value);
  const schema =
    expression?.source === 'response-body' ? schemaAt(made, expression.pointer, contracts.schemas) : field.schema;
  const random = createRandom(seed, [contract.id, field.name, 'unknown']);
  const wish = {
    label: `unknown-${field.name}`,
    random,
    schemas: contracts.schemas,
    profile,
    full: false,
  };
  return sampleValue(schema === true ? field.schema : schema, wish) ?? 'parity-unknown';
}

/** Returns the error code for an unknown id in the field, or undefined if every code fits another field better. */
function codeFor({ fields, responses }: Contract, field: Field, { operations }: ContractSet): string | undefined {
  const all = [...operations.values()];
  const inPath = fields.filter(({ place }) => place.location === 'path');
  const codes = responses
    .filter(({ status, origin }) => status === 404 && origin === 'operation')
    .flatMap(({ errors }) => errors);
  const scored = codes.flatMap((code) => {
    const ranked = inPath
      .map((each) => ({ each, score: kinship(all, each.name, code) }))
      .sort((a, b) => b.score - a.score);
    const [best] = ranked;
    return best?.each.name === field.name ? [{ code, score: best.score }] : [];
  });
  return scored.sort((a, b) => b.score - a.score)[0]?.code;
}

/** Rates how well an error code fits a path field. Counts the operations that declare both the code and the field. */
function kinship(operations: readonly Contract[], field: string, code: string): number {
  const withField = new Set(operations.filter((each) => isInPath(each, field)));
  const withCode = operations.filter((each) =>
    each.responses.some(({ status, errors }) => status === 404 && errors.includes(code)),
  );
  const both = withCode.filter((each) => withField.has(each)).length;
  return both / (withCode.length + withField.size - both);
}

function isInPath({ fields }: Contract, name: string): boolean {
  return fields.some((each) => each.name === name && each.place.location === 'path');
}
