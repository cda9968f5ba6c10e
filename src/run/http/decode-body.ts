import { decodeContent } from '../../lib/content-encoding.ts';
import { type HttpResponse, headerValues } from '../../model/http.ts';
import type { TransportResult } from './transport-result.ts';

/** A body with an unknown content coding stays encoded, because the judge reports the coding. */
export function decodeBody(response: HttpResponse, cap: number): TransportResult {
  const decoded = decodeContent(response.body, headerValues(response.headers, 'content-encoding'), cap);
  switch (decoded.kind) {
    case 'unknown':
      return { response };
    case 'decoded':
      return { response: { ...response, body: decoded.bytes } };
    case 'malformed':
      return { response, failure: { code: 'response-malformed', message: decoded.message } };
    case 'too-large':
      return { response, failure: { code: 'body-too-large', message: `the decoded body is longer than ${cap} bytes` } };
  }
}
