import { didYouMean } from '../lib/nearest.ts';
import type { Client } from '../model/client.ts';
import type { ContractSet } from '../model/contract.ts';
import { findScheme, type SignatureScheme } from '../model/signature.ts';
import type { Path } from './yaml-source.ts';

type Report = (path: Path, message: string, hint?: string) => void;

/** Checks that each scheme exists, and that each value that a scheme needs has a parameter. */
export function checkClientSignatures(
  { signatures }: Client,
  { signatures: schemes = [] }: ContractSet,
  report: Report,
): void {
  if (signatures === null) return;
  const scheme = findScheme(schemes, signatures.scheme);
  if (scheme === undefined) {
    reportScheme(signatures.scheme, schemes, report);
    return;
  }
  const given = new Set(Object.values(signatures.parameters));
  const missing = needed(scheme, given.has('headers')).filter((part) => !given.has(part));
  if (missing.length > 0)
    report(
      ['signatures', 'parameters'],
      `must have a parameter for ${missing.join(' and ')}`,
      'write each parameter as NAME: VALUE, where VALUE is payload, signature, timestamp, secret or headers',
    );
}

function needed({ headers }: SignatureScheme, hasHeaders: boolean): readonly string[] {
  if (hasHeaders) return ['payload', 'secret'];
  return ['payload', 'signature', ...(headers.timestamp === null ? [] : ['timestamp']), 'secret'];
}

function reportScheme(wanted: string | undefined, schemes: readonly SignatureScheme[], report: Report): void {
  const names = schemes.map(({ name }) => name);
  if (names.length === 0) {
    report(
      ['signatures'],
      'the API declares no signature scheme',
      'write contracts/signatures.yaml: see docs/reference/signatures.md',
    );
    return;
  }
  const known = `known: ${names.join(', ')}`;
  if (wanted === undefined)
    report(['signatures'], 'must name a scheme, because contracts/signatures.yaml has several schemes', known);
  else {
    const message = `must be a key of contracts/signatures.yaml; was "${wanted}"`;
    report(['signatures', 'scheme'], message, didYouMean(wanted, names) ?? known);
  }
}
