import { EventEmitter } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import * as stream from 'node:stream';

const MODULES: readonly object[] = [globalThis, http, https, stream, { EventEmitter }];

const PROTOTYPES: ReadonlySet<object> = new Set(
  MODULES.flatMap((module) =>
    Object.getOwnPropertyNames(module).map((name) => Object.getOwnPropertyDescriptor(module, name)?.value),
  )
    .filter((value) => typeof value === 'function')
    .map((value) => value.prototype)
    .filter((prototype) => typeof prototype === 'object' && prototype !== null),
);

const FUNCTIONS: ReadonlySet<unknown> = new Set(
  Object.getOwnPropertyNames(globalThis).map((name) => Object.getOwnPropertyDescriptor(globalThis, name)?.value),
);

/** Error classes that belong to Node or to an HTTP library, not to the client. */
const FOREIGN =
  /^(Undici|Abort|Axios|Fetch|System|Timeout|HTTPParser|Socket|(Headers|Body|Connect)Timeout|Response|Request|Secure|Client(Closed|Destroyed))\w*Error$/;

export function ownPrototypes(value: object): readonly object[] {
  const chain: object[] = [];
  for (
    let each = Object.getPrototypeOf(value);
    each !== null && !PROTOTYPES.has(each);
    each = Object.getPrototypeOf(each)
  ) {
    chain.push(each);
  }
  return chain;
}

/** Clients often store a function such as `fetch` as a member. Returns true for such a function. */
export function isLanguageFunction(value: unknown): boolean {
  return FUNCTIONS.has(value) || PROTOTYPES.has((value as { readonly prototype?: object })?.prototype ?? {});
}

export function isForeignErrorName(name: string): boolean {
  const isGlobal = Object.hasOwn(globalThis, name);
  return isGlobal || FOREIGN.test(name);
}
