/** Explains why a text is not a usable server URL. Returns undefined if it is one. */
export function serverUrlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return 'must be an http or https URL';
  if (url.username !== '' || url.password !== '')
    return 'must be a URL without a user and a password; give credentials in the environment';
  if (/[?#]/.test(text))
    return 'must be a URL without a query or fragment: each operation has its own query; declare what every request must carry in the contracts';
  return undefined;
}
