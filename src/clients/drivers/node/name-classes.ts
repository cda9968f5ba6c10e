import { compareText } from '../../../lib/compare-text.ts';
import type { ErrorClass } from '../../../model/driver.ts';
import { isForeignErrorName, ownPrototypes } from './language-classes.ts';
import type { LoadedPackage } from './load-package.ts';

export interface ClassNames {
  /** Returns the name of a class. For the client's package, the name contains the package: `@acme/orders.NotFoundError`. */
  name(type: CallableFunction): string;
  /** Returns the name of an error class, with the package's name even if the package does not export the class. */
  errorName(type: CallableFunction): string;
  /** Returns the base classes of a value's class, the nearest first, without the classes of JavaScript and Node. */
  bases(value: object): readonly string[];
  isOwn(error: object): boolean;
  readonly errors: readonly ErrorClass[];
}

export function nameClasses(from: LoadedPackage, docOf: (exported: string) => string | undefined): ClassNames {
  const exported = new Map<unknown, string>();
  for (const [name, value] of Object.entries(from.exports)) {
    if (typeof value === 'function' && (name !== 'default' || !exported.has(value))) exported.set(value, name);
  }
  const full = (type: CallableFunction) => `${from.name}.${exported.get(type) ?? type.name}`;
  const isOurs = (type: CallableFunction) => exported.has(type) || !isForeignErrorName(type.name);
  const chain = (value: object) => ownPrototypes(value).flatMap((prototype) => constructorOf(prototype) ?? []);
  const errorName = (type: CallableFunction) => (isOurs(type) ? full(type) : type.name);
  return {
    name: (type) => (exported.has(type) ? full(type) : type.name),
    errorName,
    bases: (value) => chain(value).slice(1).map(errorName),
    isOwn: (error) => chain(error).some((each) => isOurs(each)),
    errors: [...exported]
      .flatMap(([value, name]) => (isErrorClass(value) ? { value, name } : []))
      .map(({ value, name }) => {
        const doc = docOf(name);
        return {
          class: full(value),
          bases: chain(value.prototype).map(errorName),
          ...(doc === undefined ? {} : { doc }),
        };
      })
      .toSorted((a, b) => compareText(a.class, b.class)),
  };
}

function isErrorClass(value: unknown): value is CallableFunction {
  return typeof value === 'function' && value.prototype instanceof Error;
}

function constructorOf(prototype: object): CallableFunction | undefined {
  const type: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return typeof type === 'function' ? type : undefined;
}
