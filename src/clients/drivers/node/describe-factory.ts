import type { MethodDescription } from '../../../model/driver.ts';
import type { Callable } from './call-method.ts';
import type { Declared } from './read-declarations.ts';

export interface Described {
  readonly callable: Callable;
  readonly description: MethodDescription;
}

/**
 * The methods of what a factory returns, `thread().update`: they take the factory's arguments, named `thread:params`, before
 * their own, and each call makes the object anew.
 */
export function describeReturned(
  { callable: factory, description }: Described,
  methods: ReadonlyMap<string, Declared>,
): readonly Described[] {
  const prefix = `${factory.name.split('.').at(-1)}:`;
  const first = description.parameters.map((each) => ({ ...each, name: `${prefix}${each.name}` }));
  return [...methods].flatMap(([name, declared]) => {
    if (declared.kind !== 'method') return [];
    const whole = `${factory.name}().${name}`;
    const parameters = [...first, ...declared.description.parameters];
    const order = [...factory.shape.order.map((each) => `${prefix}${each}`), ...declared.shape.order];
    const call = callThrough(factory, name);
    return {
      callable: { name: whole, receiver: undefined, call, parameters, shape: { order, rest: declared.shape.rest } },
      description: { ...declared.description, name: whole, parameters },
    };
  });
}

function callThrough({ call, receiver, shape }: Callable, name: string): CallableFunction {
  return (...args: readonly unknown[]) => {
    const made: unknown = Reflect.apply(call, receiver, args.slice(0, shape.order.length));
    if (typeof made !== 'object' || made === null) throw new TypeError(`it returned no object with a method ${name}`);
    const method: unknown = Reflect.get(made, name);
    if (typeof method !== 'function') throw new TypeError(`what it returned has no method ${name}`);
    return Reflect.apply(method, made, args.slice(shape.order.length));
  };
}
