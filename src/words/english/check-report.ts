/** What the command line says around diagnostics: marks of their lines, and how many there are. */

import type { Texts } from '../text';

export const checkReport = {
  error: 'error',
  warning: 'warning',
  note: 'note',
  hint: 'hint',
  help: 'help',
  'count.error': { by: 'count', one: '{count} error', other: '{count} errors' },
  'count.warning': { by: 'count', one: '{count} warning', other: '{count} warnings' },
  'count.note': { by: 'count', one: '{count} note', other: '{count} notes' },
  'count.hint': { by: 'count', one: '{count} hint', other: '{count} hints' },
  'no-problems': 'no problems',
  /** Of one file, or of several: `net.cnn: 2 errors`. */
  found: '{where}: {found}',
  files: { by: 'count', one: '{count} file', other: '{count} files' },
  more: 'and {count} more; --format json lists all',
} as const satisfies Texts;
