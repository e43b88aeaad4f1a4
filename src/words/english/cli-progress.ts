/** What the command line says beside its result while it works, and when it is done. Amounts come written. */

import type { Texts } from '../text';

export const cliProgress = {
  'run.calibrate': 'calibrate {place}/{count} {path}',
  'run.weights': 'reading weights',
  'run.prepare': 'preparing weights',
  'run.verify': 'verify {place}/{count} {path}',
  'run.run': 'run {place}/{count} {path}',

  sweep: 'point {place}/{count}',

  /** Of a picture. */
  'layout-slow': 'note: the layout takes too long, so layers stand one below the other',
  'layout-failed': 'note: the layout ended with an error, so layers stand one below the other',

  measuring: 'measuring this machine once, for predicted times',
  'measuring.percent': 'measuring this machine once, for predicted times: {percent}%',
  'not-measured': 'note: no predicted times: {reason}',
  'not-kept': 'note: the profile of this machine cannot be kept in {path}: {reason}',

  'reading-weights': 'reading weights from {path}',
  'drawing-weights': 'drawing weights from seed {seed}',
  wrote: {
    by: 'layers',
    one: 'wrote {network} to {path}: {size}, {layers} layer, outputs {outputs}',
    other: 'wrote {network} to {path}: {size}, {layers} layers, outputs {outputs}',
  },
  'wrote-preset': 'wrote {title} to {path}',
  'standard-output': 'standard output',
} as const satisfies Texts;
