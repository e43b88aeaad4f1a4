/** What the preview's What if tab and its strip say: sliders, what a change reaches, what applying it writes. Numbers come written. */

export const whatIf = {
  // The strip.
  title: 'What if',
  changes: { by: 'count', one: '{count} change', other: '{count} changes' },
  change: '{was} → {now}',
  'not-in-text': 'not in the text yet',
  hold: 'Hold to see the text’s',
  'hold.title': 'Shows the picture and the numbers of the text for as long as it is held, as the key B does',
  reset: 'Reset',
  'reset.title': 'Back to what the text says',
  apply: 'Apply to text',
  'apply.brief': 'Apply',
  'apply.title': 'Writes the changes into the text, as one edit that can be undone',

  // Pages.
  pages: 'What if',
  'page.sliders': 'Sliders',
  'page.sweep': 'Sweep',
  'page.fit': 'Fit a budget',
  tick: 'tick: the text’s value',

  // Sliders.
  network: 'Network',
  selected: 'selected',
  'select-layer': 'Select a layer in the picture or the table to change its filters, kernel, stride and groups.',
  'no-arguments': 'Nothing of this layer can be changed here.',
  size: 'size',
  height: 'height',
  width: 'width',
  precision: 'precision',
  was: 'was {was}',
  'spoken.value': '{now}, in the text {was}',
  'number-of': '{name}, as a number',

  // Where an argument stands. The names of arguments come as a list.
  'reach.parameter': {
    by: 'count',
    one: '{names} is the parameter {parameter} of the network.',
    other: '{names} are the parameter {parameter} of the network.',
  },
  'reach.argument': {
    by: 'count',
    one: '{names} is the argument {argument} of the call on line {line}.',
    other: '{names} are the argument {argument} of the call on line {line}.',
  },
  'reach.call': {
    by: 'count',
    one: '{names} stands in the call on line {line}.',
    other: '{names} stand in the call on line {line}.',
  },
  'reach.module': {
    by: 'count',
    one: '{names} stands in module {module}, line {line}.',
    other: '{names} stand in module {module}, line {line}.',
  },
  /** Behind one of them, where there are several. */
  'reach.calls': 'A change reaches all {calls} layers that are made from it.',

  // Refusals.
  refused: '{name} = {value}: {message}.',
  nearest: 'The nearest that work:',
  'nearest.searching': 'Looking for values that work…',
  'nearest.none': 'No value nearby works.',

  // The bottleneck.
  bottleneck: 'Where the 1×1 bottleneck pays',
  'bottleneck.about': 'multiplies of both layers, against the channels between them',
  'bottleneck.direct': 'without a bottleneck {amount}',
  'bottleneck.here': '{name} = {channels}: {amount}',
  'bottleneck.even': 'pays while {name} < {channels}',
  'bottleneck.in-place': '{amount} in place of {direct}: {change}',
  'bottleneck.mark': 'break-even',

  // What applying writes.
  written: 'What Apply writes',
  'written.undo': 'one undo',
  'written.nothing': 'Nothing yet: move a slider.',
  'written.leaves': 'Some expect rows would no longer hold, and no single value would put them right.',
  'written.removed': 'Line {line} was: {text}',
  'written.added': 'Line {line} becomes: {text}',

  // For a screen reader, after a change.
  'spoken.less': '{metric} {amount}, {percent} percent less',
  'spoken.more': '{metric} {amount}, {percent} percent more',
  'spoken.same': '{metric} {amount}, as in the text',
} as const;
