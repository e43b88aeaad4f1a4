/** What the import of a network says: at the top of the file it writes, and on the terminal. */

import type { Texts } from '../text';

export const importReport = {
  // Comments of the file.
  origin: 'Imported from {file} ({format}).',
  'origin.producer': 'Imported from {file} ({format}, written by {producer}).',
  'origin.opset': 'Imported from {file} ({format}, opset {opset}).',
  'origin.opset.producer': 'Imported from {file} ({format}, opset {opset}, written by {producer}).',
  preprocessing: 'The source prepares images so: {steps}.',
  'comment.missing': 'Not expressed: {node} ({op}): {reason}.',
  'comment.more': { by: 'count', one: 'And {count} more.', other: 'And {count} more.' },

  // The report.
  network: {
    by: 'layers',
    one: '{network}: {layers} layer, {params} parameters, outputs {outputs}',
    other: '{network}: {layers} layers, {params} parameters, outputs {outputs}',
  },
  weights: {
    by: 'count',
    one: '{network}: {count} tensor of weights',
    other: '{network}: {count} tensors of weights',
  },
  'weights.unread': '{name}: {reason}',
  matched: 'the names are none of the network: layers are matched by the shapes of their weights and by order',
  left: {
    by: 'count',
    one: '{count} module of the file belongs to no layer: {names}',
    other: '{count} modules of the file belong to no layer: {names}',
  },
  unknown: 'unknown',
  wrote: 'wrote {files}',
  missing: 'not expressed: {node} ({op}): {reason}',
  note: 'note: {note}',

  // What a worker refuses.
  'no-format': 'no format of networks ends so; they end in {endings}',
  'no-beside': '{name}, which the file names, is not beside it',
} as const satisfies Texts;
