import type { HelpEntry, HelpLayout } from './help-layout.ts';
import type { HelpOption, HelpPage, HelpPositional } from './help-model.ts';
import { parseOptionHead } from './option-head.ts';
import { splitUsage } from './usage-line.ts';

export function parseArgparseHelp(layout: HelpLayout): HelpPage {
  const words = splitUsage(layout.usage);
  const entries = layout.sections.flatMap((section) => section.entries);
  const commandWord = words[words.indexOf('...') - 1] ?? null;
  return {
    doc: layout.description[0] ?? null,
    options: entries.flatMap((entry) => readOption(entry, words)),
    positionals: commandWord === null ? entries.flatMap((entry) => readPositional(entry, words)) : [],
    commands: commandWord === null ? [] : readCommands(commandWord, entries),
  };
}

function readOption(entry: HelpEntry, words: readonly string[]): HelpOption[] {
  const option = parseOptionHead(entry.head);
  if (option === null) return [];
  const shown = /\(default: (.*)\)$/.exec(entry.help)?.[1];
  return [
    {
      ...option,
      help: entry.help,
      required: option.names.some((name) => words.includes(name)),
      default: shown === undefined || shown === 'None' ? null : shown,
      takesSeveral: option.metavar !== null && /\S \S/.test(option.metavar.replaceAll(/\{[^}]*\}/g, '{}')),
    },
  ];
}

/** Reads an argument that the usage line writes as `NAME`, `[NAME]`, `NAME [NAME ...]` or `[NAME ...]`. */
function readPositional(entry: HelpEntry, words: readonly string[]): HelpPositional[] {
  const name = entry.head;
  if (name.startsWith('-') || entry.level !== 0) return [];
  const own = words.filter((word) => [name, `[${name}]`, `[${name} ...]`].includes(word));
  if (own.length === 0) return [];
  return [
    {
      name,
      metavar: name,
      help: entry.help,
      required: own.includes(name),
      takesSeveral: own.some((word) => word.endsWith(' ...]')),
    },
  ];
}

/** Reads the subcommands from `{a,b}` and from the list of subcommands. This list lacks subcommands without a help text. */
function readCommands(word: string, entries: readonly HelpEntry[]): string[] {
  const start = entries.findIndex(({ head, level }) => level === 0 && (head === word || /^\{.*\}$/.test(head)));
  const after = entries.slice(start + 1);
  const end = after.findIndex((entry) => entry.level === 0);
  const listed = end < 0 ? after : after.slice(0, end);
  const braces = /^\{(.*)\}$/.exec(entries[start]?.head ?? word)?.[1]?.split(',') ?? [];
  const hidden = listed.filter((entry) => entry.help === '==SUPPRESS==').map(nameOf);
  const aliases = listed.flatMap((entry) => /\((.*)\)$/.exec(entry.head)?.[1]?.split(', ') ?? []);
  const names = new Set([...listed.map(nameOf), ...braces]);
  return [...names].filter((name) => !aliases.includes(name) && !hidden.includes(name));
}

/** Returns the name of a command without its aliases: `create` for `create (new, c)`. */
function nameOf(entry: HelpEntry): string {
  return entry.head.split(' ')[0] ?? '';
}
