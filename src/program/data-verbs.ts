import type { AddCommand } from './add-command.ts';
import { collect, config, parseDate } from './options.ts';

export const addInit: AddCommand = (program, io, done) => {
  program
    .command('init')
    .description('make a project from an OpenAPI document, try a few requests that only read, and say what to do next')
    .option('--openapi <document>', 'a file or a URL, JSON or YAML')
    .option('--server <url|command>', 'where the API runs, or the command that starts it')
    .option('--url <url>', 'where the server listens that the command starts')
    .option('--allow-remote', 'follow references to other hosts')
    .action(async (flags) => done(await (await import('../commands/init.ts')).init(flags, io)));
};

export const addCheck: AddCommand = (program, io, done) => {
  program
    .command('check')
    .description('validate and lint every data file')
    .option(
      '--plan',
      'also which operation gives which id and what removes it, what is missing, and which credentials are needed',
    )
    .option('--json', 'counts and diagnostics as JSON')
    .addOption(config())
    .action(async (flags) => done(await (await import('../commands/check.ts')).check(flags, io)));
};

export const addDoctor: AddCommand = (program, io, done) => {
  program
    .command('doctor')
    .description('what this machine and the project lack, with the commands that repair it')
    .option('--json', 'for programs')
    .addOption(config())
    .action(async (flags) => done(await (await import('../commands/doctor.ts')).doctor(flags, io)));
};

export const addExplain: AddCommand = (program, io, done) => {
  program
    .command('explain')
    .description('what a finding kind means and what to do about it')
    .argument('[kind]', 'without it: all kinds')
    .action(async (kind) => done(await (await import('../commands/explain.ts')).explain(kind, io)));
};

export const addConfig: AddCommand = (program, io, done) => {
  program
    .command('config')
    .description('the settings as they were resolved')
    .option('--print', 'print them (the default)')
    .option('--json', 'as JSON')
    .addOption(config())
    .action(async (flags) => done(await (await import('../commands/config.ts')).printConfig(flags, io)));
};

export const addSchema: AddCommand = (program, io, done) => {
  program
    .command('schema')
    .description('write the JSON Schemas of the data files, for editors')
    .argument('[folder]', 'where to', 'schema')
    .action(async (folder) => done(await (await import('../commands/schema.ts')).writeSchemas(folder, io)));
};

export const addXfail: AddCommand = (program, io, done) => {
  program
    .command('xfail')
    .description('accept causes that a run has found: write their entries into the ledger')
    .option('--from <file>', 'the findings.json of a run or trace (default: the one among the reports)')
    .option('--cause <id>', 'this cause only; repeatable (default: every error that is not accepted yet)', collect)
    .option('--owner <name>', 'who owns the repair')
    .option('--reason <text>', 'why they are accepted')
    .option('--expires <date>', 'the last day that the entries hold, as 2027-01-31', parseDate)
    .addOption(config())
    .action(async (flags) => done(await (await import('../commands/xfail.ts')).xfail(flags, io)));
};
