/** What the keywords and functions of the language say, in one or two sentences of Markdown. */

export const keywords = {
  import:
    'Takes modules and constants from another file. The path is relative and stays inside the workspace; `as` gives a name of your own.',
  from: 'Makes a named result the flow: the next layer reads it. After `branch`, `head` and `output` it says where they start, in `import` which file.',
  const: 'Names a value. At the top level it is known in the whole file, in a body from there to its end.',
  module: 'A block of layers with parameters, one input and one result. Called like a layer.',
  network: 'A complete design, from its input to its outputs. Its parameters need defaults, which tools may override.',
  input: 'Starts the flow of a network with an image: height x width x channels. In a module it names what flows in.',
  defaults:
    'Named arguments for all layers of a kind in the rest of the body, in its nested bodies and in the modules called there. An explicit argument wins.',
  concat: 'Joins branches or named results by channel, in written order. Height and width must agree.',
  add: 'Sums branches or named results of one shape; an axis of 1 spreads. An empty branch is the identity, a skip.',
  multiply:
    'Takes the product of branches or named results, value by value; an axis of 1 spreads, as a gate of 1x1xC does.',
  branch: 'One way through a join. It starts from what flows into the join, or after `from` from a named result.',
  repeat:
    'Unrolls its body: a number of turns, a variable from a first to a last value (both included; `..<` leaves out the last), or the items of a list.',
  in: 'Gives a repeat its variable and its range or list.',
  if: 'Takes a body, or a value, where its condition is true.',
  else: 'Stands behind the body or value of an `if`: what is taken where the condition is false.',
  head: 'A side classifier: an output of its own that leaves the flow and the main totals alone.',
  output:
    'Names a main output of the network: a named result, the flow, or a body that starts from a result. Without one, the end of the flow is the output.',
  precision: 'What weights and activations take in all metrics of bytes. Counts and runs stay as they are.',
  expect:
    'Checks the shape of the flow, or a metric of the statement before it. `~` means within one unit of the last written digit.',
  budget:
    'A promise about the main outputs of a network, or about each instance of a module. It always holds, or the file is wrong.',
  true: 'The truth value, for parameters such as `bias`.',
  false: 'The truth value, for parameters such as `bias`.',
  and: 'True where both sides are; the right side is looked at only where the left one is true.',
  or: 'True where one of the sides is; the right side is looked at only where the left one is false.',
  not: 'Turns true into false and false into true.',
} as const;

export const functions = {
  min: 'The smallest of its numbers.',
  max: 'The largest of its numbers.',
  floor: 'The nearest whole number below: `floor(7 / 2)` is 3.',
  ceil: 'The nearest whole number above: `ceil(7 / 2)` is 4.',
  round: 'The nearest whole number; a half goes away from zero.',
  abs: 'The number without its sign.',
  sqrt: 'The square root.',
  length: 'How many items a list has.',
  make_divisible:
    'The nearest multiple of `by` (8 unless said), at least `by` and never less than 90% of the number: the rule for widths of MobileNetV2.',
} as const;
