import { Option } from 'commander';
import type { AddCommand } from './add-command.ts';
import { config } from './options.ts';

const ALLOW_REMOTE = ['--allow-remote', 'follow references to other hosts'] as const;

export const addImport: AddCommand = (program, io, done) => {
  program
    .command('import')
    .description('make contracts of a document of another format, or bring them up to date with it')
    .command('openapi')
    .description('from OpenAPI 3.0 or 3.1 or Swagger 2.0; run again, what people wrote stays')
    .argument('<document>', 'a file or a URL, JSON or YAML')
    .option('-o, --out <folder>', 'the contracts folder (default: that of the settings)')
    .option('--dry-run', 'print what would change and write nothing')
    .option('--remove', 'mark operations that left the document as removed')
    .option(...ALLOW_REMOTE)
    .addOption(config())
    .action(async (document, flags) =>
      done(await (await import('../commands/import-openapi.ts')).importOpenapi(document, flags, io)),
    );
};

export const addExport: AddCommand = (program, io, done) => {
  program
    .command('export')
    .description('write the contracts in another format')
    .command('openapi')
    .description('as an OpenAPI 3.1 document')
    .option('--profile <name>', "the API's profile (default: the first)")
    .option('-o, --out <file>', 'instead of stdout')
    .addOption(config())
    .action(async (flags) => done(await (await import('../commands/export-openapi.ts')).exportOpenapi(flags, io)));
};

export const addDiff: AddCommand = (program, io, done) => {
  program
    .command('diff')
    .description('compare two documents')
    .command('openapi')
    .description(
      'compare two OpenAPI documents: what was added, removed and changed, and which changes may break callers',
    )
    .argument('<old>', 'a file or a URL')
    .argument('<new>', 'a file or a URL')
    .option('--json', 'for programs')
    .option('--markdown', 'a changelog in Markdown')
    .option('--fail-on <what...>', 'exit with 1 on a change that is breaking, on any, or on one of a rule')
    .addOption(new Option('--fail-on-breaking').hideHelp())
    .option(...ALLOW_REMOTE)
    .addOption(config())
    .action(async (before, after, flags) =>
      done(await (await import('../commands/diff-openapi.ts')).diffOpenapi(before, after, flags, io)),
    );
};
