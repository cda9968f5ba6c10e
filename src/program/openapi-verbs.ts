import { Option } from 'commander';
import type { AddCommand } from './add-command.ts';
import { config } from './options.ts';

const ALLOW_REMOTE = ['--allow-remote', 'follow $ref references to other hosts'] as const;

export const addImport: AddCommand = (program, io, done) => {
  program
    .command('import')
    .description('Create or update contracts from a document in another format.')
    .command('openapi')
    .description('Import OpenAPI 3.0 or 3.1, or Swagger 2.0. A second import keeps your edits.')
    .argument('<document>', 'the document to import: a file or a URL, JSON or YAML')
    .option('-o, --out <folder>', 'the contracts folder (default: from the settings)')
    .option('--dry-run', 'print the changes without writing them')
    .option('--remove', 'mark an operation as removed if the document no longer contains it')
    .option(...ALLOW_REMOTE)
    .addOption(config())
    .action(async (document, flags) =>
      done(await (await import('../commands/import-openapi.ts')).importOpenapi(document, flags, io)),
    );
};

export const addExport: AddCommand = (program, io, done) => {
  program
    .command('export')
    .description('Write the contracts in another format.')
    .command('openapi')
    .description('Write an OpenAPI 3.1 document.')
    .option('--profile <name>', "the API's profile (default: the first)")
    .option('-o, --out <file>', 'file to which the document is written (default: stdout)')
    .addOption(config())
    .action(async (flags) => done(await (await import('../commands/export-openapi.ts')).exportOpenapi(flags, io)));
};

export const addDiff: AddCommand = (program, io, done) => {
  program
    .command('diff')
    .description('Compare two documents.')
    .command('openapi')
    .description(
      'Compare two OpenAPI documents: what was added, removed and changed, and which changes may break callers.',
    )
    .argument('<old>', 'the older document: a file, a URL, a recording, or `contracts`')
    .argument('<new>', 'the newer document: a file, a URL, a recording, or `contracts`')
    .option('--json', 'print JSON')
    .option('--markdown', 'print a changelog in Markdown')
    .option('--fail-on <what...>', 'changes that cause exit code 1: breaking, any, or names of rules')
    .addOption(new Option('--fail-on-breaking').hideHelp())
    .option(...ALLOW_REMOTE)
    .addOption(config())
    .action(async (before, after, flags) =>
      done(await (await import('../commands/diff-openapi.ts')).diffOpenapi(before, after, flags, io)),
    );
};
