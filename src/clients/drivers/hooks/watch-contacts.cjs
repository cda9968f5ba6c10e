// Logs the addresses to which a Node process connects, one line `host port` each. NODE_OPTIONS makes every Node process
// of the client load this file, in any version of Node.
const { appendFileSync } = require('node:fs');
const { Socket } = require('node:net');

const file = process.env.PARITY_CONTACTS;
const connect = Socket.prototype.connect;

if (file) {
  Socket.prototype.connect = function (...given) {
    note(lineOf(given));
    return Reflect.apply(connect, this, given);
  };
}

function note(line) {
  if (line === undefined) return;
  try {
    appendFileSync(file, line);
  } catch {
    // the trace has ended
  }
}

/**
 * Returns the log line for a connection, or undefined for a pipe on this machine. Node passes the arguments as a list inside a
 * list.
 */
function lineOf(given) {
  const [first, second] = Array.isArray(given[0]) ? given[0] : given;
  if (typeof first === 'number') return `${typeof second === 'string' ? second : 'localhost'} ${first}\n`;
  if (typeof first !== 'object' || first === null || first.port === undefined) return undefined;
  return `${typeof first.host === 'string' ? first.host : 'localhost'} ${first.port}\n`;
}

const recorder = process.env.PARITY_INTERCEPT;
if (recorder) intercept(new URL(recorder));

/**
 * Sends the requests of Node's own HTTP client to the recorder, because this client ignores proxies. Requests to declared hosts are
 * not changed.
 */
function intercept(to) {
  const http = require('node:http');
  const https = require('node:https');
  const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[?::1\]?|localhost)$/i;
  const declared = new Set((process.env.NO_PROXY ?? '').toLowerCase().split(','));
  const isOther = (host) => typeof host === 'string' && !LOOPBACK.test(host) && !declared.has(host.toLowerCase());
  const direct = { http: http.request, https: https.request };
  const requestOf = (scheme) =>
    function request(...given) {
      const url = typeof given[0] === 'string' || given[0] instanceof URL ? new URL(given[0]) : undefined;
      const options = (url ? given[1] : given[0]) ?? {};
      const done = given.find((each) => typeof each === 'function');
      const host = options.hostname ?? options.host ?? url?.hostname ?? 'localhost';
      if (!isOther(host.replace(/:\d+$/, ''))) return Reflect.apply(direct[scheme], this, given);
      const path = options.path ?? (url ? url.pathname + url.search : '/');
      const own = typeof options === 'function' ? {} : options;
      const { agent: _, protocol: __, ...rest } = own;
      const setHost = Array.isArray(own.headers) ? own.headers : { host, ...own.headers };
      const there = { protocol: 'http:', hostname: to.hostname, host: to.hostname, port: to.port, path };
      return direct.http({ method: 'GET', ...rest, ...there, headers: setHost, agent: http.globalAgent }, done);
    };
  const getOf = (request) =>
    function get(...given) {
      const made = request(...given);
      made.end();
      return made;
    };
  for (const [scheme, module] of Object.entries({ http, https })) {
    module.request = requestOf(scheme);
    module.get = getOf(module.request);
  }
  require('node:module').syncBuiltinESMExports();
  const { fetch } = globalThis;
  if (fetch === undefined) return;
  globalThis.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (!isOther(url.hostname)) return fetch(input, init);
    const there = new URL(url.pathname + url.search, to);
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    headers.set('parity-host', url.host); // fetch sets the Host header itself, so this header tells the recorder the original host
    return fetch(input instanceof Request ? new Request(there, input) : there, { ...init, headers });
  };
}
