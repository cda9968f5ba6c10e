import type { ClientSurface } from '../../model/client-surface.ts';
import type { Contract, ContractSet, Field } from '../../model/contract.ts';
import { isJsonObject } from '../../model/json.ts';
import type { OperationId } from '../../model/operation-id.ts';
import type { SurfaceOperation } from '../../model/surface.ts';
import { bodyPointer, fieldsOfProfile } from '../../schema/field-tree.ts';
import { placeKey } from '../lattice/place-words.ts';
import { clientSurface } from '../sources/client.ts';

/** The trace contains a request for each operation and field that a client covers. */
export type ClientCoverage = ReadonlyMap<OperationId, CoveredOperation>;

interface CoveredOperation {
  readonly contract: Contract;
  readonly methods: readonly string[];
  /** Declared fields that the client can send at the declared place. */
  readonly fields: readonly string[];
  /** Shipped fields that the client cannot send, in alphabetical order. */
  readonly missing: readonly string[];
}

export function readCoverage(surface: ClientSurface, contracts: ContractSet): ClientCoverage {
  const { operations } = clientSurface(surface, contracts);
  return new Map(
    operations.flatMap((operation) => {
      const contract = contracts.operations.get(operation.id);
      return contract === undefined ? [] : [[contract.id, readFields(contract, operation, surface.profile)] as const];
    }),
  );
}

function readFields(contract: Contract, operation: SurfaceOperation, profile: string): CoveredOperation {
  const sent = operation.fields.flatMap(({ place }) => (place === null ? [] : [placeKey(place, contract.path)]));
  const declared = fieldsOfProfile(contract, profile);
  const isSent = (field: Field) => reaches(sent, keyOf(field, contract));
  return {
    contract,
    methods: operation.names,
    fields: namesOf(declared.filter(isSent)),
    missing: namesOf(declared.filter((field) => isWanted(field) && !isSent(field))),
  };
}

function keyOf(field: Field, contract: Contract): string {
  const { place } = field;
  return placeKey(place.location === 'body' ? { ...place, name: bodyPointer(field) } : place, contract.path);
}

/** An object is covered if a member is sent, and a member is covered if its object is sent. */
function reaches(sent: readonly string[], key: string): boolean {
  if (key === 'body ') return sent.some((each) => each.startsWith('body '));
  return sent.some(
    (each) => each === key || (key.startsWith('body ') && (each.startsWith(`${key}/`) || key.startsWith(`${each}/`))),
  );
}

function isWanted({ lifecycle, schema }: Field): boolean {
  const isForbidden = isJsonObject(schema) && (schema.maxLength === 0 || schema.not !== undefined);
  return lifecycle === 'shipped' && !isForbidden;
}

function namesOf(fields: readonly Field[]): readonly string[] {
  return [...new Set(fields.map(({ name }) => name))].sort();
}
