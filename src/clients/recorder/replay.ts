import { addTo } from '../../lib/group-by.ts';
import { isRedacted } from '../../lib/redaction-mark.ts';
import type { RecordingPieces } from '../../model/exchange.ts';
import type { HttpRequest, HttpResponse } from '../../model/http.ts';
import { jsonResponse, type Listener } from './listener.ts';
import { openTraffic, type TrafficOptions } from './open-traffic.ts';

interface ReplayOptions extends TrafficOptions {
  readonly recording: RecordingPieces;
}

/** Each repetition of a request gets the next recorded response, or the last response if none is left. */
export async function openReplay({ recording, ...options }: ReplayOptions): Promise<Listener> {
  const answers = await readAnswers(recording);
  return openTraffic(options, (request) => {
    const mine = answers.get(keyOf(request)) ?? [];
    const response = mine.length > 1 ? mine.shift() : mine[0];
    const { method, target } = request;
    return {
      response: response ?? jsonResponse(404, { error: `the recording contains no response to ${method} ${target}` }),
    };
  });
}

async function readAnswers(recording: ReplayOptions['recording']): Promise<ReadonlyMap<string, HttpResponse[]>> {
  const answers = new Map<string, HttpResponse[]>();
  for await (const entries of recording)
    for (const entry of entries) {
      if (entry.kind !== 'exchange' || entry.response === null) continue;
      const key = keyOf(entry.request);
      addTo(answers, key, playable(entry.response));
    }
  return answers;
}

function keyOf({ method, target }: HttpRequest): string {
  return `${method} ${target}`;
}

/** The recorded body is decoded, so headers that describe the original bytes, such as Content-Length, are left out. */
function playable(response: HttpResponse): HttpResponse {
  const headers = response.headers.filter(
    ([name, value]) =>
      !/^(content-length|content-encoding|transfer-encoding|connection|keep-alive)$/i.test(name) && !isRedacted(value),
  );
  return { status: response.status, headers, body: response.body };
}
