// The calls of GitHub's REST API that the action makes.
import { env } from 'node:process';

const { GITHUB_API_URL = 'https://api.github.com', GITHUB_REPOSITORY = '', GITHUB_TOKEN = '' } = env;

/**
 * Sends a request to GitHub and returns the parsed response. Returns null if the token lacks the permission, as in a
 * pull request from a fork.
 */
export async function call(method, path, body) {
  const response = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}${path}`, {
    method,
    headers: { accept: 'application/vnd.github+json', authorization: `Bearer ${GITHUB_TOKEN}`, 'user-agent': 'wireparity' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (response.status === 403 && method !== 'GET') {
    console.log(`::notice title=wireparity::the token has no permission to ${method} ${path}: nothing was written`);
    return null;
  }
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** Reads all pages of a list from GitHub and returns every item. */
export async function list(path) {
  const items = [];
  for (let page = 1; ; page++) {
    const found = await call('GET', `${path}${path.includes('?') ? '&' : '?'}per_page=100&page=${page}`);
    items.push(...found);
    if (found.length < 100) return items;
  }
}

/** Shortens a text, because GitHub accepts at most 65,536 characters. */
export function cut(text, more) {
  return text.length <= 65_000 ? text : `${text.slice(0, 64_000)}\n\n… ${more}\n`;
}
