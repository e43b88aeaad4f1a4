/**
 * What is wrong with a network, in English. A message says what was found and what is expected, in plain words, and
 * ends without a period. The part of a key behind `/` tells cases of one code apart. Severities are in base/codes.ts.
 */

import type { Language, Translations } from '../text';
import { importPhrases } from './import-phrases';
import { english } from './language';
import { refusals } from './refusals';

const messages = {
  // Text that is not the language (lexer and parser).
  'syntax.expected': 'expected {expected}, found {found}',
  'syntax.expected/const': 'expected {expected}, found {found}; a value is named by const {name} = ...',
  'syntax.expected/join':
    'expected {expected}, found {found}; results are joined by {name} = add(a, b) or multiply(a, b)',
  'syntax.expected/variable': 'expected {expected}, found {found}; a range needs a variable: repeat i in 1..4',
  'syntax.unexpected': '{found} does not belong here',
  'syntax.character': 'the character {found} is not part of the language',
  'syntax.character/wide': 'write `{narrow}` in place of `{found}`',
  'syntax.conflict': 'a merge conflict that is not resolved; the first side is read',
  'syntax.number': '{found} is not a number or a size',
  'syntax.quote': 'a string stands in double quotes',
  'syntax.quote/word': '{word} stands without quotes',
  'syntax.tuple': 'several values are a size or a list, not in parentheses',
  'syntax.hash': 'a comment starts with //, found #',
  'syntax.string-open': 'the string is not closed on its line',
  'syntax.string-escape': '{found} is not an escape; a string knows \\" and \\\\',
  'syntax.comment-open': 'the comment is not closed; it ends with */',
  'syntax.unclosed': '{opener} is not closed: expected {expected}, found {found}',
  'syntax.comment-in-call': '`//` starts a comment and leaves the call open; a whole division is written floor(a / b)',
  'syntax.keyword-name': '{found} is a word of the language and cannot be a name',
  'syntax.too-long': 'the text has more than {limit} characters, and is not read',
  'syntax.too-many': 'from here on nothing is listed: there are more than {limit} messages',
  'syntax.branch-only': 'only branches can stand in {join}',
  'syntax.branch-place': 'a branch can stand only in concat, add or multiply',
  'syntax.join-empty': '{join} needs at least one branch',
  'syntax.positional-after-named': 'arguments by position come before named ones',
  'syntax.comparison': '`~` compares in expect only',
  'syntax.comparison-chain': 'a comparison has two sides; join two of them by and',
  'syntax.else-alone': 'else stands behind the body of an if',
  'syntax.arrow/before': '`->` stands between two statements; there is none before it',
  'syntax.arrow/after': '`->` stands between two statements; there is none after it',
  'syntax.place/import': 'an import stands at the top level of a file, not in a body',
  'syntax.place/module': 'a module stands at the top level of a file, not in a body',
  'syntax.place/network': 'a network stands at the top level of a file, not in a body',
  'syntax.expression-size': 'more than {limit} operators in one expression',
  'syntax.nesting': 'more than {limit} nested bodies or parentheses',

  // Names.
  'name.unknown/input': 'there is no layer or module named {name}; a network starts with input image: 224x224x3',
  'name.unknown/callable': 'there is no layer or module named {name}',
  'name.unknown/elsewhere': 'there is no layer or module named {name}, and no layer that does the same',
  'name.unknown/function': 'there is no function or layer named {name}',
  'name.unknown/layer': 'there is no layer named {name}',
  'name.unknown/result': 'there is no result named {name}',
  'name.unknown/value': 'there is no constant or parameter named {name}',
  'name.unknown/word': 'there is no constant, parameter or word named {name}',
  'name.twice/body': '{name} is defined twice in this body',
  'name.twice/file': '{name} is defined twice in this file',
  'name.shadows-layer': '{name} is also a layer of the language; here it is the module',
  'name.not-a-result': '{name} is {what}, not the result of a layer',
  'name.not-a-value': '{name} is {what}, not a value',
  'name.not-a-layer': '{name} is {what}, not a layer or module',
  'name.not-a-layer/result': '{name} is the result of a layer: write `from {name}` to go on from it',
  'name.no-flow': 'there is no flow here whose channels could be taken',
  'name.constant-cycle': 'the constants {names} need each other',
  'name.constant-self': 'the constant {name} needs itself',
  'name.constant-depth': 'a chain of constants with more than {limit} steps',
  'name.recursion': '{name} calls itself: {chain}',
  'import.missing-file': 'there is no file {path}',
  'import.missing-file/folder': '{path} is a folder, not a file',
  'import.missing-file/special': '{path} is not a file but a pipe or a device',
  'import.missing-file/encoding': '{path} is not UTF-8 text',
  'import.missing-file/large': '{path} is too large to be a design',
  'import.missing-file/denied': 'reading {path} is not permitted',
  'import.missing-file/other': '{path} cannot be read',
  'import.outside': '{path} is outside of the workspace',
  'import.path': 'an import needs a relative path that ends with .cnn, as in "./blocks.cnn"',
  'import.missing-name': '{path} declares no module or constant named {name}',
  'import.cycle': '{path} imports this file: {chain}',

  // Calls and values.
  'call.missing': '{name} needs {parameters}',
  'call.unknown-parameter': '{name} has no parameter named {parameter}',
  'call.unknown-parameter/list': '{name} has no parameter named {parameter}; it has {parameters}',
  'call.unknown-parameter/flow':
    '{name} has no parameter named {parameter}; a layer takes the channels that flow into it',
  'call.unknown-parameter/none': '{name} has no parameter named {parameter}; it has none',
  'call.too-many': {
    by: 'limit',
    one: '{name} takes one argument, found {found}',
    other: '{name} takes at most {limit} arguments, found {found}',
  },
  'call.too-many/none': '{name} takes no arguments, found {found}',
  'call.default-position': 'defaults takes named arguments only: {name}(parameter = value)',
  'call.twice': '{parameter} is given twice',
  'call.one-of': 'give either {first} or {second}',
  'call.parentheses': '{name} is a layer; to apply it write {name}(...)',
  'value.type': '{parameter} takes {expected}, found {found}',
  'value.integer': '{parameter} takes a whole number, found {found}',
  'value.range': '{parameter} must be {expected}, found {found}',
  'value.word': '{parameter} takes {expected}, found {found}',
  'value.number': 'expected a number, found {found}',
  'value.condition': 'expected true or false, found {found}',
  'value.index': 'there is no item {found}; the last one is {last}',
  'value.index/empty': 'there is no item {found}; the list is empty',
  'value.length': 'length takes one list',
  'value.list': 'expected a list, found {found}',
  'value.list-limit': 'more than {limit} values in one list',
  'value.pattern': 'expected a list of {count}, found {found}',
  'value.divide-by-zero': 'division by zero',
  'value.not-finite': 'the result is not a finite number',
  'value.function/one': '{name} takes one number, found {found}',
  'value.function/one-named': '{name} takes one number, found an argument named {argument}',
  'value.function/several': '{name} takes one or more numbers, found {found}',
  'value.function/several-named': '{name} takes one or more numbers, found an argument named {argument}',
  'value.too-large': '{value} is above 2^53, the largest exact whole number',

  // Flow.
  'flow.no-input': 'network {name} has no input; start it with: input image: 224x224x3',
  'flow.input-twice': 'a network has one input',
  'flow.input-place': 'input stands at the start of a network',
  'flow.input-shape': 'the input needs height x width x channels, found {found}',
  'flow.place/head': 'a head can stand in the body of a network only',
  'flow.place/input': 'input can stand in the body of a network only',
  'flow.place/precision': 'precision can stand in the body of a network only',
  'flow.precision': 'expected float32, float16, bfloat16, int8 or int4, found {found}',
  'flow.precision-mixed': 'precision takes one word for all, or weights = and activations =',
  'flow.precision-part': 'precision has no part named {name}; it has weights and activations',
  'flow.precision-twice': 'a network has one precision',
  'flow.place/output': 'an output can stand in the body of a network only',
  'flow.parameter-default': 'the network parameter {name} needs a default',
  'flow.dead': '{name} leads to no output or head',
  'flow.arrow-after-name': '{name} names the result of {call} alone, not of what `->` leads on to',
  'flow.output-twice': 'there is an output or head named {name} already',
  'flow.repeat-count': 'repeat needs a whole number of turns, zero or more, found {found}',
  'flow.repeat-range': 'a loop variable runs over whole numbers, found {found}',
  'flow.repeat-list': 'repeat runs over a range or a list, found {found}',
  'flow.repeat-limit': 'more than {limit} turns',
  'flow.layer-limit': 'more than {limit} layers in this file; reading it ended in {owner}',
  'flow.network-limit': 'more than {limit} networks in this file; this one and those behind it are not read',
  'flow.work-limit':
    'repeats and modules of this file unroll to more than {limit} statements; reading it ended in {owner}',
  'flow.depth-limit': 'more than {limit} module calls inside one another',
  'flow.empty': 'network {name} has no layers',

  // Shapes.
  'shape.concat-size': '{operands}; concat needs equal height and width',
  'shape.add-shape': '{operands}; add needs equal shapes, or 1 where it spreads',
  'shape.multiply-shape': '{operands}; multiply needs equal shapes, or 1 where it spreads',
  'shape.window': 'the {window} window does not fit into {input}; the smallest input that works is {smallest}',
  'shape.window/padded':
    'the {window} window does not fit into {input} with padding {padding}; the smallest input that works is {smallest}',
  'shape.window/image':
    'the {window} window does not fit into {input}; the smallest input that works is {smallest}, the smallest image of this network {image}',
  'shape.window/padded-image':
    'the {window} window does not fit into {input} with padding {padding}; the smallest input that works is {smallest}, the smallest image of this network {image}',
  'shape.block': 'blocks of {block} must divide {height} x {width}',
  'shape.block-channels': 'a block of {area} must divide the {channels} channels',
  'shape.channel-groups': 'groups = {groups} must divide the {channels} channels',
  'shape.clip': 'the maximum {maximum} is below the minimum {minimum}',
  'shape.crop': 'of {height} x {width} nothing is left, or it is smaller already',
  'shape.cut-away': 'the padding cuts the whole result away',
  'shape.output-padding':
    'output_padding must be below the larger of stride and dilation, which is {below}; found {found}',
  'shape.reflect': 'a reflected border must be narrower than the image of {height} x {width}',
  'shape.slice': 'there is no channel {last}; the last one is {available}',
  'shape.groups': 'groups = {groups} must divide the {channels} input channels and the {filters} filters',
  'shape.padding-only': 'a window of this pool lies over padding alone',
  'shape.too-large': '{what} is {value}, above 2^53, the largest exact whole number',

  // Promises of the design.
  'expect.shape': 'expected {expected}, the shape here is {found}',
  'expect.shape-form': 'expected a shape such as 28x28x192, found {found}',
  'expect.metric': 'expected {metric} {op} {expected} of {statement}, found {found}',
  'expect.no-layer': 'there is no layer before this expect whose {metric} could be checked',
  'expect.tolerance-literal': '~ takes a literal number, with the digits that count',
  'expect.metric-name': 'there is no metric named {name}',
  'budget.exceeded': '{metric} is {found}, over the budget of {limit} by {over}',
  'budget.operator': 'a budget is written {metric} <= limit',
  'budget.place': 'a budget stands in the body of a network or a module',

  // Advice that needs no proof.
  'lint.pool-stride':
    'stride is 1 here; PyTorch and Keras would take the kernel. Write stride = {stride} to make the size {size}',
  'lint.channels-first': 'sizes are height x width x channels here; {found} looks like channels x height x width',
  'lint.conv-order':
    '{name} takes filters and kernel: {channels} filters and a window of {kernel}; the channels of the input are not written, as they would be in PyTorch',
  'lint.dense-positions':
    '{name} takes all {values} values of {input}, each with a weight per unit; globalavgpool() before it leaves one per channel',
  'lint.pool-cut':
    'windows of {stride} do not divide {input}: `same` keeps the rest and gives {output}; PyTorch and Keras drop it unless told otherwise and give {cut}',
  'lint.spread': 'add spreads an axis of 1 over the other shapes here',
  'lint.output-padding-same': 'output_padding has no effect with padding = same',
  'lint.rounding-same': 'rounding = ceil has no effect with padding = same',

  // What could be better, for editors.
  'lint.budget-close': '{share} of the budget of {metric} is used, {left} is left',
  'lint.branch-cost': 'this branch is {share} of what its join costs',
  'lint.relu-softmax': 'the ReLU of {name} in front of a softmax makes all scores below zero equal',
  'lint.no-effect': '{name} changes nothing here',

  // What comes out differently in a framework.
  'target.odd-same': '{target} pads both sides alike, and not {pads} as same does here',
  'target.rounding': 'the size is {here} here; {target} makes it {there}',
  'target.count-padding': '{target} takes averages with count_padding = {is}',
  'target.groups': '{target} has no groups and would compute as with one in place of {groups}',
  'target.epsilon': 'the epsilon of {name} is {here} here, and {there} in {target} unless it is given',

  // Names that could go.
  'unused.parameter': 'nothing uses the parameter {name}',
  'unused.module': 'nothing uses the module {name}',
  'unused.constant': 'nothing uses the constant {name}',
  'unused.result': 'nothing uses the result {name}',
  'unused.import': 'nothing uses the import {name}',
} as const;

/** What stands beside a message. */
const notes = {
  'defined-here': '{name} is defined here',
  size: '{path} is {size}',
  /** At the call of the module in which the message stands. */
  instance: 'as it is called here, {path}',
} as const;

/** Titles of the changes that mend a mistake. */
const fixes = {
  write: 'Write {text}',
  'write-with': 'Write {text} with {arguments}',
  insert: 'Insert {text}',
  remove: 'Remove {text}',
  'remove-it': 'Remove it',
  'put-in-branch': 'Put it in a branch',
  'add-variable': 'Add a variable',
  'double-quotes': 'Use double quotes',
  'close-string': 'Close the string',
  'close-comment': 'Close the comment',
  'keep-first': 'Keep the first side',
  'keep-second': 'Keep the second side',
  'write-signs': 'Write the signs of the language',
  import: 'Import {name} from {path}',
  'set-argument': 'Write {parameter} = {value} in {path}',
  'put-layer': 'Put {layer} at the end of {branch}',
  'put-behind': 'Put {layer} behind {name}, and name its result so',
  'write-input': 'Write {text} as the input',
} as const;

/** Nouns and clauses that stand in a message where text of the user may stand too. */
const phrases = {
  // Behind every message that knows a name which is near.
  near: '{message}, did you mean {near}?',

  // What the parser expects.
  argument: 'an argument',
  branch: 'a branch',
  'comparison-sign': 'a comparison such as `==`',
  condition: 'a condition',
  'constant-name': 'the name of the constant',
  'count-or-range': 'the number of turns, a range (repeat i in 1..4) or a list (repeat row in rows)',
  'default-for': 'a default for {name}',
  'else-of-value': '`else` and the value where the condition is false',
  'entry-of-defaults': 'a layer with named arguments',
  'first-value': 'the first value, as in 1..4',
  'from-and-path': '`from` and the path of a file',
  'from-and-result': '`from` and the name of a result',
  'head-name': 'the name of the head',
  index: 'the place of an item, from 0',
  'imported-name': 'a name to import',
  'imported-names': '`{` and the names to import',
  'last-value': 'the last value',
  'last-value-of-range': 'the last value, as in 1..4',
  'layer-or-statement': 'a layer or a statement',
  limit: 'a limit',
  'metric-name': 'the name of a metric, such as multiplies or params',
  'metric-name-before': 'the name of a metric before {operator}',
  'module-name': 'the name of the module',
  'name-after-as': 'a name after as',
  'name-of-item': 'a name for an item of the list',
  'network-name': 'the name of the network',
  'output-name': 'the name of the output',
  'parameter-name': 'the name of a parameter',
  'parenthesis-after': '`(` after {name}',
  'precision-word': 'float32, float16, bfloat16, int8 or int4',
  path: 'the path of a file, as in "./blocks.cnn"',
  'range-and-last-value': '`..` and the last value, as in 1..4',
  'result-maker': 'a layer, module, concat, add, multiply, repeat or if',
  'result-name': 'the name of a result',
  shape: 'a shape',
  'shape-of-input': 'a shape: height x width x channels',
  'shape-or-comparison': 'a shape or a comparison',
  statement: 'a statement',
  value: 'a value',
  'value-after': 'a value after {operator}',
  'value-for': 'a value for {name}',
  'variable-name': 'the name of the loop variable',

  // What it finds.
  'end-of-body': 'the end of the body around it',
  'end-of-file': 'the end of the file',
  'end-of-line': 'the end of the line',

  // What a join joins.
  operand: '{name} is {size}',
  'branch-number': 'branch {number}',

  // What a name stands for, and a value is.
  'a-constant': 'a constant',
  'a-module': 'a module',
  'a-network': 'a network',
  'a-parameter': 'a parameter',
  'a-result': 'the result of a layer',
  'a-variable': 'a variable',
  'layer-value': 'the layer {name}',
  'module-value': 'the module {name}',
  'word-value': 'the word {word}',

  // What a parameter takes.
  'whole-number': 'a whole number of at least {minimum}',
  number: 'a number',
  'number-of': 'a number of {range}',
  pair: 'a whole number or a pair such as 3x3',
  padding: '`same`, `valid`, a number, a pair or four numbers',
  pads: 'a number, a pair or four numbers',
  'at-least': 'at least {minimum}',
  'at-most': 'at most {maximum}',
  'less-than': 'less than {below}',

  // What is counted, and a window that is wider than it is written.
  'count-of-adds': 'the number of adds',
  'count-of-bytes': 'the number of bytes of the result',
  'count-of-effectiveMultiplies': 'the number of effective multiplies',
  'count-of-elementwise': 'the number of elementwise operations',
  'count-of-multiplies': 'the number of multiplies',
  'count-of-params': 'the number of parameters',
  'count-of-paramsTotal': 'the number of all parameters',
  'count-of-values': 'the number of values',
  dilated: '{window} (dilated to {extent})',
  dimension: 'a dimension of the shape',
  'sum-of': 'the sum of {metric}',

  // What of a layer is unknown, for those who need to know all of it.
  'unknown-argument': 'an argument of it is unknown',
  'unknown-cost': 'its cost is unknown',
  'unknown-input': 'an input of it is unknown',
  'unknown-shape': 'its shape is unknown',

  // Weights in a file.
  'weight-in-file': '{name} ({foreign} in the file)',
  more: { by: 'count', one: 'and {count} more', other: 'and {count} more' },

  // Networks of other frameworks.
  ...importPhrases,
} as const;

export type Messages = typeof messages;
export type Notes = typeof notes;
export type Fixes = typeof fixes;
export type Phrases = typeof phrases;
export type Refusals = typeof refusals;

export const diagnosticTables = { messages, notes, fixes, phrases, refusals };

/** All that diagnostics say, in one language. */
export type DiagnosticWords = Translations<typeof diagnosticTables> & { readonly language: Language };

export const englishDiagnostics: DiagnosticWords = { language: english, ...diagnosticTables };
