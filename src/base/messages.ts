/**
 * The one table of diagnostic codes: severity and text of each. `{name}` is filled in from the
 * arguments. A text says what was found and what is expected, in plain words, and ends without a period.
 */

import type { Severity } from './diagnostic';

interface Message {
  readonly severity: Severity;
  readonly text: string;
}

const error = (text: string): Message => ({ severity: 'error', text });
const warning = (text: string): Message => ({ severity: 'warning', text });
const note = (text: string): Message => ({ severity: 'note', text });

const messages = {
  // Text that is not the language (lexer and parser).
  'syntax.expected': error('expected {expected}, found {found}{hint}'),
  'syntax.unexpected': error('{found} does not belong here'),
  'syntax.character': error('the character {found} is not part of the language'),
  'syntax.number': error('{found} is not a number or a size{hint}'),
  'syntax.quote': error('a string stands in double quotes'),
  'syntax.hash': error('a comment starts with //, found #'),
  'syntax.string-open': error('the string is not closed on its line'),
  'syntax.string-escape': error('{found} is not an escape; a string knows \\" and \\\\'),
  'syntax.comment-open': error('the comment is not closed; it ends with */'),
  'syntax.unclosed': error('{opener} is not closed: expected {expected}, found {found}'),
  'syntax.comment-in-call': error(
    '`//` starts a comment and leaves the call open; a whole division is written floor(a / b)',
  ),
  'syntax.keyword-name': error('{found} is a word of the language and cannot be a name'),
  'syntax.branch-only': error('only branches can stand in {join}'),
  'syntax.branch-place': error('a branch can stand only in concat or add'),
  'syntax.join-empty': error('{join} needs at least one branch'),
  'syntax.positional-after-named': error('arguments by position come before named ones'),
  'syntax.comparison': error('a comparison can stand only in expect and budget'),
  'syntax.arrow': error('`->` stands between two statements; there is none {where} it'),
  'syntax.place': error('{what} stands at the top level of a file, not in a body'),
  'syntax.expression-size': error('more than {limit} operators in one expression'),
  'syntax.nesting': error('more than {limit} nested bodies or parentheses'),

  // Names.
  'name.unknown': error('there is no {what} named {name}{hint}'),
  'name.twice': error('{name} is defined twice in this {where}'),
  'name.shadows-layer': warning('{name} is also a layer of the language; here it is the module'),
  'name.not-a-result': error('{name} is {what}, not the result of a layer'),
  'name.not-a-value': error('{name} is {what}, not a value'),
  'name.not-a-layer': error('{name} is {what}, not a layer or module'),
  'name.constant-cycle': error('the constants {names} need each other'),
  'name.constant-self': error('the constant {name} needs itself'),
  'name.constant-depth': error('a chain of constants with more than {limit} steps'),
  'name.recursion': error('{name} calls itself: {chain}'),
  'import.missing-file': error('there is no file {path}'),
  'import.outside': error('{path} is outside of the workspace'),
  'import.path': error('an import needs a relative path that starts with ./ or ../ and ends with .cnn'),
  'import.missing-name': error('{path} declares no module or constant named {name}{hint}'),
  'import.cycle': error('{path} imports this file: {chain}'),

  // Calls and values.
  'call.missing': error('{name} needs {parameters}'),
  'call.unknown-parameter': error('{name} has no parameter named {parameter}{hint}'),
  'call.too-many': error('{name} takes {expected}, found {found}'),
  'call.default-position': error('defaults takes named arguments only: {name}(parameter = value)'),
  'call.twice': error('{parameter} is given twice'),
  'call.parentheses': error('{name} is a layer; to apply it write {name}(...)'),
  'value.type': error('{parameter} takes {expected}, found {found}'),
  'value.integer': error('{parameter} takes a whole number, found {found}'),
  'value.range': error('{parameter} must be {expected}, found {found}'),
  'value.word': error('{parameter} takes {expected}, found {found}{hint}'),
  'value.number': error('expected a number, found {found}'),
  'value.divide-by-zero': error('division by zero'),
  'value.not-finite': error('the result is not a finite number'),
  'value.function': error('{name} takes {expected}, found {found}'),
  'value.too-large': error('{value} is above 2^53, the largest exact whole number'),

  // Flow.
  'flow.no-input': error('network {name} has no input; start it with: input image: 224x224x3'),
  'flow.input-twice': error('a network has one input'),
  'flow.input-place': error('input stands at the start of a network'),
  'flow.input-shape': error('the input needs height x width x channels, found {found}'),
  'flow.place': error('{what} can stand in the body of a network only'),
  'flow.parameter-default': error('the network parameter {name} needs a default'),
  'flow.dead': warning('{what} leads to no output or head'),
  'flow.arrow-after-name': warning('{name} names the result of {call} alone, not of what `->` leads on to'),
  'flow.output-twice': error('there is an output or head named {name} already'),
  'flow.repeat-count': error('repeat needs a whole number of turns, zero or more, found {found}'),
  'flow.repeat-range': error('a loop variable runs over whole numbers, found {found}'),
  'flow.repeat-limit': error('more than {limit} turns'),
  'flow.layer-limit': error('more than {limit} layers'),
  'flow.work-limit': error('repeats and modules unroll to more than {limit} statements'),
  'flow.depth-limit': error('more than {limit} module calls inside one another'),
  'flow.empty': warning('network {name} has no layers'),

  // Shapes.
  'shape.concat-size': error('{a} is {sizeA}, {b} is {sizeB}; concat needs equal height and width'),
  'shape.add-shape': error('{a} is {shapeA}, {b} is {shapeB}; add needs equal shapes'),
  'shape.window': error(
    'the {window} window does not fit into {input}{padding}; the smallest input that works is {smallest}',
  ),
  'shape.groups': error('groups = {groups} must divide the {channels} input channels and the {filters} filters'),
  'shape.padding-only': error('a window of this pool lies over padding alone'),
  'shape.too-large': error('{what} is {value}, above 2^53, the largest exact whole number'),

  // Promises of the design.
  'expect.shape': error('expected {expected}, the shape here is {found}'),
  'expect.shape-form': error('expected a shape such as 28x28x192, found {found}'),
  'expect.metric': error('expected {metric} {op} {expected}, found {found}'),
  'expect.no-layer': error('there is no layer before this expect whose {metric} could be checked'),
  'expect.tolerance-literal': error('~ takes a literal number, with the digits that count'),
  'expect.metric-name': error('there is no metric named {name}{hint}'),
  'budget.exceeded': error('{metric} is {found}, over the budget of {limit} by {over}'),
  'budget.operator': error('a budget is written {metric} <= limit'),
  'budget.place': error('a budget stands in the body of a network or a module'),

  // Advice that needs no proof.
  'lint.pool-stride': note(
    'stride is 1 here; PyTorch and Keras would take the kernel. Write stride = {stride} to halve the size',
  ),
  'lint.rounding-same': warning('rounding = ceil has no effect with padding = same'),
} satisfies Record<string, Message>;

export type Code = keyof typeof messages;

export type MessageArguments = Readonly<Record<string, string | number>>;

export const codes = Object.keys(messages) as readonly Code[];

export function severityOf(code: Code): Severity {
  return messages[code].severity;
}

export function messageText(code: Code, values: MessageArguments): string {
  return messages[code].text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : String(value);
  });
}
