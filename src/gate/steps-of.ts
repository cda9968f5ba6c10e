/**
 * Returns the steps of all scenarios in order. A loop is used, because `flatMap` takes five times as long for very many
 * steps.
 */
export function stepsOf<Step>(scenarios: readonly { readonly steps: readonly Step[] }[]): readonly Step[] {
  const all: Step[] = [];
  for (const { steps } of scenarios) for (const step of steps) all.push(step);
  return all;
}
