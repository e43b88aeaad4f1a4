/** What the help of the command line says: its commands in a list and by themselves, their arguments and their options. */

import type { Texts } from '../text';

export const commandHelp = {
  program: 'Design convolutional networks in .cnn files and see what every layer costs.',
  version: 'print the version',
  language: 'language of what is said; without it that of the environment (LC_ALL, LC_MESSAGES, LANG)',
  help: 'print this help',
  'help.command': 'display help for command',
  after: 'Files are .cnn paths; - is standard input. `incept COMMAND --help` explains a command.',

  // In the list of commands, and as a sentence in the help of the command itself.
  check: 'report mistakes, broken budgets and expectations',
  'check.sentence': 'Report mistakes, broken budgets and expectations.',
  cost: 'shapes and costs per layer, block or kind of layer',
  'cost.sentence': 'Shapes and costs per layer, block or kind of layer.',
  explain: "a layer's or block's numbers with their formula, or the network's totals",
  'explain.sentence': "A layer's or block's numbers with their formula, or the network's totals.",
  diff: 'what changed in structure and cost between two files or revisions',
  'diff.sentence': 'What changed in structure and cost between two files or revisions.',
  sweep: 'cost over a grid of parameters and sizes, and what no point beats',
  'sweep.sentence': 'Cost over a grid of parameters and sizes, and what no point beats.',
  advise: 'rewrites that make a network cheaper, with exact savings',
  'advise.sentence': 'Rewrites that make a network cheaper, with exact savings.',
  run: 'forward pass on an image, a tensor or random input',
  'run.sentence': 'Forward pass on an image, a tensor or random input.',
  graph: 'the network as a picture, or as nodes and groups in JSON',
  'graph.sentence': 'The network as a picture, in SVG, PNG or in text, or as nodes and groups in JSON.',
  report: 'a page to look at, to print and to keep',
  'report.sentence': 'A network as one page that needs nothing else: a preview on a screen, pages of A4 in print.',
  export: 'network and weights for other frameworks',
  'export.sentence': 'Network and weights for other frameworks.',
  import: 'a network of another framework as a .cnn file, with its weights',
  'import.sentence': 'A network of another framework as a .cnn file, with its weights.',
  fmt: 'format files',
  'fmt.sentence': 'Format files.',
  new: 'text of a network of the field to start from',
  'new.sentence': 'Text of a network of the field to start from.',
  debug: 'print what a stage of the analysis makes of a file',
  'debug.sentence': 'Print what a stage of the analysis makes of a file.',
  lsp: 'language server on standard input and output',
  'lsp.sentence': 'Language server on standard input and output.',
  mcp: 'tools for language models: the Model Context Protocol on standard input and output',
  'mcp.sentence': 'Tools for language models: the Model Context Protocol on standard input and output.',
  completion: 'what a shell needs to complete command lines',
  'completion.sentence': 'What a shell needs to complete command lines.',

  // Arguments.
  file: '.cnn file, or - for standard input',
  'files.check': '.cnn files, folders with all .cnn files below them, or - for standard input',
  'files.format': '.cnn files, or - for standard input, which is formatted to standard output',
  path: 'path of a layer or block, such as inception_3a/branch_2/conv_1; without it the whole network',
  stage: 'stage to print',
  shell: 'the shell; what is printed goes into its start file',
  'completion.words': 'a command line; the shell asks with it what can stand at a place',
  'diff.old': '.cnn file, or REV:FILE of git',
  'diff.new': '.cnn file, or REV:FILE of git; without it the same file, for --network A..B',
  'preset-name': 'a network that --list names',

  swept: 'values of a parameter: a list such as depth=1,2,3, or a range such as width=0.25..1:0.25',

  // Options of several commands.
  network: 'the network to take; without it the last one of the file',
  set: 'value of a network parameter; may be repeated',
  'set.default': 'the defaults of the file',
  size: 'another input size, such as 320x320x3',
  target: 'tell what comes out differently in a framework',
  precision: 'number formats in memory, such as int8 or weights=int8,activations=float16',
  batch: 'images at once, by which bytes of activations and the peak grow',
  format: 'form of the output',
  bind: 'an input that is a constant, from a tensor of ONNX; may be repeated',
  'bind.default': 'none',
  force: 'replace files that exist',
  output: 'write to a file instead of standard output (-)',
  weights: 'weights from a .safetensors file or a model of another framework; without it drawn from the seed',
  map: 'JSON file that says how the tensors of --weights are named and ordered',

  // Options of cost and fmt, and of the language server.
  by: 'rows of the table',
  sort: 'largest first instead of in written order',
  metrics: 'columns of the table',
  'fmt.check': 'change nothing; exit code 1 if a file is not formatted',
  stdio: 'speak on standard input and output (the only way)',

  // Options of diff.
  'diff.network': 'the network to take of both, or A..B for one of each',
  'fail-on': 'exit code 1 where that holds of a metric: a figure, +n more or +n% more; may be repeated',
  'fail-on.default': 'none',

  // Options of sweep.
  'sweep.size': 'sizes of the input, such as 160x160x3,224x224x3',
  where: 'what fits, in metrics and parameters, such as "multiplies <= 600M"; may be repeated',
  'where.default': 'the budgets of the network',
  best: 'of what fits, the point with the most of it; with -M that with the least',
  x: 'metric or parameter from left to right; with +M more of it is better',
  y: 'metric or parameter from bottom to top; with +M more of it is better',

  // Options of advise.
  'min-saving': "only what saves at least that share of the network's multiplies, such as 5%",
  kind: 'only rewrites of that kind',
  apply: 'write that rewrite into the file; may be repeated, then one after the other',
  'apply.default': 'none',
  'dry-run': 'print the whole new text and write nothing',

  // Options of completion.
  'completion.at': 'the place of the word at the cursor, counted from 0 behind incept',

  // Options of new.
  list: 'list all networks of the field with their costs',

  // Options of graph and export.
  depth:
    'levels of modules, repeats and heads to show open; without it a picture is closed as a preview opens on it, and the others show all',
  'graph.format': 'without it the ending of --output decides, else dot',
  theme: 'colours of an SVG or PNG; paper is for print (default: light)',
  columns: 'columns to fold an SVG or PNG into; without it as many as make it the largest on a page',
  'graph.metric': 'what colours, shares and bars of an SVG or PNG are of (default: multiplies)',
  to: '{formats}; without it the ending of --output decides',
  'export.seed': 'of the weights; the same as in run',
  'export.batch': 'images at once in the ONNX file: a number, or a name such as N for any number',
  'export.output':
    'write to a file, or a folder for a format of several files; without it to standard output, which must not be a terminal',

  // Import.
  'foreign-file': 'file of the network: {endings}',
  'import.output':
    'the .cnn file to write, - for standard output; weights go beside it (default: the name of the source)',
  'import.into': 'a .cnn file that FILE has weights for; they alone are written',
  'import.weights': 'file with the weights, where they are not in the file of the network',
  'import.name': "the network's name; without it that of the source",
  'import.size': 'the input size, such as 224x224x3, in place of that of the source',

  // Options of run.
  image: 'PNG or JPEG image as the input',
  preset: 'how an image is normalised',
  stretch: 'stretch an image to the input instead of cutting its longer side',
  input: 'the input tensor, height x width x channels, in a .safetensors file',
  seed: 'of the weights, and of a random input',
  threads: 'threads to compute with',
  backend: 'fast kernels, or the plain ones that specify them',
  exact: 'the same bits on every machine and any number of threads',
  relaxed: 'faster where the machine can, which is the default; last bits then differ between machines',
  repeat: 'runs, for stable times',
  upto: 'end at an output, head, layer or block and compute only what it needs',
  top: 'largest values to list of each output',
  labels: 'names of the classes: one a line, or JSON',
  values: 'write the outputs as tensors to a .safetensors file',
  profile: 'list time and values of every layer, with the time that was predicted for it',
  predict: 'do not run: list the times predicted for this machine',
  calibrate: 'measure this machine again before predicting',
  verify: 'count every multiply, and compare counts and values with the counting kernels',
} as const satisfies Texts;
