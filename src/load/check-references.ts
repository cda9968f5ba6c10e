import { didYouMean } from '../lib/nearest.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { CallStep, Step } from '../model/suite.ts';
import { reportAt } from './build-context.ts';
import type { Path, YamlSource } from './yaml-source.ts';

interface ReferenceCheck {
  readonly step: CallStep;
  readonly path: Path;
  /** All earlier steps of the scenario. */
  readonly seen: readonly Step[];
  readonly rawStep: unknown;
}

const BUILT_IN = ['run', 'now', 'uuid', 'ulid', 'unique', 'text', 'actor', 'target'];

/** A step may refer to its own response only in the values of these keys. */
const AFTER_RESPONSE = new Set(['cleanup']);

/** Checks that every `${…}` refers to an earlier step, a captured value, or a built-in value. */
export function checkReferences(
  context: { readonly source: YamlSource; readonly report: (diagnostic: Diagnostic) => void },
  { step, path, seen, rawStep }: ReferenceCheck,
): void {
  const known = [...seen.map((each) => each.id), ...seen.flatMap(captures), ...BUILT_IN];
  const walk = (value: unknown, at: Path, extra: readonly string[]): void => {
    if (typeof value === 'string') {
      for (const name of referencedNames(value).filter((each) => !known.includes(each) && !extra.includes(each)))
        reportUnknown(context, { name, path: at, known, own: step.id });
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [key, member] of Object.entries(value))
      walk(member, [...at, Array.isArray(value) ? Number(key) : key], extra);
  };
  if (typeof rawStep !== 'object' || rawStep === null) return;
  for (const [key, value] of Object.entries(rawStep))
    walk(value, [...path, key], AFTER_RESPONSE.has(key) ? [step.id, ...captures(step)] : []);
}

function captures(step: Step): readonly string[] {
  return step.kind === 'call' ? Object.keys(step.capture) : [];
}

/** Returns the names in references, such as `item` for `${item.id}` and `now` for `${now+1h}`. */
function referencedNames(text: string): readonly string[] {
  return [...text.replaceAll('$${', '').matchAll(/\$\{\s*(now(?=[+-]\d)|[A-Za-z_][\w-]*)/g)].map(
    (match) => match[1] ?? '',
  );
}

interface UnknownReference {
  readonly name: string;
  readonly path: Path;
  readonly known: readonly string[];
  readonly own: string;
}

function reportUnknown(
  context: Parameters<typeof checkReferences>[0],
  { name, path, known, own }: UnknownReference,
): void {
  const hint =
    name === own
      ? 'a step cannot refer to its own response'
      : (didYouMean(name, known) ?? `steps and captured values before this step: ${known.join(', ')}`);
  reportAt(context, {
    path,
    code: 'reference-unknown',
    message: `\${${name}…} does not refer to an earlier step or to a captured value`,
    hint,
  });
}
