import type { Cell } from './block.ts';

const COLUMNS = [
  'name',
  'type',
  'required',
  'default',
  'location',
  'method',
  'path',
  'description',
  'optional',
] as const;
export type Column = (typeof COLUMNS)[number];

/** Column headings in English, German, French and Spanish, in lower case and without punctuation. */
const HEADINGS: { readonly [column in Column]: string } = {
  name: 'name parameter parameters param argument arguments arg option field fields flag property key keyword attribute feld parametername eigenschaft schlüssel nom paramètre argumento champ clé nombre parámetro campo opción propiedad clave',
  type: 'type datatype typ datentyp tipo',
  required:
    'required mandatory require pflicht pflichtfeld erforderlich notwendig obligatoire requis requerido obligatorio',
  optional: 'optional facultatif opcional',
  default:
    'default defaultvalue standard standardwert vorgabe voreinstellung défaut pardéfaut valeurpardéfaut predeterminado pordefecto valorpordefecto',
  location: 'in location where place ort wo emplacement lieu ubicación lugar',
  method: 'method verb httpmethod http methode verbe méthode método',
  path: 'path endpoint route url uri pfad endpunkt chemin ruta',
  description: 'description meaning notes what beschreibung bedeutung descripción significado',
};

const BY_HEADING = new Map(
  COLUMNS.flatMap((column) => HEADINGS[column].split(' ').map((heading) => [fold(heading), column] as const)),
);

export function columnsOf(header: readonly Cell[]): readonly (Column | null)[] {
  return header.map(({ text }) => BY_HEADING.get(fold(text)) ?? null);
}

const YES = new Set(
  'yes y true required ✓ ✔ ✅ x ja wahr pflicht erforderlich oui obligatoire requis sí si obligatorio requerido always'.split(
    ' ',
  ),
);
const NO = new Set('no n false optional - – — ✗ ✘ ❌ nein falsch non facultatif opcional never'.split(' '));

/** Returns false for an empty text, and null for unknown words. */
export function readYesNo(text: string): boolean | null {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/[.*!]+$/, '');
  return YES.has(word) ? true : NO.has(word) || word === '' ? false : null;
}

/** Reads from a description such as `Required. Unique name.` whether the parameter is required. */
export function readRequirement(description: string): boolean | null {
  const word = /^\(?([\p{L}]+)\)?\s*[.,:;–—-]/u.exec(`${description.trim()}.`)?.[1]?.toLowerCase() ?? '';
  if (/^(required|mandatory|pflicht|pflichtfeld|erforderlich|obligatoire|requis|obligatorio|requerido)$/.test(word))
    return true;
  return /^(optional|facultatif|opcional)$/.test(word) ? false : null;
}

function fold(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}]/gu, '');
}
