import { compareText } from '../../lib/compare-text.ts';
import { parentPointer } from '../../lib/json-pointer.ts';
import type { Contract, ContractSet, Field, Place } from '../../model/contract.ts';
import type { Citation, Surface, SurfaceField, SurfaceOperation } from '../../model/surface.ts';
import { contractDocument } from '../../openapi/contract-document.ts';
import { allFields, bodyPointer } from '../../schema/field-tree.ts';
import { operationSurface } from './document-operation.ts';

export function contractSurface(contracts: ContractSet, profile: string): Surface {
  const document = contractDocument(contracts, profile);
  const operations = document.operations.flatMap((operation): readonly SurfaceOperation[] => {
    const contract = contracts.operations.get(operation.operationId ?? '');
    if (contract === undefined) return [];
    const { file, line } = contract.at;
    const surface = operationSurface(operation, { document, contract, file, line });
    return [{ ...surface, names: [], fields: surface.fields.map((field) => withCitation(field, contract)) }];
  });
  return {
    source: 'contract',
    complete: { operations: true, fields: true },
    operations: operations.toSorted((a, b) => compareText(a.id, b.id)),
    remarks: [],
  };
}

/** If the contract does not declare the field itself, cites the object around the field. */
function withCitation(field: SurfaceField, contract: Contract): SurfaceField {
  const declared = field.place === null ? undefined : nearestField(contract, field.place);
  if (declared === undefined) return field;
  const at: Citation = {
    file: declared.at.file,
    line: declared.at.line,
    excerpt: `${field.name}: in ${declared.place.location}`,
  };
  return { ...field, at };
}

function nearestField(contract: Contract, { location, name }: Place): Field | undefined {
  const fields = allFields(contract).filter(({ place }) => place.location === location);
  if (location !== 'body') return fields.find(({ place }) => place.name === name);
  for (let pointer = name; pointer !== ''; pointer = parentPointer(pointer)) {
    const found = fields.find((field) => bodyPointer(field) === pointer);
    if (found !== undefined) return found;
  }
  return fields.find(({ whole }) => whole);
}
