/**
 * What the preview's Layer tab says around an explanation: headings, labels and how to begin. Numbers come written.
 */

export const explainTab = {
  'hint.select': 'Select a layer in the picture or the table: here its number is taken apart.',
  'hint.input': 'The input costs nothing. Select a layer to see its number taken apart.',
  'hint.result': 'This is what comes out. Select a layer to see its number taken apart.',

  // Heading. Notes are joined by a middle dot.
  'call-and-line': '{call} · line {line}',
  'go-to-line': 'Go to line {line}',
  'share-of': '{share} of {network}',

  attributes: 'What it is',
  /** Zeros around the input in force: top, bottom, left and right, or one number for all. */
  'attribute.pads': '{padding}: {pads} px',

  'text.title': 'Its text',
  'text.line': 'line {line}',
  'text.line-of': 'line {line} of {file}',
  /** Names of other layers. */
  'text.shared': 'shared with {names}',
  'text.edit': 'Edit',
  'text.discard': 'Discard',
  'text.apply': 'Apply',
  'text.apply.keys': 'Ctrl+Enter',
  /** For screen readers. */
  'text.label': 'Text of {path}',
  'text.unavailable': 'The editor could not be loaded.',
  'text.elsewhere': 'Elsewhere: {message}',
  /** Of the network; the change has its sign. */
  'text.change': '{multiplies} multiplies ({change})',

  cheaper: 'Cheaper ways',
  'cheaper.about': 'saved of the network, its outputs unchanged in shape',
  'cheaper.table': 'Ways that make it cheaper',
  'cheaper.apply': 'Apply',
  /** Differences of the network's totals, with their signs. */
  'cheaper.params': '{change} parameters',
  'cheaper.peak': '{change} at the memory peak',
  'cheaper.field': 'sees {before} → {after}',
  'cheaper.layers': { by: 'count', one: '{count} layer', other: 'all {count} layers of the call' },

  counted: 'How it is counted',
  /** The sum of several products. */
  together: 'together {count}',
  /** How many results, and products for each; the number that they make stands in the next line. */
  outputs: '= {outputs} outputs × {taps}',
  /** The same where each value of the input is spread: how many there are, and products for each. */
  inputs: '= {outputs} inputs × {taps}',
  /** `less` is in percent: `−8.4%`. */
  'without-padding': 'Without taps on zero padding: {count} ({less}).',

  'other-tools': 'Other tools print',
  'other-tools.table': 'Figures of other tools',
  same: 'same',

  movements: 'What moves it',
  'movements.table': 'What moves the number',
  'movement.params': '{change} params',

  everything: 'Everything this layer does',
  'everything.block': 'Everything in it',
  flow: 'in → out',
  'receptive-field': 'receptive field',

  'field.title': 'What it sees of the image',
  /** Of the value in the middle; sizes in pixels. */
  'field.seen': 'The value in the middle sees {seen} of the {image} pixels.',
  'field.beyond': 'The dashed part is beyond the border of the image.',

  parts: 'Its parts',
  'parts.table': 'Multiplies of its parts',

  instances: { by: 'count', one: 'This text stands in {count} place', other: 'This text stands in {count} places' },
  'instances.table': 'Instances of the same text',
  'instances.more': 'and {count} more',
} as const;
