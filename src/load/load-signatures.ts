import { parseDuration } from '../lib/duration.ts';
import { placeholdersOf } from '../lib/placeholders.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SignatureScheme, SignatureVector } from '../model/signature.ts';
import { reportAt } from './build-context.ts';
import { type SchemeFile, signaturesFormat, type VectorFile } from './formats/signatures-format.ts';
import { validate } from './validate.ts';
import type { Path, YamlSource } from './yaml-source.ts';

export function loadSignatures(
  source: YamlSource,
  report: (diagnostic: Diagnostic) => void,
): readonly SignatureScheme[] {
  const { value, diagnostics } = validate(source, signaturesFormat);
  for (const diagnostic of diagnostics) report(diagnostic);
  return Object.entries(value ?? {}).map(([name, file]) => {
    checkScheme(file, (path, message, hint) =>
      reportAt({ source, report }, { path: [name, ...path], code: 'signature-invalid', message, hint }),
    );
    return buildScheme(name, file, source);
  });
}

function buildScheme(name: string, file: SchemeFile, source: YamlSource): SignatureScheme {
  const { headers, algorithm, format, signed, payload, tolerance, note } = file;
  return {
    name,
    headers: { signature: headers.signature, timestamp: headers.timestamp ?? null },
    ...{ algorithm, format, signed, payload },
    toleranceMs: tolerance === undefined ? null : (parseDuration(tolerance) ?? null),
    vectors: Object.entries(file.vectors).map(([vector, each]) => buildVector(vector, each, [name, source])),
    ...(note !== undefined && { note }),
    at: source.locate([name], 'key'),
  };
}

function buildVector(name: string, file: VectorFile, [scheme, source]: readonly [string, YamlSource]): SignatureVector {
  const { age = '0s', body } = file;
  return {
    name,
    content: body === undefined ? { kind: 'json', value: file.payload ?? null } : { kind: 'body', text: body },
    as: file.as ?? 'text',
    spelling: file.spelling ?? 'signed',
    change: file.change ?? 'none',
    ageMs: (parseDuration(age.replace(/^-/, '')) ?? 0) * (age.startsWith('-') ? -1 : 1),
    valid: file.valid,
    at: source.locate([scheme, 'vectors', name], 'key'),
  };
}

type Report = (path: Path, message: string, hint?: string) => void;

function checkScheme(file: SchemeFile, report: Report): void {
  const inFormat = placeholdersOf(file.format);
  const inSigned = placeholdersOf(file.signed);
  if (inFormat.filter((name) => name === 'hex' || name === 'base64').length !== 1)
    report(['format'], `must contain exactly one of \${hex} and \${base64}; was "${file.format}"`);
  if (!inSigned.includes('payload')) report(['signed'], `must contain \${payload}; was "${file.signed}"`);
  checkNames(['format'], inFormat, ['hex', 'base64', 'timestamp'], report);
  checkNames(['signed'], inSigned, ['payload', 'timestamp'], report);
  checkTime(file, { inFormat, inSigned }, report);
  if (
    !Object.values(file.vectors).some(({ valid }) => valid) ||
    Object.values(file.vectors).every(({ valid }) => valid)
  )
    report(['vectors'], 'must contain at least one valid and one invalid vector');
  for (const [name, vector] of Object.entries(file.vectors))
    checkVector(vector, file, (path, message, hint) => report(['vectors', name, ...path], message, hint));
}

function checkNames(path: Path, names: readonly string[], known: readonly string[], report: Report): void {
  for (const name of names.filter((each) => !known.includes(each)))
    report(
      path,
      `contains the unknown placeholder \${${name}}`,
      `known: ${known.map((each) => `\${${each}}`).join(', ')}`,
    );
}

interface Placeholders {
  readonly inFormat: readonly string[];
  readonly inSigned: readonly string[];
}

/** A tolerance needs a signed timestamp, and the delivery must contain a signed timestamp. */
function checkTime({ headers, tolerance }: SchemeFile, { inFormat, inSigned }: Placeholders, report: Report): void {
  const isTold = headers.timestamp !== undefined || inFormat.includes('timestamp');
  const isSigned = inSigned.includes('timestamp');
  if (isSigned && !isTold)
    report(
      ['signed'],
      'contains ${timestamp}, but no header sends the timestamp to the receiver',
      'name the header of the timestamp: headers: { timestamp: … }',
    );
  if (tolerance !== undefined && !isSigned) report(['tolerance'], 'is allowed only if `signed` contains ${timestamp}');
}

/** A test vector can change only a value that the delivery contains. */
function checkVector(vector: VectorFile, scheme: SchemeFile, report: Report): void {
  const { as = 'text', change = 'none', valid } = vector;
  if (as === 'object' && (vector.payload === undefined || scheme.payload === 'raw'))
    report(['as'], 'cannot be an object: the signature is computed over text', 'use text or bytes');
  if (change === 'prefix' && scheme.format.startsWith('${'))
    report(['change'], 'the format has no prefix that could be removed');
  if (['timestamp', 'not-a-time'].includes(change) && !placeholdersOf(scheme.signed).includes('timestamp'))
    report(['change'], `cannot be ${change}, because \`signed\` does not contain \${timestamp}`);
  if (valid && change !== 'none') report(['valid'], `must be false, because \`change\` is ${change}`);
  if (valid === isOutOfTime(vector, scheme))
    report(
      ['valid'],
      `must be ${!valid}, because the age of the delivery is ${valid ? 'beyond' : 'within'} the tolerance`,
      'an unchanged delivery is valid only while its age is within the tolerance',
    );
}

/** Returns true if the age exceeds the tolerance, or undefined for a changed delivery, whose age does not matter. */
function isOutOfTime({ age, change = 'none' }: VectorFile, { tolerance }: SchemeFile): boolean | undefined {
  if (change !== 'none') return undefined;
  const ms = parseDuration((age ?? '0s').replace(/^-/, '')) ?? 0;
  return tolerance !== undefined && ms > (parseDuration(tolerance) ?? 0);
}
