import { writeJson } from '../../lib/json-text.ts';
import type { Contract, ContractSet, Field } from '../../model/contract.ts';
import type { JsonSchema } from '../../model/json.ts';
import { allFields } from '../../schema/field-tree.ts';
import { readShape, type Shape } from '../../schema/shape.ts';
import { typeWords } from '../../schema/type-words.ts';
import {
  listOf,
  livingFields,
  livingOperations,
  membersOf,
  type ReadStatements,
  type Statement,
  successShape,
  wireName,
} from './statement.ts';

interface FieldOf {
  readonly contract: Contract;
  readonly field: Field;
}

function everyField(contracts: ContractSet): readonly FieldOf[] {
  return livingOperations(contracts).flatMap((contract) =>
    livingFields(contract)
      .filter(({ whole }) => !whole)
      .map((field) => ({ contract, field })),
  );
}

function state({ contract, field }: FieldOf, subject: string, says: string): Statement {
  return { subject, says, who: contract.id, at: field.at, path: `fields.${field.name}` };
}

/** Compares fields by their names in requests, because logical names may differ between operations. */
export const fieldTypes: ReadStatements = (contracts) =>
  everyField(contracts).flatMap((each) => {
    // Names of one letter are skipped, because one letter may stand for different words.
    if (wireName(each.field).length === 1) return [];
    const type = typeWords(each.field.schema, contracts.schemas);
    return type === null ? [] : [state(each, wireName(each.field), type)];
  });

const SIZES = ['maxLength', 'maximum', 'maxItems'] as const;

/** Compares limits such as `maxLength`. In a body, a missing limit is compared too. */
export const fieldSizes: ReadStatements = (contracts) => {
  const fields = everyField(contracts).map((each) => ({
    ...each,
    shape: readShape(each.field.schema, contracts.schemas),
  }));
  return SIZES.flatMap((size) => {
    const limited = fields.filter(({ shape }) => shape.keywords[size] !== undefined);
    const resources = new Set(limited.map(({ contract, field }) => `${contract.resource} ${wireName(field)}`));
    const isUnlimited = ({ contract, field, shape }: (typeof fields)[number]) =>
      field.place.location === 'body' &&
      shape.keywords[size] === undefined &&
      resources.has(`${contract.resource} ${wireName(field)}`) &&
      canHave(shape, size);
    return [
      ...limited.map((each) => state(each, `${wireName(each.field)} ${size}`, writeJson(each.shape.keywords[size]))),
      ...fields.filter(isUnlimited).map((each) => state(each, `${wireName(each.field)} ${size}`, 'none')),
    ];
  });
};

function canHave({ types, keywords }: Shape, size: (typeof SIZES)[number]): boolean {
  if (keywords.enum !== undefined || keywords.const !== undefined) return false;
  const type = { maxLength: 'string', maximum: 'integer', maxItems: 'array' }[size];
  return types?.has(type) === true;
}

const TIME = /(_at|[a-z]At|_time|[a-z]Time|_date|[a-z]Date|timestamp)$|^(date|time|until|expires)$/;

/** Compares the formats of dates and times in requests and in responses. */
export const times: ReadStatements = (contracts) => [
  ...everyField(contracts).flatMap((each) =>
    timeOf(each.field, contracts).map((says) => state(each, 'times in requests', says)),
  ),
  ...everyMember(contracts).flatMap(({ contract, name, schema }) =>
    TIME.test(name)
      ? timeWords(readShape(schema, contracts.schemas)).map((says) => ({
          ...ofResponse(contract, name),
          subject: 'times in responses',
          says,
        }))
      : [],
  ),
];

function timeOf(field: Field, contracts: ContractSet): readonly string[] {
  return TIME.test(wireName(field)) ? timeWords(readShape(field.schema, contracts.schemas)) : [];
}

function timeWords({ types, keywords: { format } }: Shape): readonly string[] {
  if (types?.has('integer') || types?.has('number')) return ['a number'];
  if (!types?.has('string')) return [];
  return [typeof format === 'string' ? format : 'text without a format'];
}

interface MemberOf {
  readonly contract: Contract;
  readonly name: string;
  readonly schema: JsonSchema;
}

function everyMember(contracts: ContractSet): readonly MemberOf[] {
  return livingOperations(contracts).flatMap((contract) => {
    const list = listOf(contract, contracts);
    const shapes = [
      successShape(contract, contracts),
      ...(list === null ? [] : [readShape(list.items, contracts.schemas)]),
    ];
    return shapes.flatMap((shape) =>
      shape === null ? [] : membersOf(shape).map(([name, schema]) => ({ contract, name, schema })),
    );
  });
}

function ofResponse(contract: Contract, name: string) {
  return { who: `${contract.id} ${name}`, at: contract.at, path: 'responses' };
}

/** Compares naming styles such as camelCase. A lower-case word such as `name` has no style. */
export const naming: ReadStatements = (contracts) => [
  ...livingOperations(contracts).flatMap((contract) => [
    ...allFields(contract)
      .filter(
        ({ place, lifecycle }) => place.location !== 'header' && place.location !== 'path' && lifecycle !== 'removed',
      )
      .flatMap((field) =>
        style(wireName(field)).map((says) => state({ contract, field }, `names in the ${field.place.location}`, says)),
      ),
    ...contract.path
      .split('/')
      .filter((part) => !part.includes('{'))
      .flatMap(style)
      .map((says) => ({ subject: 'segments of paths', says, who: contract.id, at: contract.at, path: 'request' })),
  ]),
  ...everyMember(contracts).flatMap(({ contract, name }) =>
    style(name).map((says) => ({ ...ofResponse(contract, name), subject: 'names in responses', says })),
  ),
];

function style(name: string): readonly string[] {
  if (/^[a-z][a-z0-9]*(_[a-z0-9]+)+$/.test(name)) return ['snake_case'];
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(name)) return ['kebab-case'];
  if (/^[a-z][a-z0-9]*([A-Z][a-z0-9]*)+$/.test(name)) return ['camelCase'];
  return /^[A-Z][a-z0-9]+([A-Z][a-z0-9]*)*$/.test(name) ? ['PascalCase'] : [];
}
