import type { AddCommand } from './add-command.ts';
import { collect, config } from './options.ts';

export const addAudit: AddCommand = (program, io, done) => {
  program
    .command('audit')
    .description('Compare all sources. For each client, write a hand-off: a list of what to add and what to fix.')
    .argument(
      '[client...]',
      'clients to audit, by file name in the clients folder (default: all clients that can run on this machine)',
    )
    .option('--date <day>', 'date of the hand-off, for example 2026-05-12 (default: today)')
    .option(
      '--openapi <document>',
      'an OpenAPI document (a file or a URL); repeatable; write PROFILE=FILE for a document of one profile',
      collect,
    )
    .option('--target <name>', "fetch this target's /openapi.json")
    .option(
      '--docs <file>',
      'a documentation page; repeatable; write CLIENT=FILE for a page about one client (default: each README.md)',
      collect,
    )
    .option(
      '--manifest <file>',
      "a hand-written manifest, as CLIENT=FILE; repeatable (default: those in the clients' folders)",
      collect,
    )
    .option('--ports <file>', 'list of branches and pull requests in progress (default: ports.yaml)')
    .option(
      '--recording <file>',
      'a recording; with two recordings (the older first), the audit reports response members whose type has changed',
      collect,
    )
    .option('--issues <folder>', 'write one file per row, ready for an issue tracker')
    .option('--full', 'include every row in the page, however long the page becomes')
    .option('--update-baseline', 'add new drifts to drift-baseline.yaml')
    .option('--traces', 'use existing traces without checking whether they are up to date')
    .addOption(config())
    .action(async (clients, flags) =>
      done((await (await import('../commands/audit.ts')).audit(clients, flags, io)).exitCode),
    );
};
