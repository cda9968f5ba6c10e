import { readPointer } from '../../lib/json-pointer.ts';
import type { Address } from '../../model/address.ts';
import type { Exchange } from '../../model/exchange.ts';
import { type HttpResponse, headerValue } from '../../model/http.ts';
import type { TargetPolicy } from '../../model/target.ts';
import { readAnswer } from '../http/answer-body.ts';
import type { Environment } from './credentials.ts';

export type VersionSource =
  | { readonly header: string }
  | { readonly operation: string; readonly at: string }
  | { readonly value: string };

export function resolveVersion(setting: TargetPolicy['version'], env: Environment): VersionSource | undefined {
  if (setting === undefined || !('env' in setting)) return setting;
  const value = env[setting.env];
  return value === undefined || value === '' ? undefined : { value };
}

export interface VersionWatch {
  note(exchange: Pick<Exchange, 'operation' | 'address' | 'response'>): void;
  /** Does nothing if the setting `version` contains no operation. */
  read(ask: (operation: string) => Promise<HttpResponse | null>): Promise<void>;
  value(): string | undefined;
  remarks(): readonly string[];
}

export function createVersionWatch(source: VersionSource | undefined): VersionWatch {
  const seen: { readonly version: string; readonly address: Address }[] = [];
  const note: VersionWatch['note'] = ({ operation, address, response }) => {
    if (source === undefined || response === null) return;
    const version = versionIn(response, operation, source);
    if (version !== undefined && seen.at(-1)?.version !== version) seen.push({ version, address });
  };
  return {
    note,
    read: async (ask) => {
      if (source === undefined || !('operation' in source)) return;
      const response = await ask(source.operation);
      note({ operation: source.operation, address: 'the end of the run', response });
    },
    value: () => (source !== undefined && 'value' in source ? source.value : seen.at(-1)?.version),
    remarks: () => {
      const [first, ...others] = seen;
      const changes = others.slice(0, MOST_CHANGES).map(({ version, address }) => `to ${version} at ${address}`);
      if (first === undefined || changes.length === 0) return [];
      const more = others.length > changes.length ? ` and ${others.length - changes.length} more times` : '';
      return [`the server's version changed during the run: from ${first.version} ${changes.join(', ')}${more}`];
    },
  };
}

const MOST_CHANGES = 3;
const LONGEST = 200;

function versionIn(response: HttpResponse, operation: string, source: VersionSource): string | undefined {
  if ('header' in source) return headerValue(response.headers, source.header)?.slice(0, LONGEST);
  if (!('operation' in source) || operation !== source.operation || response.status >= 300) return undefined;
  const body = readAnswer(response);
  const value = body.isJson ? readPointer(body.value, source.at) : undefined;
  if (value === undefined || value === null) return undefined;
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, LONGEST);
}
