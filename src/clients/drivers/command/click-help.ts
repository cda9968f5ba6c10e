import type { HelpEntry, HelpLayout } from './help-layout.ts';
import type { HelpOption, HelpPage, HelpPositional } from './help-model.ts';
import { parseOptionHead } from './option-head.ts';
import { splitUsage } from './usage-line.ts';

export function parseClickHelp(layout: HelpLayout): HelpPage {
  const entries = layout.sections.flatMap((section) => section.entries.filter((entry) => entry.level === 0));
  const commands = layout.sections.filter((section) => /\bcommands?$/i.test(section.title));
  return {
    doc: layout.description[0] ?? null,
    options: entries.flatMap((entry) => readOption(entry.head, entry.help)),
    positionals: readPositionals(layout.usage),
    commands: commands.flatMap((section) => section.entries.flatMap(commandOf)),
  };
}

/** Commander writes the command `create` with its alias and arguments: `create|c [options] <title>`. */
function commandOf(entry: HelpEntry): string[] {
  const name = /^([\w.:-]+)(?:\|[\w.:-]+)?(?: [[<].*)?$/.exec(entry.head)?.[1];
  return entry.level === 0 && name !== undefined && !name.startsWith('-') ? [name] : [];
}

function readOption(head: string, help: string): HelpOption[] {
  const option = parseOptionHead(head);
  if (option === null) return [];
  const extras = /\[([^[\]]*)\]$/.exec(help)?.[1]?.split('; ') ?? [];
  const shown = extras.find((extra) => extra.startsWith('default: '))?.slice('default: '.length);
  return [
    {
      ...option,
      help,
      required: extras.includes('required'),
      default: shown === undefined || shown === '(dynamic)' ? null : shown,
      takesSeveral: option.metavar !== null && /^<.* .*>\.\.\.$/.test(option.metavar),
    },
  ];
}

/** Reads the arguments after `[OPTIONS]` in the usage line: `ORDER_ID`, `[ORDER_IDS]...`, `{a|b}`. */
function readPositionals(usage: string): HelpPositional[] {
  const words = splitUsage(usage);
  const options = words.findIndex((word) => /^\[options\]$/i.test(word));
  if (options < 0) return [];
  return words
    .slice(options + 1)
    .filter((word) => !/^\[?(?:COMMAND\d*|ARGS|command)\b/.test(word))
    .map((word) => {
      const bare = word.replace(/\.\.\.$/, '');
      const isOptional = bare.startsWith('[') && bare.endsWith(']');
      const metavar = isOptional ? bare.slice(1, -1).replace(/\.\.\.$/, '') : bare.replace(/^<(.*)>$/, '$1');
      return {
        name: metavar,
        metavar,
        help: '',
        required: !isOptional,
        takesSeveral: /\.\.\.[\]>]?$/.test(word),
      };
    });
}
