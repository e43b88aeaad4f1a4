/** What a client of the Model Context Protocol is told of the tools, for the model that uses them, and of calls that are none. */

import type { Texts } from '../text';

export const tools = {
  title: 'Incept',
  instructions: `Incept tells what every layer of a convolutional network costs: shapes, multiplies, parameters, bytes of activations, peak memory, \
receptive fields. A network is written in the .cnn language and given as a file or as text, for example:

{example}

Flow goes from statement to statement; "name = conv(64, 3x3, stride = 2)" names a result, "from name" continues there. Start with check, then \
cost; explain says where a figure comes from, advise what would make it cheaper, sweep compares sizes and widths, diff two versions. Multiplies are \
what most tools print as MACs. Nothing is ever written to a file.`,

  // The tools.
  check: 'Check a design',
  'check.description':
    'Mistakes, broken budgets and failed expectations of a .cnn design, or of all in a folder, each with its place, and fixes where there are any. No diagnostics means that it is fine.',
  cost: 'Cost of a network',
  'cost.description':
    'Shapes and costs of a .cnn network: output shape, multiplies, parameters, bytes and receptive field of every layer, sums by block, totals of main outputs and of side heads, peak memory, budgets. Parameters are counted, bytes are those of the precision of the network.',
  explain: 'Where a figure comes from',
  'explain.description':
    "The formula of a layer's or block's costs with its numbers; without a path the totals of the whole network, and what other tools (PyTorch, Keras, thop, fvcore and others) print for it.",
  advise: 'How to make a network cheaper',
  'advise.description':
    'Rewrites that make a .cnn network cheaper (bottlenecks, two 3x3 for a 5x5, separable convolutions and others), each with the exact totals before and after and the edits of the text. Nothing is applied.',
  diff: 'Compare two networks',
  'diff.description':
    'What changed in structure and cost between two .cnn designs, two revisions in git (a file such as HEAD~1:net.cnn), or two networks of one file (network A..B without a new design): totals of every metric, and each layer that was added, removed or changed.',
  sweep: 'Compare values of parameters',
  'sweep.description':
    'Cost of a .cnn network over a grid of values of its parameters and of input sizes; which points fit a condition, which one is the best, and which no other point beats (the Pareto front).',

  // Their arguments.
  'argument.file': 'path of the .cnn file, absolute or from the working folder; in place of text',
  'argument.text': 'the design itself, in place of file; what it imports is looked up in the working folder',
  'argument.oldFile': 'path of the old .cnn file, or REV:FILE of git; in place of oldText',
  'argument.oldText': 'the old design itself, in place of oldFile',
  'argument.newFile': 'path of the new .cnn file, or REV:FILE of git; in place of newText',
  'argument.newText': 'the new design itself, in place of newFile',
  'argument.set': 'values of network parameters: an object with a value for each name, or a list such as ["width=0.5"]',
  'argument.parameters':
    'values of network parameters: an object with the values for each name, a list such as "1,2,3" or a range such as "0.25..1:0.25" (the step is behind the colon); or a list such as ["depth=1,2,3"]',

  // In an editor.
  'design.default': 'Without file and text: the design in the editor, as it is typed.',
  'diff.default': 'Without designs: the design in the editor, compared with the last commit.',

  // What is wrong with a call.
  'unknown-tool': 'there is no tool {name}',
  'unknown-argument': '{tool} has no argument {name}',
  'wrong.text': '{name} takes a string',
  'wrong.count': '{name} takes a whole number, 1 or more',
  'wrong.list': '{name} takes a string or a list of strings',
  'wrong.values': '{name} takes an object of names and values, or a list of strings such as "width=0.5"',
  both: 'give {file} or {text}, not both',
  neither: 'give {file}, the path of a design, or {text}, the design itself',
  'long-answer': 'the answer is longer than {limit} MiB',
  'long-answer.hint': 'ask for less: a smaller design, fewer points, one network',
  'long-message': 'a message of more than {limit} MiB is not read',
} as const satisfies Texts;
