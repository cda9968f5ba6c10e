const STANDARD = new Set(
  `accept accept-charset accept-encoding accept-language authorization cache-control connection content-encoding
  content-length content-type cookie date dnt expect forwarded host http2-settings keep-alive origin pragma priority
  proxy-authorization proxy-connection referer te trailer transfer-encoding upgrade upgrade-insecure-requests user-agent
  via traceparent tracestate baggage`.split(/\s+/),
);

/** Returns true for headers that HTTP libraries and proxies add to requests, and that no contract declares. */
export function isStandardHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return STANDARD.has(lower) || lower.startsWith('sec-') || lower.startsWith('x-forwarded-');
}
