/** What is said of arguments and options that are not as a command takes them, and the frame of its help. */

import type { Texts } from '../text';

export const cliUsage = {
  // The frame of a help text.
  'title.usage': 'Usage:',
  'title.arguments': 'Arguments:',
  'title.options': 'Options:',
  'title.commands': 'Commands:',
  'place.options': '[options]',
  'place.command': '[command]',
  choices: '{text} (choices: {choices})',
  default: '{text} (default: {value})',
  'choices.default': '{text} (choices: {choices}, default: {value})',

  // What is missing, unknown or too much.
  'unknown-command': "unknown command '{name}'",
  'unknown-option': "unknown option '{name}'",
  near: '(Did you mean {near}?)',
  'missing-argument': "missing required argument '{name}'",
  'missing-value': "option '{option}' argument missing",
  'too-many': {
    by: 'expected',
    one: "too many arguments for '{command}'. Expected {expected} argument but got {found}.",
    other: "too many arguments for '{command}'. Expected {expected} arguments but got {found}.",
  },
  conflict: "option '{option}' cannot be used with option '{other}'",

  // A value of an option or an argument, and why it is none.
  'invalid-option': "option '{option}' argument '{value}' is invalid. {reason}",
  'invalid-argument': "command-argument value '{value}' is invalid for argument '{name}'. {reason}",
  'allowed-choices': 'Allowed choices are {choices}.',
  size: 'A size is height x width x channels, such as 320x320x3.',
  precision: 'It takes a number format for both, or weights=int8,activations=float16. Number formats are {known}.',
  count: 'It takes a whole number, 0 or more.',
  positive: 'It takes a whole number, 1 or more.',
  sizes: 'It takes sizes with commas between them, such as 160x160x3,224x224x3.',
  share: 'It takes a share in percent, such as 5%.',
  gate: 'It takes a metric, one of > >= < <= == !=, and a figure, +n or +n%: "multiplies > +1%", "params <= 7M".',
  networks: 'It takes a network, or two with .. between them: Direct..Bottleneck.',
  name: 'A name is letters, digits and _, does not begin with a digit and is no word of the language.',
  metrics: 'It takes metrics with commas between them.',
  'unknown-metric': 'There is no metric named {name}. Metrics are {known}.',
  'unknown-metric.near': 'There is no metric named {name}. Did you mean {near}?',
} as const satisfies Texts;
