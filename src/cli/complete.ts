/**
 * What may stand where somebody types a command line: names of commands and options with what they are, and values, of
 * which those that a design decides are read from the design that the line names. Nothing is ever told: who types gets
 * nothing where nothing is known.
 */

import type { Argument, Command, Option } from 'commander';
import { explainablePaths } from '../advice/explain';
import { metricSpellings } from '../base/metrics';
import { numberFormats } from '../base/precision';
import { importableFormats } from '../interop/formats';
import { weightFileEndings } from '../session/import-in-worker';
import { folderOf, idOfPath, nameOf } from '../workspace/uri';
import { exportFormats } from './commands/export';
import { openNetwork } from './request';
import type { Session } from './session';
import { withoutLanguage } from './tell';

/** The whole word, or as far as it is known: one that ends with `=` goes on. */
export interface LineCompletion {
  readonly word: string;
  readonly description?: string;
}

export interface LineCompletions {
  readonly words: readonly LineCompletion[];
  /** Endings of the files that may stand there too; an empty one is any. */
  readonly endings: readonly string[];
}

/** A line as far as it is typed, without the word at the cursor. */
interface Line {
  readonly session: Session;
  /** The command's. */
  readonly operands: readonly string[];
  readonly network: string | undefined;
}

type Source = (line: Line) => Iterable<string> | Promise<Iterable<string>>;

const files =
  (...endings: readonly string[]): Source =>
  () =>
    endings.map((ending) => `*${ending}`);

const designs = files('.cnn');
const weights = files(...weightFileEndings);
const tensors = files('.safetensors');
const metrics: Source = () => metricSpellings;

async function networkOf({ session, operands: [file = ''], network }: Line) {
  return openNetwork(session, file, { network, set: [] });
}

const parameters: Source = async (line) =>
  [...(await networkOf(line)).network.parameters.keys()].map((name) => `${name}=`);

const paths: Source = async (line) => explainablePaths((await networkOf(line)).network);

const networks: Source = async ({ session, operands: [file = ''] }) =>
  (await openNetwork(session, file, { set: [] })).analysis.networks.map(({ name }) => name);

const presets: Source = async ({ session: { host } }) => {
  const folder = idOfPath(host.examples, host.platform);
  const found = await host.files.list(folder);
  return found.filter((id) => folderOf(id) === folder).map((id) => nameOf(id).replace(/\.cnn$/, ''));
};

/** What the value of an option is, by the option's long name; those with choices have them, and the others are free. */
const ofOption: Readonly<Record<string, Source>> = {
  '--network': networks,
  '--set': parameters,
  '--precision': () => [...numberFormats, 'weights=', 'activations='],
  '--sort': metrics,
  '--metrics': metrics,
  '--fail-on': metrics,
  '--best': metrics,
  '--x': metrics,
  '--y': metrics,
  '--to': ({ session }) => exportFormats(session),
  '--upto': paths,
  '--image': files('.png', '.jpg', '.jpeg'),
  '--input': tensors,
  '--values': tensors,
  '--weights': weights,
  '--map': files('.json'),
  '--labels': files(''),
  '--output': files(''),
  '--into': designs,
};

/** By the argument's name, where a command has none of its own. */
const ofArgument: Readonly<Record<string, Source>> = {
  file: designs,
  files: designs,
  old: designs,
  new: designs,
  path: paths,
  values: parameters,
  'new/name': presets,
  'import/file': files(...importableFormats.flatMap(({ endings }) => endings)),
};

/** @param typed The words in front of the one at the cursor, without the program's name. */
export async function complete(
  program: Command,
  typed: readonly string[],
  current: string,
  session: Session,
): Promise<LineCompletions> {
  const before = withoutLanguage(typed).rest;
  const ofProgram = program.options.find(({ long, required }) => required && long === before.at(-1));
  if (ofProgram !== undefined)
    return fitting(
      current,
      (ofProgram.argChoices ?? []).map((word) => ({ word })),
    );
  const [name = ''] = before;
  const command = program.commands.find((one) => one.name() === name);
  if (command === undefined) {
    const isFirst = before.length === 0 || (before.length === 1 && name === 'help');
    return fitting(current, isFirst ? [...commandsOf(program), ...optionsOf(program)] : []);
  }
  const { open, operands, network } = read(command, before.slice(1));
  const line = { session, operands, network };
  const attached = /^(--[\w-]+)=/.exec(current);
  const option = open ?? command.options.find(({ long }) => long === attached?.[1]);
  if (option !== undefined) {
    const prefix = open === undefined ? (attached?.[0] ?? '') : '';
    const found = await valuesOf(option, ofOption[option.long ?? ''], line);
    return fitting(
      current,
      found.map((word) => ({ word: word.startsWith('*') ? word : prefix + word })),
    );
  }
  if (current.startsWith('-')) return fitting(current, optionsOf(command));
  const argument =
    command.registeredArguments[operands.length] ?? command.registeredArguments.findLast((a) => a.variadic);
  if (argument === undefined) return fitting(current, []);
  const source = ofArgument[`${name}/${argument.name()}`] ?? ofArgument[argument.name()];
  const found = await valuesOf(argument, source, line);
  return fitting(
    current,
    found.map((word) => ({ word })),
  );
}

/** The option whose value comes next, if one does, and what the words say so far. */
function read(
  command: Command,
  words: readonly string[],
): Omit<Line, 'session'> & { readonly open: Option | undefined } {
  const operands: string[] = [];
  let network: string | undefined;
  let open: Option | undefined;
  for (const word of words) {
    if (open !== undefined) {
      if (open.long === '--network') network = word;
      open = undefined;
    } else if (word.startsWith('-') && word !== '-') {
      const [name, value] = word.split('=', 2);
      const option = command.options.find(({ short, long }) => short === name || long === name);
      if (option?.long === '--network') network = value;
      if (option !== undefined && (option.required || option.optional) && value === undefined) open = option;
    } else operands.push(word);
  }
  return { operands, network, open };
}

/** A design that cannot be read has no names. */
async function valuesOf(target: Option | Argument, source: Source | undefined, line: Line): Promise<readonly string[]> {
  try {
    return target.argChoices ?? [...((await source?.(line)) ?? [])];
  } catch {
    return [];
  }
}

function commandsOf(program: Command): readonly LineCompletion[] {
  return program.commands.map((command) => ({ word: command.name(), description: command.summary() }));
}

function optionsOf(command: Command): readonly LineCompletion[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map(({ long, description }) => ({ word: long ?? '', description }));
}

function fitting(current: string, candidates: readonly LineCompletion[]): LineCompletions {
  return {
    words: candidates.filter(({ word }) => !word.startsWith('*') && word.startsWith(current)),
    endings: candidates.flatMap(({ word }) => (word.startsWith('*') ? [word.slice(1)] : [])),
  };
}
