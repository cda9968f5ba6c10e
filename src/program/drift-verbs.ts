import type { AddCommand } from './add-command.ts';
import { collect, config } from './options.ts';

export const addAudit: AddCommand = (program, io, done) => {
  program
    .command('audit')
    .description("compare everything at hand and write each client's hand-off: what to port and what to repair")
    .argument('[client...]', 'files of the clients folder (default: all that can run here)')
    .option('--date <day>', 'of the hand-off, as 2026-05-12 (default: today)')
    .option('--openapi <document>', "a file or a URL, PROFILE=FILE where it is one profile's; repeatable", collect)
    .option('--target <name>', "fetch this target's /openapi.json")
    .option(
      '--docs <file>',
      "a page, CLIENT=FILE where it is one client's; repeatable (default: their README.md)",
      collect,
    )
    .option(
      '--manifest <file>',
      'one that is kept by hand, CLIENT=FILE; repeatable (default: those in their folders)',
      collect,
    )
    .option('--ports <file>', 'branches and pull requests (default: ports.yaml)')
    .option('--recording <file>', 'given twice, the older one first: which answers changed their type', collect)
    .option('--issues <folder>', 'write one file per row, ready for an issue tracker')
    .option('--full', 'every row in the page, however long it becomes')
    .option('--update-baseline', 'write what is new into drift-baseline.yaml')
    .option('--traces', 'take the traces that are kept as they are')
    .addOption(config())
    .action(async (clients, flags) =>
      done((await (await import('../commands/audit.ts')).audit(clients, flags, io)).exitCode),
    );
};
