import { parseArgparseHelp } from './argparse-help.ts';
import { parseClickHelp } from './click-help.ts';
import { readLayout } from './help-layout.ts';
import type { HelpPage } from './help-model.ts';

/** Null when the text is no help in Click's or argparse's layout. */
export function parseHelp(text: string): HelpPage | null {
  const layout = readLayout(text);
  if (layout === null) return null;
  return layout.isArgparse ? parseArgparseHelp(layout) : parseClickHelp(layout);
}
