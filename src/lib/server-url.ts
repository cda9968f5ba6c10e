/** Returns why a text cannot be the URL of a server, or undefined if the text can be one. */
export function serverUrlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return 'must be an http or https URL';
  if (url.username !== '' || url.password !== '')
    return 'must be a URL without user and password; provide credentials through the environment';
  if (/[?#]/.test(text))
    return 'must be a URL without a query or fragment; if every request needs a query value, declare the value in the contracts';
  return undefined;
}

export function isLoopback(hostname: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
