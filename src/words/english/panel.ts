/**
 * What the preview's panel says around its picture: header, totals, legend, cost table, errors, and how to start where
 * there is no network. Counts come written, with `≥ ` before one that is not all known.
 */

import { previewTabs } from './preview-tabs';

export const panel = {
  // Frame.
  tabs: 'Views of the network',
  ...previewTabs,
  'pane.large': 'Make the pane larger',
  'pane.small': 'Make the pane smaller again',
  splitter: 'Size of the pane',

  // The menu of a node.
  menu: 'Node',
  'menu.go-to': 'Go to text',
  'menu.open': 'Open',
  'menu.close': 'Close',
  'menu.open-alike': 'Open all like it',
  'menu.close-alike': 'Close all like it',
  'menu.explain': 'Explain',
  'menu.what-if': 'What if',
  'menu.run': 'Run up to here',
  'menu.copy-path': 'Copy path',

  // Header.
  network: 'Network',
  metric: 'Metric',
  /** On the switch, and in a narrow panel's menu. */
  'metric.multiplies': 'Multiplies',
  'metric.macs': 'MACs',
  'metric.flops': 'FLOPs',
  'metric.params': 'Params',
  'metric.activationBytes': 'Memory',
  'brief.multiplies': 'Mult.',
  'brief.macs': 'MACs',
  'brief.flops': 'FLOPs',
  'brief.params': 'Params',
  'brief.activationBytes': 'Mem.',
  /** After what activation bytes are. */
  'peak-is-less': 'Peak memory is less: see the totals.',

  // What leaves the page.
  export: 'Export',
  /** What is drawn. */
  'export.of.picture': 'Picture',
  'export.of.icicle': 'Icicle',
  'export.of.balance': 'Balance of branches',
  'export.of.memory': 'Memory chart',
  'export.of.sweep': 'Plot of the sweep',
  'export.of.field': 'Receptive field',
  'export.svg': '{drawing} as SVG…',
  'export.png': '{drawing} as PNG…',
  /** Over the drawing of what a value of a layer sees. */
  'export.field': 'Receptive field of {layer}',
  'export.theme.light': 'Light',
  'export.theme.dark': 'Dark',
  'export.theme.paper': 'For paper',
  'export.markdown': 'Copy table as Markdown',
  'export.report': 'Report as HTML…',
  'export.csv': 'Table as CSV…',

  // Totals.
  totals: 'Totals',
  'total.heads': { by: 'count', one: 'Side head', other: 'Side heads' },
  /** Where there is little room. */
  'total.peak': 'Peak',
  /** Of the peak: the layer's name is a button. */
  'total.at': 'at {layer}',
  'total.unknown-layers': '{unknown} of {layers} layers unknown',
  partial: 'partial',
  'last-good': 'last good',
  'budget.ok': '✓ {share} of {limit}',
  'budget.over': '✗ {share} of {limit}',
  'budget.open': 'budget open',
  /** For a share of a limit that is 0. */
  'budget.over-nothing': 'over 0',
  'budget.go-to': '{value} of at most {limit}. Go to the budget, line {line}.',

  // Picture and legend.
  picture: 'Picture of the network',
  tools: 'Picture',
  find: 'Find a layer',
  'find.none': 'none',
  'find.place': '{place} of {count}',
  'collapse-all': 'Collapse all',
  'expand-all': 'Expand all',
  'zoom-out': 'Zoom out',
  'zoom-in': 'Zoom in',
  'zoom-full': 'Zoom to 100%',
  fit: 'Fit the picture',
  'legend.share': 'Share',
  'legend.share.multiplies': 'Share of all multiplies',
  'legend.share.macs': 'Share of all MACs',
  'legend.share.flops': 'Share of all FLOPs',
  'legend.share.params': 'Share of all parameters',
  'legend.share.activationBytes': 'Share of all activation bytes',
  'legend.colours': 'Colours from cheap to dear: {steps}',
  'legend.none': 'none',
  /** Of the tick on the bar of a node, while other values are tried out. */
  'legend.before': 'the text’s cost',
  'legend.unknown': 'unknown',
  'legend.was': 'before',
  'legend.added': 'added',
  'legend.changed': 'changed',
  'legend.removed': 'removed',
  'legend.width': 'line width: bytes of the tensor',
  'legend.times': 'numbers at the right: time measured',

  // Cost table.
  cost: 'Cost of each layer',
  'column.name': 'Layer',
  'column.output': 'Output',
  'column.share': 'Share',
  'column.change': 'Change',
  'column.multiplies': 'Multiplies',
  'column.macs': 'MACs',
  'column.flops': 'FLOPs',
  'column.params': 'Params',
  'column.activationBytes': 'Activations',
  'column.weightBytes': 'Weights',
  'column.intensity': 'FLOPs per byte',
  'column.rank': 'Rank',
  'column.kernel': 'Kernel',
  'column.stride': 'Stride',
  'column.padding': 'Padding',
  'column.groups': 'Groups',
  'column.input': 'Input',
  'column.receptiveField': 'Receptive field',
  'column.predicted': 'Predicted time',
  'column.time': 'Measured time',
  'column.line': 'Line',
  'column.path': 'Path',
  'column.call': 'Call',
  'cost.total': 'Main output',

  // Errors and notices. The row of an error has several sentences.
  'error.line': 'Line {line}:',
  /** For a message without an end. */
  'error.sentence': '{message}.',
  'error.picture-is-last-good': 'The picture is the last good one.',
  'error.totals-are-partial': 'What depends on it is unknown; totals are partial.',
  'error.more': '{count} more in Problems.',
  'error.go-to': 'Go to line',
  'error.fix': 'Fix',
  'notice.unavailable': 'The picture could not be brought up to date: {reason}',
  'notice.refused': 'Not applied: {reasons}',
  'notice.late': 'The layout takes its time: until it is done, the boxes stand one below the other.',
  'notice.slow': 'The layout took too long, so the boxes stand one below the other.',
  'notice.failed': 'The layout ended with an error, so the boxes stand one below the other.',
  'notice.try-again': 'Try again',

  'drop-model': 'Drop a model of ONNX, Caffe, Keras or TensorFlow.js to import it',
  'drop-image': 'Drop to run the network on this image',
  'drop-either':
    'Drop an image to run the network on it, or a model of ONNX, Caffe, Keras or TensorFlow.js to import it',

  // A file without a network.
  empty: 'No network',
  'empty.title': '{file} has no network yet',
  'empty.how': 'Write one in the editor, and its picture and costs appear here as you type:',
  'empty.modules': {
    by: 'count',
    one: '{file} declares {count} module and no network',
    other: '{file} declares {count} modules and no network',
  },
  'empty.modules.how':
    'A module has shapes and costs where a network calls it: open the file of such a network, or write one here, with the arguments that the module wants:',
  'empty.presets': 'Or start from a network of the field:',
  /** Behind a few of them; there are always several. */
  'empty.all-presets': 'All {count} networks…',
} as const;
