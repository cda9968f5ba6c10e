import { isGenerated } from '../../model/address.ts';
import type { Exchange, Reference } from '../../model/exchange.ts';
import { mapJson } from './redact-json.ts';
import type { IsSecretName } from './secret-members.ts';

/** A shorter secret is not redacted everywhere, because it may be a word such as `none`. */
export const SHORTEST_LEARNT = 8;

/** Values that the run made up are kept, because a repeated request needs them. */
interface InventedValues {
  readonly note: (exchange: Exchange) => void;
  readonly has: (value: string) => boolean;
}

/** Made-up values are not redacted, even if their names suggest secrets. */
export function createInventedValues(isSecretName: IsSecretName): InventedValues {
  const invented = new Set<string>();
  const note = ({ address, asked }: Exchange): void => {
    const { refers = [] } = asked;
    const own = textsOf(refers.filter(isMadeUp));
    const foreign = textsOf(refers.filter((each) => !isMadeUp(each)));
    const isInvented = (value: string) =>
      !foreign.some((text) => value.includes(text)) && (isGenerated(address) || isMadeOf(value, own));
    const mark = (value: string): string => {
      if (value.length >= SHORTEST_LEARNT && isInvented(value)) invented.add(value);
      return value;
    };
    mapJson(asked.with, { mark, redactText: (text) => text, isSecretName });
  };
  return { note, has: (value) => invented.has(value) };
}

/** Values from the settings of a target come from outside, so they may be secret. */
function isMadeUp({ expression, from }: Reference): boolean {
  return from === undefined && /^(?:run\.id$|now|uuid|ulid|unique:|text:)/.test(expression);
}

function textsOf(references: readonly Reference[]): readonly string[] {
  return references.map(({ value }) => String(value)).filter((text) => text !== '');
}

function isMadeOf(value: string, parts: readonly string[]): boolean {
  if (parts.length === 0) return false;
  return parts.reduce((rest, part) => rest.replaceAll(part, ''), value).length < SHORTEST_LEARNT;
}
