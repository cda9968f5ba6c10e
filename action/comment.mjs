// Writes wireparity's comment on a pull request, or replaces the text of the existing comment.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { env } from 'node:process';
import { call, cut, list } from './api.mjs';

const { COMMENT_FILE = '', ISSUE_NUMBER = '' } = env;
const marker = `<!-- wireparity ${basename(COMMENT_FILE)} -->`;
const text = await readFile(COMMENT_FILE, 'utf8').catch(() => undefined);
const comments = text === undefined ? [] : await list(`/issues/${ISSUE_NUMBER}/comments`);
const own = comments.find(({ body }) => body?.startsWith(marker));
const body = cut(`${marker}\n${text}`, 'The artifact contains the whole comment.');
if (text === undefined) console.log(`::notice title=wireparity::the file ${COMMENT_FILE} does not exist, so no comment was written`);
else if (own === undefined) await call('POST', `/issues/${ISSUE_NUMBER}/comments`, { body });
else if (own.body !== body) await call('PATCH', `/issues/comments/${own.id}`, { body });
