import type { AddCommand } from './add-command.ts';
import { collect, config, parseDate } from './options.ts';

export const addInit: AddCommand = (program, io, done) => {
  program
    .command('init')
    .description('Create a project from an OpenAPI document, try a few read-only requests, and print the next steps.')
    .option('--openapi <document>', 'the OpenAPI document: a file or a URL, JSON or YAML')
    .option('--server <url|command>', "the API's URL, or a command that starts the API")
    .option('--url <url>', 'the URL of the API, if --server is a command')
    .option('--allow-remote', 'follow $ref references to other hosts')
    .action(async (flags) => done(await (await import('../commands/init.ts')).init(flags, io)));
};

export const addCheck: AddCommand = (program, io, done) => {
  program
    .command('check')
    .description('Validate and lint every data file.')
    .option(
      '--plan',
      'also print the ids, removals and credentials that the tests need, and which of these are missing',
    )
    .option('--json', 'print counts and diagnostics as JSON')
    .addOption(config())
    .action(async (flags) => done(await (await import('../commands/check.ts')).check(flags, io)));
};

export const addDoctor: AddCommand = (program, io, done) => {
  program
    .command('doctor')
    .description(
      'List the programs and settings that this machine and the project lack, with the commands that install them.',
    )
    .option('--json', 'print JSON')
    .addOption(config())
    .action(async (flags) => done(await (await import('../commands/doctor.ts')).doctor(flags, io)));
};

export const addExplain: AddCommand = (program, io, done) => {
  program
    .command('explain')
    .description('Explain a finding kind, and what to do about it.')
    .argument('[kind]', 'the kind (default: list all kinds)')
    .action(async (kind) => done(await (await import('../commands/explain.ts')).explain(kind, io)));
};

export const addConfig: AddCommand = (program, io, done) => {
  program
    .command('config')
    .description('Print the effective settings.')
    .option('--print', 'print the settings (the default)')
    .option('--json', 'print JSON')
    .addOption(config())
    .action(async (flags) => done(await (await import('../commands/config.ts')).printConfig(flags, io)));
};

export const addSchema: AddCommand = (program, io, done) => {
  program
    .command('schema')
    .description('Write the JSON Schemas of the data files, for editors.')
    .argument('[folder]', 'folder to which the schemas are written', 'schema')
    .action(async (folder) => done(await (await import('../commands/schema.ts')).writeSchemas(folder, io)));
};

export const addXfail: AddCommand = (program, io, done) => {
  program
    .command('xfail')
    .description('Accept causes that a run has found: add an entry for each cause to the ledger, xfails.yaml.')
    .option('--from <file>', 'the findings.json of a run or trace (default: the file in the reports folder)')
    .option(
      '--cause <id>',
      'a cause to accept; repeatable (default: the causes of all errors that are not accepted yet)',
      collect,
    )
    .option('--owner <name>', 'who owns the repair')
    .option('--reason <text>', 'why the causes are accepted')
    .option('--expires <date>', 'the last valid day of the entries, for example 2027-01-31', parseDate)
    .addOption(config())
    .action(async (flags) => done(await (await import('../commands/xfail.ts')).xfail(flags, io)));
};
