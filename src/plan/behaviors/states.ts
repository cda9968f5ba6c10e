import type { Move } from '../../model/behavior.ts';
import type { Blame, CallStep, Expectation } from '../../model/suite.ts';
import {
  type BehaviorCase,
  type BehaviorCases,
  type BehaviorOf,
  type BehaviorSubject,
  sentence,
} from './case/behavior-case.ts';
import { answeredWith, buildStep, refusedAs } from './case/build-step.ts';
import { type Cooked, cookRecipe } from './case/cook-recipe.ts';
import { bodyAt } from './case/expected-body.ts';
import { callOnThing, operationOf } from './case/make-call.ts';
import { proofOfSuccess } from './case/proof-of-success.ts';

type Declared = BehaviorOf<'states'>;

/** In every state of an item, each allowed transition works, and each forbidden transition is rejected. */
export function states(behavior: Declared, subject: BehaviorSubject): BehaviorCases {
  const { start, via = {}, flow } = behavior;
  if (start === undefined) return {};
  const edges = [...waysFrom(start.state, behavior)].flatMap(([from, way]) =>
    Object.entries(via).map(
      ([to, move]): Edge => ({ from, to, way, move, follows: flow[from]?.includes(to) === true }),
    ),
  );
  const tried = edges.filter(({ from, to, follows, move }) => from !== to && (follows || move.refused !== undefined));
  return Object.fromEntries(
    tried.map((edge) => {
      const { from, to, follows } = edge;
      const make = follows ? allowed : forbidden;
      return [`${from}-${follows ? 'to' : 'not'}-${to}`, () => make(behavior, subject, edge)];
    }),
  );
}

interface Edge {
  readonly from: string;
  readonly to: string;
  /** The states after the start state, up to the state `from`. */
  readonly way: readonly string[];
  readonly move: Move;
  readonly follows: boolean;
}

/** For each reachable state, returns the states on the shortest way from the start state. The start state is not included. */
function waysFrom(start: string, { flow, via = {} }: Declared): ReadonlyMap<string, readonly string[]> {
  const ways = new Map<string, readonly string[]>([[start, []]]);
  for (const [state, way] of ways)
    for (const next of flow[state] ?? [])
      if (via[next] !== undefined && !ways.has(next)) ways.set(next, [...way, next]);
  return ways;
}

function allowed(behavior: Declared, subject: BehaviorSubject, edge: Edge): BehaviorCase {
  const { from, to, move } = edge;
  const { context } = subject;
  const says = `${from} may become ${to}`;
  const expect = (proof: string) => answeredWith(undefined, { kind: 'rejected-valid', says: `${says}${proof}` });
  return moved(behavior, subject, { edge, says, expect }, (made) => {
    const target = operationOf(behavior.read, context);
    const call = callOnThing(behavior.read, made.item, { context, prefix: 'read-' });
    const proof = proofOfSuccess(operationOf(move.call, context), MOVE, context);
    const blame: Blame = { kind: 'value-mismatch', says: `${from} has become ${to}${proof}` };
    const seen = answeredWith(bodyAt(behavior.member, to), blame);
    return [...call.setup, buildStep(target, { id: 'read', with: call.with, expect: seen })];
  });
}

function forbidden(behavior: Declared, subject: BehaviorSubject, edge: Edge): BehaviorCase {
  const { from, to, move } = edge;
  const says = `${from} does not change to ${to}`;
  const { status, error } = move.refused ?? { status: 409, error: undefined };
  const expect = (proof: string) =>
    refusedAs(status, error, { kind: 'transition-not-enforced', says: `${says}${proof}` });
  return moved(behavior, subject, { edge, says, expect }, () => []);
}

interface Moved {
  readonly edge: Edge;
  readonly says: string;
  /** The text `proof` refers to a value that exists only if the earlier steps succeeded. */
  readonly expect: (proof: string) => Partial<Expectation>;
}

const MOVE = 'move';

function moved(
  { start, via = {} }: Declared,
  { context }: BehaviorSubject,
  { edge, says, expect }: Moved,
  follow: (made: Cooked) => readonly CallStep[],
): BehaviorCase {
  const made = cookRecipe(start?.by ?? [], { context, prefix: 'made-' });
  const move = ({ call, with: given = {} }: Move, id: string, expected: Partial<Expectation>) => {
    const ready = callOnThing(call, made.item, { context, prefix: `${id}-`, given: made.resolve(given) });
    return [...ready.setup, buildStep(operationOf(call, context), { id, with: ready.with, expect: expected })];
  };
  const way = edge.way.flatMap((state) => (via[state] === undefined ? [] : move(via[state], `to-${state}`, {})));
  const last = way.at(-1) ?? made.steps.at(-1);
  const proof = last === undefined ? '' : proofOfSuccess(operationOf(last.call, context), last.id, context);
  return {
    summary: sentence(says),
    steps: [...made.steps, ...way, ...move(edge.move, MOVE, expect(proof)), ...follow(made)],
  };
}
