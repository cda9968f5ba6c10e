import { foldName } from '../../lib/fold-name.ts';
import { writeJson } from '../../lib/json-text.ts';
import type { Contract, Field } from '../../model/contract.ts';
import { isJsonObject } from '../../model/json.ts';
import { readShape } from '../../schema/shape.ts';
import {
  bareHoles,
  listOf,
  livingFields,
  livingOperations,
  membersOf,
  type ReadStatements,
  type Statement,
  successShape,
  successStatuses,
  wireName,
} from './statement.ts';

function state(contract: Contract, subject: string, says: string, path = 'responses'): Statement {
  return { subject, says, who: contract.id, at: contract.at, path };
}

/** Operations on the same resource agree if their 404 responses have one code in common. */
export const errorCodes: ReadStatements = (contracts) => {
  const missing = livingOperations(contracts).flatMap((contract) => {
    const [named] = /^.*?\{[^}]*\}/.exec(contract.path) ?? [];
    const own = contract.responses.filter(({ status, origin }) => status === 404 && origin === 'operation');
    const codes = own.flatMap(({ errors }) => errors);
    return named === undefined || codes.length === 0 ? [] : [{ contract, named: bareHoles(named), codes }];
  });
  const hasCommon = (path: string) => {
    const [first, ...others] = missing.filter(({ named }) => named === path);
    return first?.codes.some((code) => others.every(({ codes }) => codes.includes(code))) ?? true;
  };
  return missing
    .filter(({ named }) => !hasCommon(named))
    .map(({ contract, named, codes }) =>
      state(contract, `404 of ${named}`, [...new Set(codes)].sort().join(', '), 'responses.404'),
    );
};

export const errorStatuses: ReadStatements = (contracts) =>
  livingOperations(contracts).flatMap((contract) =>
    contract.responses.flatMap(({ status, errors }) =>
      errors.map((code) => state(contract, code, String(status), `responses.${status}`)),
    ),
  );

/** `POST /orders` counts as creating an item if the path `/orders/{id}` exists. */
export const createStatuses: ReadStatements = (contracts) => {
  const operations = livingOperations(contracts);
  const items = new Set(operations.map(({ path }) => bareHoles(path)));
  const isCreate = ({ method, path }: Contract) => method === 'POST' && items.has(`${bareHoles(path)}/{}`);
  return operations.filter(isCreate).map((each) => state(each, 'create', successStatuses(each).join(', ') || 'none'));
};

export const deleteStatuses: ReadStatements = (contracts) =>
  livingOperations(contracts)
    .filter(({ method }) => method === 'DELETE')
    .map((each) => state(each, 'delete', successStatuses(each).join(', ') || 'none'));

export const listEnvelopes: ReadStatements = (contracts) =>
  livingOperations(contracts).flatMap((contract) => {
    const list = listOf(contract, contracts);
    if (list === null) return [];
    const resource = contract.path.slice(contract.path.lastIndexOf('/') + 1);
    const isOwnName = list.member !== null && foldName(list.member) === foldName(resource);
    return [
      state(
        contract,
        'lists',
        list.member === null ? 'a bare list' : isOwnName ? 'in a member named like the path' : `in "${list.member}"`,
      ),
    ];
  });

export const itemEnvelopes: ReadStatements = (contracts) =>
  livingOperations(contracts).flatMap((contract) => {
    const shape = contract.method === 'GET' && contract.path.endsWith('}') ? successShape(contract, contracts) : null;
    if (!shape?.types?.has('object')) return [];
    const [only, ...more] = membersOf(shape);
    const isWrapped =
      only !== undefined && more.length === 0 && readShape(only[1], contracts.schemas).types?.has('object') === true;
    return [state(contract, 'single things', isWrapped ? `in "${only[0]}"` : 'bare')];
  });

/** Compares how destructive operations are confirmed. Returns nothing if no operation needs a confirmation. */
export const confirmations: ReadStatements = (contracts) => {
  const found = livingOperations(contracts)
    .filter(({ method, destructive }) => method === 'DELETE' || destructive)
    .map((contract) => {
      const field = livingFields(contract).find((each) => /confirm/i.test(wireName(each)));
      return state(
        contract,
        'confirmation',
        field === undefined ? 'none' : `${field.place.location} ${wireName(field)}`,
        'fields',
      );
    });
  return found.some(({ says }) => says !== 'none') ? found : [];
};

export const unknownFields: ReadStatements = (contracts) =>
  livingOperations(contracts)
    .filter((contract) => livingFields(contract).some(({ place }) => place.location === 'body'))
    .flatMap((contract) =>
      Object.entries(contract.unknownBodyFields)
        .filter(([profile]) => contract.profiles.includes(profile))
        .map(([profile, policy]) => state(contract, `unknown fields in ${profile}`, policy, 'unknown_body_fields')),
    );

const PAGING = new Set(
  `limit offset page perpage pagesize cursor after before startingafter endingbefore nexttoken pagetoken maxresults skip take
  size count`.split(/\s+/),
);

/** The name `size` alone does not mean pagination, because `size: true` asks for sizes. */
function isPaging(field: Field): boolean {
  const isFlag = isJsonObject(field.schema) && field.schema.type === 'boolean';
  return !isFlag && PAGING.has(foldName(wireName(field)));
}

/** Compares the pagination parameters of list operations, and the default page sizes. */
export const pagination: ReadStatements = (contracts) =>
  livingOperations(contracts).flatMap((contract) => {
    const fields = listOf(contract, contracts) === null ? [] : livingFields(contract).filter((each) => isPaging(each));
    if (fields.length === 0) return [];
    const names = fields.map(wireName).toSorted().join(', ');
    const defaults = fields.flatMap((field) =>
      field.default === undefined
        ? []
        : [state(contract, `default of ${wireName(field)}`, writeJson(field.default), 'fields')],
    );
    return [state(contract, 'parameters of lists', names, 'fields'), ...defaults];
  });
