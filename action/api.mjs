// GitHub's REST API, as far as the action needs it.
import { env } from 'node:process';

const { GITHUB_API_URL = 'https://api.github.com', GITHUB_REPOSITORY = '', GITHUB_TOKEN = '' } = env;

/** The parsed answer; null when the token may not do it, as that of a pull request from a fork. */
export async function call(method, path, body) {
  const response = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}${path}`, {
    method,
    headers: { accept: 'application/vnd.github+json', authorization: `Bearer ${GITHUB_TOKEN}`, 'user-agent': 'wireparity' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (response.status === 403 && method !== 'GET') {
    console.log(`::notice title=wireparity::the token may not ${method} ${path}: nothing was written`);
    return null;
  }
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** Every item of a list, page by page. */
export async function list(path) {
  const items = [];
  for (let page = 1; ; page++) {
    const found = await call('GET', `${path}${path.includes('?') ? '&' : '?'}per_page=100&page=${page}`);
    items.push(...found);
    if (found.length < 100) return items;
  }
}

/** GitHub takes 65,536 characters. */
export function cut(text, more) {
  return text.length <= 65_000 ? text : `${text.slice(0, 64_000)}\n\n… ${more}\n`;
}
