import { Argument, type Command, Option } from 'commander';
import {
  type CompletedOption,
  type CompletedValues,
  type CompletedVerb,
  PROJECT_NAMES,
  type ProjectNames,
  SHELLS,
  type Shell,
} from '../report/completion.ts';
import type { AddCommand } from './add-command.ts';
import { config } from './options.ts';

export const addCompletion: AddCommand = (program, io, done) => {
  program
    .command('completion')
    .description('Print a script that completes commands, flags and names in a shell.')
    .addArgument(new Argument('[shell]').choices(Object.keys(SHELLS)).default('bash'))
    .addOption(new Option('--list <names>').choices([...PROJECT_NAMES]).hideHelp())
    .addOption(config())
    .action(async (shell: Shell, flags: { readonly list?: ProjectNames; readonly config?: string }) => {
      if (flags.list === undefined) io.out(SHELLS[shell](program.commands.map(completedVerb)));
      else io.out(await (await import('../commands/completion.ts')).listNames(flags.list, flags, io));
      done(0);
    });
};

function completedVerb(command: Command): CompletedVerb {
  const [only] = command.commands;
  const options = (only ?? command).options.filter(({ hidden, long }) => !hidden && long !== undefined);
  return {
    name: command.name(),
    description: command.description(),
    options: options.map(completedOption),
    values: only === undefined ? valuesOf(command.registeredArguments[0]) : { kind: 'words', words: [only.name()] },
  };
}

function completedOption(option: Option): CompletedOption {
  const { long = '', short, description, required, optional, argChoices } = option;
  const takesValue = required || optional;
  return {
    long,
    ...(short !== undefined && { short }),
    description,
    ...(takesValue && { values: argChoices === undefined ? namesIn(option.flags, long) : wordsOf(argChoices) }),
  };
}

function wordsOf(words: readonly string[]): CompletedValues {
  return { kind: 'words', words };
}

const NAMED: { readonly [option: string]: ProjectNames } = {
  '--target': 'targets',
  '--client': 'clients',
  '--only': 'clients',
  '--operation': 'operations',
};

function namesIn(flags: string, long: string): CompletedValues {
  const of = NAMED[long];
  if (of !== undefined) return { kind: 'names', of };
  return /<(?:file|folder|document|command)/.test(flags) ? { kind: 'files' } : { kind: 'words', words: [] };
}

/** The first argument of a command decides which values are suggested for the command. */
function valuesOf(argument: Argument | undefined): CompletedValues {
  if (argument === undefined) return wordsOf([]);
  if (argument.argChoices !== undefined) return wordsOf(argument.argChoices);
  return argument.name() === 'client' ? { kind: 'names', of: 'clients' } : { kind: 'files' };
}
