/**
 * What an editor shows beside and above the text: details of completion, tooltips of inlay hints, code lenses, answers to
 * a rename. Hovers have a table of their own. Several of a line's texts are joined by a middle dot.
 */

export const editor = {
  // Beside a name in completion.
  'completion.module': 'module',
  /** Of a module of another file, which is imported where it is taken. */
  'completion.import': 'module of {path}',
  'completion.constant': 'constant',
  'completion.imported-constant': 'imported constant',
  'completion.variable': 'of the repeat',
  'completion.called': 'a value that is called',
  'completion.function': 'function',
  'completion.required': 'required',
  /** Of a parameter: what it is where it is not given. */
  'completion.default': 'default {value}',
  /** Of a word: that it is a parameter's default. */
  'completion.is-default': 'default',
  /** Of a value in a layer that is being written. */
  'completion.keeps-shape': 'keeps the shape',
  'completion.fits-join': 'makes the join fit',
  'completion.gives': 'gives {shape}',
  'completion.shape-here': 'the shape here',

  /** Below what a parameter means: which values it takes. */
  'parameter.takes': 'Takes {values}.',

  // Over a shape in the text. Instances are the places in which a module's layer stands.
  'inlay.shape': 'Result: height x width x channels',
  'inlay.shape-in': 'Result: height x width x channels, as in {path}',
  'inlay.shape-of-instances': 'Result: height x width x channels, over {count} instances',

  /** What something costs; the amount is short (`1.58 G`) or exact, and `≥ ` stands before one that is not all known. */
  multiplies: '{amount} multiplies',

  /** The same beside other totals, where there is little room. */
  'summary.work': '{amount} mul',

  // Above networks and modules.
  'lens.params': '{amount} params',
  'lens.peak': 'peak {amount}',
  'lens.preview': 'Preview',
  'lens.run': 'Run',
  'lens.not-called': 'not called',
  'lens.instances': { by: 'count', one: '{count} instance', other: '{count} instances' },
  'lens.share': '{share} of {network}',
  'lens.chosen': 'shown as {path}, {shape}',
  'lens.budgets-hold': '✓ budgets hold in {network}',
  'lens.budgets-exceeded': {
    by: 'count',
    one: '✗ {exceeded} of {count} budget exceeded',
    other: '✗ {exceeded} of {count} budgets exceeded',
  },

  /** How much of a budget is used. */
  budget: '{share} of {limit}',
  /** Of a budget that is exceeded: `conv_2 60.1%`, with commas. */
  'budget.most': 'most in {layers}',
  /** `✓ multiplies 98.9% of 1.6 G` */
  'lens.budget': '{sign} {metric} {use}',
  // How many of the checks of `expect` hold.
  'expects.ok': { by: 'count', one: '{count} expect holds', other: '{count} expects hold' },
  'expects.missed': {
    by: 'count',
    one: '{missed} of {count} expect missed',
    other: '{missed} of {count} expects missed',
  },
  'expects.open': {
    by: 'count',
    one: '{open} of {count} expect open',
    other: '{open} of {count} expects open',
  },
  /** Of one that is missed, behind the layer: `multiplies 120,422,400, expected <= 100,000,000`. */
  'expects.sum': '{metric} {found}, expected {operator} {expected}',
  'expects.shape': '{found}, expected {expected}',

  'request.early': 'the server is not initialized yet',
  'request.late': 'the server was shut down',
  'request.again': 'the server was initialized already',
  'memory.short': 'There is too little memory left for answers about {name}.',
  // Expectations that are written.
  'expect.here': 'Write {text}',
  'expect.table': 'Write expects from the table in the selection',
  'table.row': 'Row',
  'table.statement': 'Layer',
  'table.metric': 'Figure',
  'table.claimed': 'In the table',
  'table.found': 'Here',

  // Refactorings: what is done, and that nothing is another by it.
  'refactor.extract': {
    by: 'count',
    one: 'Extract module {head}',
    other: 'Extract module {head} from {count} places',
  },
  'refactor.inline': 'Inline this call of {name}',
  'refactor.inline-all': {
    by: 'count',
    one: 'Inline module {name} at its call',
    other: 'Inline module {name} at its {count} calls',
  },
  'refactor.repeat': 'Make repeat {turns} of {count} equal statements',
  'refactor.same': '{title} (same shapes, costs and receptive fields)',
  'refactor.paths': {
    by: 'count',
    one: '{title} (same shapes, costs and receptive fields; {count} layer gets another path)',
    other: '{title} (same shapes, costs and receptive fields; {count} layers get other paths)',
  },
  /** A change of several places that has to be confirmed. */
  'refactor.confirm': 'Change paths of layers',

  'rename.refused': '{name} cannot be a name here',
  'rename.keyword': '{name} is a word of the language',
  'rename.hidden': '{name} is known here already, from line {line} of {file}, and would be hidden',
  // A rename that has to be confirmed.
  'rename.paths': 'Rename, which changes paths of layers',
  'rename.paths-detail': {
    by: 'count',
    one: '{count} layer gets another path ({example})',
    other: '{count} layers get other paths ({example} and others)',
  },
  'rename.weights': '{detail}; weights of it are in {files}, which name the old ones',
  /** Another name is caught by the new one, or the new one by another. */
  'rename.conflict': '{name} is taken: line {line} of {file} would mean something else',
  'rename.mistake': '{name} is taken: line {line} of {file} would be wrong ({message})',
} as const;
