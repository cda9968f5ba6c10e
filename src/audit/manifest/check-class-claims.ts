import { foldName } from '../../lib/fold-name.ts';
import type { ClientSurface } from '../../model/client-surface.ts';
import { argumentsNamed, isSent, landingWords } from './argument-evidence.ts';
import type { OldClaim } from './old-manifest.ts';
import { fieldsOfClass, type SourceClass } from './read-classes.ts';

type ClassClaim = Extract<OldClaim, { kind: 'class-missing' | 'class-fields' }>;

interface ClassEvidence {
  readonly classes: readonly SourceClass[];
  readonly surface: ClientSurface;
}

export function staleClassClaim(claim: ClassClaim, { classes, surface }: ClassEvidence): readonly string[] {
  const wanted = claim.kind === 'class-fields' && claim.class !== null ? claim.class.split('.').at(-1) : claim.name;
  const found = classes.find(({ name }) => name === wanted);
  if (claim.kind === 'class-missing') return found === undefined ? [] : [`class ${found.name} is in ${placeOf(found)}`];
  if (found === undefined) {
    const isGone = claim.covered && claim.class !== null && classes.length > 0;
    return isGone
      ? [`there is no class ${wanted}`]
      : claim.fields.flatMap((field) => sentField(claim.name, field, surface));
  }
  const has = new Set(fieldsOfClass(found, classes));
  if (claim.covered)
    return claim.fields
      .filter((field) => !has.has(field))
      .map((field) => `${found.name} has no ${field} (${placeOf(found)})`);
  return claim.fields.flatMap((field) => {
    if (has.has(field)) return [`${found.name} has ${field} (${placeOf(found)})`];
    return sentField(claim.name, field, surface).map(
      (text) => `${text}; the class ${found.name} still lacks the field`,
    );
  });
}

/** Says which argument of a method such as `orders.create` sends a field of the model `Order`. */
function sentField(model: string, field: string, { methods }: ClientSurface): readonly string[] {
  const resource = `${foldName(model)}s`;
  return methods
    .flatMap((method) => {
      if (method.state !== 'sends' || foldName(method.name.split('.')[0] ?? '') !== resource) return [];
      return argumentsNamed(method, field)
        .filter(isSent)
        .map((argument) => `${method.name} sends the field as ${landingWords(argument)}`);
    })
    .slice(0, 1);
}

function placeOf({ at }: SourceClass): string {
  return `${at.file}:${at.line}`;
}
