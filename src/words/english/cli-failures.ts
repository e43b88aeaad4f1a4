/** What keeps the command line from doing what was asked of it, and what helps: wrong usage, and what the world refuses. */

import type { Texts } from '../text';

export const cliFailures = {
  // Hints behind what names something that there is not.
  near: 'did you mean {near}?',
  known: { by: 'count', one: 'there is {names}', other: 'there are {names}' },

  // Files.
  'cannot-read': 'cannot read {path}: {reason}',
  'no-designs': 'there are no .cnn files in {path}',
  'cannot-write': 'cannot write {path}: {reason}',
  'cannot-print': 'cannot write to standard output: {reason}',
  'bind-form': '--bind takes name=file, found {found}',
  exists: '{path} exists',
  'exists.hint': 'name another file with -o, or replace it with --force',
  'reason.missing': 'there is no such file',
  'reason.folder': 'it is a folder',
  'reason.special': 'it is not a file',
  'reason.denied': 'reading or writing it is not permitted',
  'reason.parent': 'a part of the path is a file',
  'reason.encoding': 'it is not UTF-8 text',
  'reason.large': 'it is larger than {limit} MiB',

  // Files of a revision.
  'no-git': 'cannot read {name}: there is no git on this machine',
  'revision.hint': 'there is no file of that name, so that it was read as REV:FILE',
  'git-failed': 'cannot read {name}: git says: {reason}',
  'unknown-revision': 'git knows no revision {revision}',
  'not-in-revision': 'there is no file {path} at {revision}',
  'nothing-to-compare': 'there is nothing to compare {path} with',
  'nothing-to-compare.hint': 'name a second file, or two networks: --network A..B',

  // The network that is asked for, and what is set in it.
  'no-network': 'there is no network in {path}',
  'no-network.hint': 'a design starts with: {example}',
  'unknown-network': 'there is no network named {name}',
  'unknown-parameter': 'there is no parameter of network {network} named {name}',
  'unknown-part': 'there is no layer or block of {network} named {name}',
  'set-form': '--set takes name=value, found {found}',
  'set-form.hint': 'for example --set width=0.5',
  'set-value': 'the value of --set {name} cannot be read: {value}',
  'set-unfit': 'the value of --set {name} is of the wrong kind: {value}',
  'set-value.hint': 'it takes a number, size, true, false or word',

  // Advice.
  'unknown-advice': 'there is no advice {id}',
  'unknown-advice.after': 'there is no advice {id} after {others}',
  'dry-run-alone': '--dry-run needs --apply, whose text it prints',

  // Sweeps.
  'sweep-form': 'a sweep takes name=values, found {found}',
  'sweep-form.hint': 'for example width=0.25..1:0.25 or depth=1,2,3',
  'sweep-empty': 'there is nothing to sweep over',
  'sweep-twice': 'the values of {name} are given twice',
  'sweep-value': 'a value of {name} cannot be read: {value}',
  'sweep-range': 'a range of {name} cannot be read: {value}',
  'sweep-range.hint': 'it is first..last or first..last:step, and the step leads from the first to the last',
  'sweep-many': 'the sweep has {count} points; {limit} are possible',
  'sweep-many.hint': 'fewer values, or larger steps',
  'sweep-where': 'the condition cannot be read: {text}',
  'sweep-where.hint': 'it is true or false of metrics and parameters, such as multiplies <= 600M and width >= 0.5',
  'sweep-measure': 'there is no metric, and no parameter that is swept, named {name}',

  // Networks of the field.
  'no-preset-name': 'which network is not said',
  'unknown-preset': 'there is no network of the field named {name}',
  'presets.hint': 'incept new --list names all',
  'list-alone': '--list names all networks, and takes no {name}',
  'format-alone': '--format is about --list: a network has one form',

  // Runs.
  'no-tensor': '{path} has no tensor named {name}',
  'no-tensor.hint': 'it has {names}',
  'no-tensor.none': 'it has none',
  'no-prediction': 'times cannot be predicted without a profile of this machine',
  verification: 'the multiplies counted in {network} are not those predicted, which is a mistake of ours',
  'cannot-run': '{path} cannot be run: {reason}',

  // Weights.
  'misfit.hint': 'a mapping file (--map) says how the names of another framework are read',
  'map-alone': '--map needs --weights, whose names it maps',
  'map-unusable': 'cannot use {path} as a map of weights: {reason}',

  // Exports.
  'cannot-export': '{path} cannot be exported: {reason}',
  'no-text': '{format} is no text to read on a terminal',
  'no-text.hint': 'name a file: -o model{ending}',
  'no-weights-in': '{format} holds no weights',
  'no-weights-in.hint': 'these do: {formats}',
  'no-folder': '{format} is several files',
  'no-folder.hint': 'name a folder for them: -o model',
  'unknown-format': 'there is no format to export to named {name}',
  'no-format': 'the format is not said',
  'no-format.ending': '{path}: no format ends in {ending}',
  'no-format.hint': 'add {options}',
  'picture-only': '{option} is for pictures',
  'picture-only.hint': 'add --format {formats}',
  'no-rasterizer': 'this copy of the program cannot write PNG',
  'no-rasterizer.hint':
    'the one that comes with the extension leaves out what draws PNG; --format svg is there everywhere',
  'picture-large': 'a picture of {count} boxes is too large; {limit} are the most',
  'picture-large.hint': 'a lower --depth shows modules, repeats and heads closed',
  memory: 'the result takes about {needed} of memory, and {left} are left',
  'memory.hint': 'NODE_OPTIONS=--max-old-space-size=4096 gives more; a table by block takes less',
  'weights-large': 'the weights of {network} are {size}; one file holds less than {limit}',
  'batch-empty': 'a batch of {count} has no images',

  // Imports.
  'no-import': '{path}: no format of networks ends so',
  'weights-inside': '{path} has its weights in it: --weights says nothing',
  'weights-only': '{path} has weights and no network',
  'weights-only.hint': '--into FILE.cnn says which network they are of',
  'no-import.hint': 'networks are read from files that end in {endings}',

  // Ours.
  bug: 'incept failed, which is a mistake of ours: {reason}',
  'bug.hint': 'please report it with the file; INCEPT_DEBUG=1 prints where it happened',
} as const satisfies Texts;
