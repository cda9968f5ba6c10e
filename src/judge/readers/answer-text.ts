import { type HttpResponse, headerValue } from '../../model/http.ts';
import type { ClassifiedResponse } from './classify-answer.ts';

/** Describes a response, for example `404 (cue_not_found)`. */
export function answerText({ response, code, body }: ClassifiedResponse): {
  readonly text: string;
  readonly found: unknown;
} {
  const status = response?.status ?? 0;
  const text = code === undefined ? `${status}${redirection(response)}` : `${status} (${code})`;
  if (body.kind === 'json') return { text, found: body.value };
  return { text, found: body.kind === 'text' ? body.text : status };
}

function redirection(response: HttpResponse | null): string {
  if (response === null || response.status < 300 || response.status >= 400) return '';
  const to = headerValue(response.headers, 'location');
  return to === undefined ? '' : ` to ${to}, not followed`;
}
