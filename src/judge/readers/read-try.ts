import { previewValue } from '../../lib/preview-value.ts';
import { localName, scenarioOf, withoutRerun } from '../../model/address.ts';
import type { Contract } from '../../model/contract.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Tried } from '../../model/finding.ts';
import type { Json } from '../../model/json.ts';
import { allFields } from '../../schema/field-tree.ts';

/** Reads the variation from the address of a generated call, such as `nul` from `probe.notes.create/title.nul`. */
export function readTry(
  { address, asked, phase }: Pick<Exchange, 'address' | 'asked' | 'phase'>,
  contract: Contract,
): Tried | undefined {
  if (phase !== 'step') return undefined;
  const scenario = withoutRerun(scenarioOf(address));
  const [, source] = GENERATED.exec(scenario) ?? [];
  if (source === undefined) return undefined;
  const numbered = localName(scenario);
  const name = numbered.replace(source === 'probe' ? /~\d+$/ : /-\d+$/, '');
  const field = allFields(contract)
    .map((each) => each.name)
    .filter((each) => name.startsWith(`${each.replaceAll('/', '-')}.`))
    .sort((a, b) => b.length - a.length)[0];
  if (field === undefined) return topicOf(name);
  const what = name.slice(field.length + 1);
  if (VALID.test(what)) return undefined;
  const value = asked.with[field];
  const own = what.startsWith('value-') ? `${field}.${what}` : what;
  return { what: variantOf(own), about: field, ...(value !== undefined && { value: sayValue(value) }) };
}

const SHOWN = 80;

/** A long text or list is shortened, and begins with its length. */
function sayValue(value: Json): string {
  const length = typeof value === 'string' ? [...value].length : Array.isArray(value) ? value.length : 0;
  const shown = previewValue(value, SHOWN);
  if (length <= (typeof value === 'string' ? SHOWN : 9)) return shown;
  return `${length.toLocaleString('en-US')} ${typeof value === 'string' ? 'characters' : 'items'}: ${shown}`;
}

const GENERATED = /^(probe|behavior)[./]/;

/** Variations that are valid calls, such as a call with required fields only. */
const VALID = /^(?:valid|required-only|all-fields|example(?:-\d+)?)$/;

function topicOf(name: string): Tried | undefined {
  const [topic = '', ...rest] = name.split('.');
  const what = rest.join('.');
  if (VALID.test(what)) return undefined;
  // Missing, wrong and foreign credentials count as one variation, because they share one cause.
  return { what: topic === 'credentials' ? topic : name, about: null };
}

/** Similar variations share one name in cause ids, for example all wrong types. */
function variantOf(what: string): string {
  return what
    .replace(/^(item-)?as-.*$/, '$1wrong-type')
    .replace(/^item-nul$/, 'nul')
    .replace(/^fingerprint\..*$/, 'fingerprint');
}
