import { writeJson } from '../../lib/json-text.ts';
import { REDACTED } from '../../lib/redaction-mark.ts';
import { decodeUtf8 } from '../../lib/utf8.ts';
import type { HttpResponse } from '../../model/http.ts';

/** Language of the stand-in server. A bash script starts this server as a second process. */
type ServerLanguage = 'python' | 'node';

/** Without `BASE_URL`, the program starts a server that sends the recorded responses. */
export function pythonStandIn(responses: readonly HttpResponse[]): readonly string[] {
  return [
    `if "BASE_URL" not in os.environ:  # ${PURPOSE}`,
    ...server('python', responses).map((line) => `    ${line}`),
    '    os.environ.update(BASE_URL=url, API_KEY="key")',
    '',
  ];
}

export function nodeStandIn(responses: readonly HttpResponse[]): readonly string[] {
  return [
    `if (env.BASE_URL === undefined) { // ${PURPOSE}`,
    ...server('node', responses).map((line) => `  ${line}`),
    "  Object.assign(env, { BASE_URL: url, API_KEY: 'key' });",
    '}',
  ];
}

export function bashStandIn(responses: readonly HttpResponse[], language: ServerLanguage): readonly string[] {
  const text = [...server(language, responses), ...STAYING[language]].join('\n').replaceAll("'", `'\\''`);
  const run = { python: 'python3 -c', node: 'node --input-type=module -e' }[language];
  return [
    `if [ -z "\${BASE_URL-}" ]; then # ${PURPOSE}`,
    `  read -r BASE_URL < <(exec ${run} '`,
    ...`${text}')`.split('\n'),
    '  API_KEY=key',
    'fi',
  ];
}

const PURPOSE = 'a server that prints each request and sends the recorded response';

/** The server of a bash script ends by itself after 20 seconds, because somebody may paste the script line by line. */
const STAYING = {
  python: ['print(url, flush=True)', 'import time; time.sleep(20)'],
  node: ['stdout.write(`${url}\\n`);', 'setTimeout(() => {}, 20_000);'],
} as const satisfies Record<ServerLanguage, readonly string[]>;

function server(language: ServerLanguage, responses: readonly HttpResponse[]): readonly string[] {
  return SERVERS[language](recorded(responses));
}

const SERVERS = {
  python: (responses) => [
    'import http.server, sys, threading',
    'class Server(http.server.BaseHTTPRequestHandler):',
    '    def do_GET(self):',
    '        body = self.rfile.read(int(self.headers["Content-Length"] or 0))',
    '        status, headers, text = responses.pop(0) if responses[1:] else responses[0]',
    '        self.send_response(status)',
    '        for header in headers: self.send_header(*header)',
    '        print(self.headers, body.decode(errors="replace"), sep="", file=sys.stderr)',
    '        self.end_headers(); self.wfile.write(text.encode())',
    '    do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_GET',
    'server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)',
    'url = f"http://127.0.0.1:{server.server_port}"',
    `responses = ${responses}`,
    'threading.Thread(target=server.serve_forever, daemon=True).start()',
  ],
  node: (responses) => [
    'const { createServer } = await import("node:http");',
    'const { stderr, stdout } = await import("node:process");',
    'const server = createServer(async (request, response) => {',
    '  let body = ""; for await (const part of request) body += part;',
    '  stderr.write(`${request.method} ${request.url} ${JSON.stringify(request.headers)}\\n${body}\\n`);',
    '  const [status, headers, text] = responses.length > 1 ? responses.shift() : responses[0];',
    '  response.writeHead(status, [...headers.flat(), "Connection", "close"]).end(text);',
    '});',
    'await new Promise((ready) => server.listen(0, "127.0.0.1", ready).unref());',
    'const url = `http://127.0.0.1:${server.address().port}`;',
    `const responses = ${responses};`,
  ],
} as const satisfies Record<ServerLanguage, (responses: string) => readonly string[]>;

/** Writes an expression for Python and JavaScript. The variable `url` replaces the recorder's URL. */
function recorded(responses: readonly HttpResponse[]): string {
  const triples = responses.map(({ status, headers, body }) => [
    status,
    headers.filter(([name]) => !OF_THE_CONNECTION.test(name)),
    decodeUtf8(body) ?? Buffer.from(body).toString('latin1'),
  ]);
  return writeJson(triples)
    .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, '" + url + "')
    .replaceAll(new RegExp(REDACTED.source, 'g'), 'secret');
}

const OF_THE_CONNECTION = /^(date|connection|keep-alive|transfer-encoding|content-length)$/i;
