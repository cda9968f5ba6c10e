// Opens, updates or closes one issue per owner. For a run, the owners come from the ledger. For an audit, each client is
// an owner.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { env } from 'node:process';
import { call, cut, list } from './api.mjs';

const { ISSUES_FROM = '', DEFAULT_OWNER = 'unowned' } = env;
const LABEL = 'wireparity';
const SOON_MS = 14 * 86_400_000;
/** Exit codes of a run without a result: it was blocked, or nothing ran. */
const UNSEEN = new Set([3, 5]);

const { wanted, settles, family } = (await isFolder(ISSUES_FROM)) ? await handoffs(ISSUES_FROM) : await owners(ISSUES_FROM);
const open = await list(`/issues?state=open&labels=${LABEL}`);
const known = new Set(wanted.map(({ key }) => key));
const gone = open
  .map(({ body }) => /^<!-- wireparity (.*) -->/.exec(body ?? '')?.[1])
  .filter((key) => key?.startsWith(family) && !known.has(key))
  .map((key) => ({ key, title: '', body: '' }));
for (const { key, title, body } of [...wanted, ...gone]) {
  const marker = `<!-- wireparity ${key} -->`;
  const text = cut(`${marker}\n${body}`, 'The artifact of the run contains the rest.');
  const issue = open.find((each) => each.body?.startsWith(marker));
  if (body === '' && issue !== undefined && !settles)
    console.log(`::notice title=wireparity::#${issue.number} stays open, because this run did not test everything`);
  else if (body === '' && issue !== undefined) {
    await call('POST', `/issues/${issue.number}/comments`, { body: 'Nothing is left to do.' });
    await call('PATCH', `/issues/${issue.number}`, { state: 'closed' });
  } else if (body !== '' && issue === undefined) await call('POST', '/issues', { title, body: text, labels: [LABEL] });
  else if (body !== '' && issue.body !== text) await call('PATCH', `/issues/${issue.number}`, { title, body: text });
}

async function isFolder(path) {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

/** Reads the newest hand-off of each client. */
async function handoffs(folder) {
  const files = (await readdir(folder)).filter((file) => /-drift-\d{4}-\d\d-\d\d\.md$/.test(file)).sort();
  const newest = new Map(files.map((file) => [file.replace(/-drift-.*$/, ''), file]));
  const wanted = await Promise.all(
    [...newest].map(async ([client, file]) => {
      const { missing, wrong } = JSON.parse(await readFile(join(folder, file.replace(/md$/, 'json')), 'utf8'));
      const rows = missing.length + wrong.length;
      const body = rows === 0 ? '' : await readFile(join(folder, file), 'utf8');
      return { key: `audit ${client}`, title: `Drift of ${client}: ${rows} to port or repair`, body };
    }),
  );
  return { wanted, settles: true, family: '\n' }; // An audit of one client says nothing about the other clients.
}

/** Groups the work by owner: causes without an entry for the default owner, xpasses and expiring entries for their owner. */
async function owners(file) {
  const { exitCode, run, causes, xpasses, excused, ledgerProblems } = JSON.parse(await readFile(file, 'utf8'));
  const target = run.target.name;
  const lines = new Map([[DEFAULT_OWNER, []]]);
  const add = (owner, line) => lines.set(owner, [...(lines.get(owner) ?? []), line]);
  for (const { id, severity, title, count } of causes)
    if (severity === 'error') add(DEFAULT_OWNER, `- ${code(id)} ${plain(title)} (${count})`);
  for (const { message, at } of ledgerProblems) add(DEFAULT_OWNER, `- ${at.file}:${at.line}: ${plain(message)}`);
  for (const { what, owner, at } of xpasses)
    add(owner ?? DEFAULT_OWNER, `- xpass: ${code(what)} no longer fails${at ? `; remove ${at.file}:${at.line}` : ''}`);
  for (const { xfail } of excused) {
    const { owner, expires, reason, at } = xfail;
    const line = `- ends on ${expires}: ${plain(reason)} (${at.file}:${at.line})`;
    if (Date.parse(expires) - Date.now() <= SOON_MS && !lines.get(owner)?.includes(line)) add(owner, line);
    else if (!lines.has(owner)) lines.set(owner, []);
  }
  const wanted = [...lines].map(([owner, all]) => ({
    key: `run ${target} ${owner}`,
    title: `wireparity on ${target}: ${all.length} for ${owner}`,
    body: all.length === 0 ? '' : `The run on ${code(target)} found this for **${plain(owner)}**:\n\n${all.join('\n')}\n`,
  }));
  const isWhole = (run.narrowed ?? []).every((each) => each === 'shard');
  return { wanted, settles: isWhole && !UNSEEN.has(exitCode), family: `run ${target} ` };
}

/** Formats a text from a server as one line of inline code in Markdown. */
function code(text) {
  return `\`${String(text).replaceAll(/[`\r\n]/g, ' ')}\``;
}

/** Reduces a text to one line without Markdown, mentions or HTML. */
function plain(text) {
  return String(text).replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>|#~@]/g, (mark) => `\\${mark}`).replaceAll('\\@', '@\u200b');
}
