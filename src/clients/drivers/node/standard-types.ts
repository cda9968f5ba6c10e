export const STANDARD = '/standard-types.d.ts';

/** Short declarations of standard types. The compiler's own declarations take half a second to parse. */
export const STANDARD_TYPES = `
${names(['AbortSignal', 'AbortController', 'Request', 'RequestInit', 'Response', 'Headers', 'HeadersInit', 'FormData', 'EventTarget', 'WebSocket', 'ReadableStream<T = any>', 'WritableStream<T = any>', 'URL', 'Blob'])}
interface Buffer<B = ArrayBuffer> extends Uint8Array<B> {}
declare function fetch(input: any, init?: any): Promise<Response>;
interface Array<T> { length: number; [n: number]: T }
interface ReadonlyArray<T> { readonly length: number; readonly [n: number]: T }
interface ArrayLike<T> { readonly length: number; readonly [n: number]: T }
interface Boolean { valueOf(): boolean }
interface Number { toFixed(digits?: number): string }
interface BigInt { valueOf(): bigint }
interface String { readonly length: number }
interface Symbol { readonly description?: string }
interface Object { constructor: Function }
interface Function { apply(self: any, args?: any): any }
interface CallableFunction extends Function {}
interface NewableFunction extends Function {}
interface IArguments { length: number }
interface RegExp { test(text: string): boolean }
interface Date { getTime(): number }
interface Error { name: string; message: string; stack?: string; cause?: unknown }
interface ErrorConstructor { new (message?: string): Error; (message?: string): Error; readonly prototype: Error }
declare var Error: ErrorConstructor;
interface TypeError extends Error {}
interface Map<K, V> { get(key: K): V | undefined }
interface Set<T> { has(value: T): boolean }
interface ReadonlyMap<K, V> { get(key: K): V | undefined }
interface ReadonlySet<T> { has(value: T): boolean }
interface WeakMap<K, V> { get(key: K): V | undefined }
interface WeakSet<T> { has(value: T): boolean }
interface ArrayBuffer { readonly byteLength: number }
interface ArrayBufferView { readonly byteLength: number; readonly byteOffset: number }
type ArrayBufferLike = ArrayBuffer;
interface Uint8Array<B = ArrayBuffer> { readonly BYTES_PER_ELEMENT: number; readonly buffer: B; [n: number]: number }
interface PromiseLike<T> { then<A = T, B = never>(yes?: ((value: T) => A | PromiseLike<A>) | null, no?: ((reason: any) => B | PromiseLike<B>) | null): PromiseLike<A | B> }
interface Promise<T> { then<A = T, B = never>(yes?: ((value: T) => A | PromiseLike<A>) | null, no?: ((reason: any) => B | PromiseLike<B>) | null): Promise<A | B> }
interface Iterable<T, R = any, N = any> { iterated?: T }
interface Iterator<T, R = any, N = any> { next(): { value: T } }
interface IterableIterator<T, R = any, N = any> { next(): { value: T } }
interface Generator<T = unknown, R = any, N = any> { next(): { value: T } }
interface AsyncIterable<T, R = any, N = any> { iterated?: T }
interface AsyncIterator<T, R = any, N = any> { next(): Promise<{ value: T }> }
interface AsyncIterableIterator<T, R = any, N = any> { next(): Promise<{ value: T }> }
interface AsyncGenerator<T = unknown, R = any, N = any> { next(): Promise<{ value: T }> }
interface ThisType<T> {}
type Partial<T> = { [P in keyof T]?: T[P] };
type Required<T> = { [P in keyof T]-?: T[P] };
type Readonly<T> = { readonly [P in keyof T]: T[P] };
type Pick<T, K extends keyof T> = { [P in K]: T[P] };
type Record<K extends keyof any, T> = { [P in K]: T };
type Exclude<T, U> = T extends U ? never : T;
type Extract<T, U> = T extends U ? T : never;
type Omit<T, K extends keyof any> = Pick<T, Exclude<keyof T, K>>;
type NonNullable<T> = T & {};
type NoInfer<T> = T;
type Parameters<T extends (...args: any) => any> = T extends (...args: infer P) => any ? P : never;
type ReturnType<T extends (...args: any) => any> = T extends (...args: any) => infer R ? R : any;
type ConstructorParameters<T extends abstract new (...args: any) => any> = T extends abstract new (...args: infer P) => any ? P : never;
type InstanceType<T extends abstract new (...args: any) => any> = T extends abstract new (...args: any) => infer R ? R : any;
type Awaited<T> = T extends PromiseLike<infer V> ? Awaited<V> : T;
type Uppercase<S extends string> = string;
type Lowercase<S extends string> = string;
type Capitalize<S extends string> = string;
type Uncapitalize<S extends string> = string;
`;

/** Declares types that are recognised by their name and need no members. */
function names(all: readonly string[]): string {
  return all.map((name) => `interface ${name} { readonly standard?: true }`).join('\n');
}

/** Parameters with these types are left out, because JSON cannot represent their values. */
export const HANDLES =
  /^(Abort(Signal|Controller)|Request(Init)?|Response|FormData|Headers(Init)?|Agent|Dispatcher|Readable(Stream)?|Writable(Stream)?|Stream|WebSocket|EventEmitter|EventTarget|Function|RegExp|WeakMap|WeakSet|typeof .*)$/;
export const LISTS =
  /^(Iterable|AsyncIterable|AsyncIterableIterator|AsyncGenerator|AsyncIterator|Generator|IterableIterator|ArrayLike)$/;

export function isStandardFile(file: string): boolean {
  return file === STANDARD || /[\\/]node_modules[\\/](@types|undici-types)[\\/]/.test(file);
}
