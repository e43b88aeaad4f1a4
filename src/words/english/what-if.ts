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

  // What applying writes.
  written: 'What Apply writes',
  'written.undo': 'one undo',
  'written.nothing': 'Nothing yet: move a slider.',
  'written.leaves': 'Some expect rows would no longer hold, and no single value would put them right.',
  'written.removed': 'Line {line} was: {text}',
  'written.added': 'Line {line} becomes: {text}',

  // The fields of a sweep.
  'range.first': 'Vary',
  'range.second': 'and',
  'range.none': 'nothing',
  'range.from': 'from',
  'range.to': 'to',
  'range.step': 'step',
  where: 'only where',
  'where.example': 'width >= 0.5 and params <= 5M',
  'axis.x': 'across',
  'axis.y': 'up',
  'axis.less': '{name} ↓',
  'axis.more': '{name} ↑',
  'axis.title-less': '{name}, less is better',
  'axis.title-more': '{name}, more is better',
  sweep: 'Sweep',
  cancel: 'Cancel',
  progress: '{done} of {count} designs',
  starting: 'Starting…',
  'found.all': { by: 'count', one: '{count} design', other: '{count} designs' },
  'found.failed': { by: 'count', one: '{count} has a mistake', other: '{count} have a mistake' },
  'found.no-trade':
    'One design is the smallest on both axes, so there is no trade: choose ↑ for what you want more of.',
  'copy-table': 'Copy table',
  intro: 'Costs the network at each value and shows which designs no other beats on both axes.',

  // Refusals of a sweep.
  'sweep.range': '{text} is no range: a number from, one to, and a step that leads there.',
  'sweep.value': '{text} is no value that can be swept.',
  'sweep.parameter': 'The network has no parameter {text}.',
  'sweep.twice': '{text} cannot be swept twice.',
  'sweep.where': '{text} is no condition over metrics and parameters: {mistake}.',
  'sweep.where-plain': '{text} is no condition over metrics and parameters.',
  'sweep.measure': '{text} can be no axis: it is swept by none of the ranges.',
  'sweep.many': '{text} designs are more than {limit}: take larger steps.',
  'sweep.network': 'There is no network to sweep.',

  // The plot.
  plot: 'Designs by {x} and {y}',
  'plot.front': 'on the front',
  'plot.front-fits': 'on the front, fits the budgets',
  'plot.front-over': 'on the front, over a budget',
  'plot.other': 'another is better',
  'plot.text': 'the text’s design',
  'plot.pale': 'pale: left out by “only where”',
  'plot.budget': 'budget {limit}',
  'plot.the-text': 'the text',

  // The table.
  table: 'Designs of the sweep',
  'column.peak': 'Peak',
  'column.multiplies': 'Multiplies',
  'column.params': 'Params',
  'column.verdict': 'Verdict',
  'verdict.text': 'the text',
  'verdict.front': 'front',
  'verdict.fits': '✓ fits',
  'verdict.over': '✗ over budget',
  'verdict.out': 'left out',

  // Fit a budget.
  'fit.intro': 'Finds the values with the most of what you want within limits, and shows that design.',
  'fit.limit': '{metric} at most',
  'fit.goal': 'Most of',
  find: 'Find',
  'fit.found': 'Found among {count}:',
  'fit.nothing': 'None of {count} designs fits.',
  'fit.see-all': 'See all as a sweep',

  // For a screen reader, after a change.
  'spoken.less': '{metric} {amount}, {percent} percent less',
  'spoken.more': '{metric} {amount}, {percent} percent more',
  'spoken.same': '{metric} {amount}, as in the text',
} as const;
