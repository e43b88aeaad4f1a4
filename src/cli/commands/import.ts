/** `incept import FILE`: a network of another framework as a design, and its weights as safetensors beside it. */

import { basename, dirname, extname, join } from 'node:path';
import { type Command, Option } from 'commander';
import type { NetworkAnalysis } from '../../analysis/analysis';
import type { Phrase } from '../../base/diagnostic';
import { valueText } from '../../base/message-text';
import { formatExact } from '../../base/number-format';
import { formatOfFile, type ImportableFormat, importableFormats, readableFormats } from '../../interop/formats';
import { type ForeignNetwork, ImportError, type KnownShape } from '../../interop/import/foreign-network';
import { type ImportedNetwork, importNetwork } from '../../interop/import/import-network';
import { identifier } from '../../interop/import/names';
import { writeSafetensors } from '../../interop/safetensors';
import { Failure, refused } from '../failure';
import { addFormat, type OutputOptions, parseSize } from '../options';
import { openNetwork } from '../request';
import type { Session } from '../session';
import { printableJson, visible } from '../style';
import { InvalidValue } from '../usage';
import { checkWeightsSize, findWeights, formatOfWeights } from '../weights-options';

interface ImportOptions extends OutputOptions {
  readonly weights?: string;
  readonly name?: string;
  readonly size?: KnownShape;
  /** `name=file` as given. */
  readonly bind: readonly string[];
  readonly into?: string;
  readonly map?: string;
  readonly force?: true;
  readonly format: 'text' | 'json';
}

/** Names that exporters give to every graph. */
const emptyNames = /^(Model from PaddlePaddle.*|torch[-_]jit(-export)?|main_graph|graph|tf2onnx|model|CNTKGraph|)$/;

export function define(command: Command, session: Session): void {
  const say = session.words.help;
  command
    .argument('<file>', say('foreign-file', { endings: session.words.language.any(endings) }))
    .option('-o, --output <file>', say('import.output'))
    .option('--weights <file>', say('import.weights'))
    .addOption(new Option('--name <name>', say('import.name')).argParser(parseName))
    .addOption(new Option('--size <HxWxC>', say('import.size')).argParser(parseSize))
    .addOption(
      new Option('--bind <name=file>', say('bind'))
        .argParser<string[]>((value, previous) => [...previous, value])
        .default([], say('bind.default')),
    )
    .option('--into <file>', say('import.into'))
    .option('--map <file>', say('map'))
    .option('--force', say('force'));
  addFormat(command, say, 'text', 'json');
  command.action((path: string, options: ImportOptions) =>
    options.into === undefined
      ? importFile(path, options, session)
      : importWeights(path, options, options.into, session),
  );
}

const endings = importableFormats.flatMap((format) => format.endings);

function parseName(name: string): string {
  if (identifier(name) !== name) throw new InvalidValue((say) => say('name'));
  return name;
}

/** Weights alone, for a network that is there. */
async function importWeights(path: string, options: ImportOptions, into: string, session: Session): Promise<void> {
  const { name, size } = options;
  const asked = { set: [], ...(name === undefined ? {} : { network: name }), ...(size === undefined ? {} : { size }) };
  const { network } = await openNetwork(session, into, asked);
  const { weights, left } = await findWeights(
    path,
    options.map === undefined ? {} : { map: options.map },
    network,
    session,
  );
  const target = options.output ?? `${basename(path, extname(path))}.safetensors`;
  if (options.force !== true) await session.refuseExisting(target);
  session.writeFile(target, weightsFile({ network, weights }));
  const say = session.words.import;
  const notes =
    left === undefined
      ? []
      : [
          say('matched'),
          ...(left.length === 0
            ? []
            : [say('left', { count: left.length, names: session.words.language.all(left.slice(0, mostNames)) })]),
        ];
  const params = paramsOf(network);
  if (options.format === 'json') {
    const source = { format: formatOfWeights(path).name, producer: null, opset: null };
    const { length: layers } = network.main.layers;
    const document = { schema: 1, source, file: into, weights: target, network: network.name };
    session.emitJson({ ...document, layers, params: params ?? null, missing: [], notes }, undefined);
    return;
  }
  const lines = [
    say('weights', { count: weights.length, network: session.style(undefined).strong(network.name) }),
    say('wrote', { files: visible(target) }),
    ...notes.map((note) => visible(say('note', { note }))),
  ];
  session.emit(lines.join('\n'), undefined);
}

/** Of the main outputs; undefined where something in them is unknown. */
function paramsOf({ main }: NetworkAnalysis): number | undefined {
  const { params } = main.sums;
  return params.isPartial ? undefined : params.value;
}

/** In one note. */
const mostNames = 5;

async function importFile(path: string, options: ImportOptions, session: Session): Promise<void> {
  const format = formatOf(path);
  if (options.weights !== undefined && !format.hasWeightsApart) {
    throw new Failure(({ failures: say }) => say('weights-inside', { path }));
  }
  const isPrinted = options.output === '-';
  const target = options.output ?? `${basename(path, extname(path))}.cnn`;
  const weightsTarget = `${target.endsWith('.cnn') ? target.slice(0, -4) : target}.safetensors`;
  const foreign = await read(format, path, options, session);
  const found = written(foreign, {
    name: options.name ?? identifier(emptyNames.test(foreign.name) ? basename(path, extname(path)) : foreign.name),
    comments: commentsFor(foreign, basename(path), session),
  });
  if (isPrinted) {
    session.emit(found.text, undefined);
    report(foreign, found, [], options, session);
  } else {
    const hasWeights = foreign.hasWeights && found.weights.length > 0;
    const files = [{ path: target, content: found.text }];
    const targets = hasWeights ? [target, weightsTarget] : [target];
    if (options.force !== true) for (const file of targets) await session.refuseExisting(file);
    const weights = hasWeights ? [{ path: weightsTarget, content: weightsFile(found) }] : [];
    session.writeFiles([...files, ...weights]);
    report(foreign, found, targets, options, session);
  }
  if (foreign.missing.length > 0) session.exitWith(1);
}

function written(foreign: ForeignNetwork, text: Parameters<typeof importNetwork>[1]): ImportedNetwork {
  try {
    return importNetwork(foreign, text);
  } catch (problem) {
    if (problem instanceof ImportError) throw refused(problem.refusal);
    throw problem;
  }
}

function formatOf(path: string): ImportableFormat {
  const format = formatOfFile(importableFormats, path);
  if (format !== undefined) return format;
  if (formatOfFile(readableFormats, path) !== undefined) {
    throw new Failure(
      ({ failures: say }) => say('weights-only', { path }),
      ({ failures: say }) => say('weights-only.hint'),
    );
  }
  throw new Failure(
    ({ failures: say }) => say('no-import', { path }),
    ({ failures: say, language }) => say('no-import.hint', { endings: language.any(endings) }),
  );
}

async function read(
  format: ImportableFormat,
  path: string,
  { size, weights, bind }: ImportOptions,
  session: Session,
): Promise<ForeignNetwork> {
  const bytes = await session.readFile(path);
  const given = weights === undefined ? undefined : await session.readFile(weights);
  const bound = new Map<string, Uint8Array>();
  for (const option of bind) {
    const [, name, file] = /^([^=]+)=(.+)$/s.exec(option) ?? [];
    if (name === undefined || file === undefined) {
      throw new Failure(({ failures }) => failures('bind-form', { found: option }));
    }
    bound.set(name, await session.readFile(file));
  }
  const readBeside = (name: string) => session.readFile(join(dirname(path), name));
  const result = await format.readNetwork(bytes, { size, weights: given, bound, readBeside });
  if ('refusal' in result) throw refused(result.refusal);
  return result.network;
}

function weightsFile({ network: { name }, weights }: Pick<ImportedNetwork, 'network' | 'weights'>): Uint8Array {
  checkWeightsSize(name, weights);
  return writeSafetensors(weights, { format: 'incept', network: name });
}

const mostComments = 20;

function commentsFor(foreign: ForeignNetwork, file: string, session: Session): string[] {
  const { words } = session;
  const say = words.import;
  const { format, producer, opset } = foreign.source;
  const origin =
    producer === null
      ? opset === null
        ? say('origin', { file, format })
        : say('origin.opset', { file, format, opset })
      : opset === null
        ? say('origin.producer', { file, format, producer })
        : say('origin.opset.producer', { file, format, opset, producer });
  const steps = foreign.preprocessing.map((step) => textOf(step, session)).join('; ');
  const missing = foreign.missing
    .slice(0, mostComments)
    .map(({ node, op, reason }) =>
      say('comment.missing', { node: short(node), op: short(op), reason: textOf(reason, session) }),
    );
  const rest = foreign.missing.length - missing.length;
  return [
    origin,
    ...(steps === '' ? [] : [say('preprocessing', { steps })]),
    ...missing,
    ...(rest > 0 ? [say('comment.more', { count: rest })] : []),
  ];
}

/** A name out of a file, which may be endless. */
function short(name: string): string {
  return name.length > 200 ? `${name.slice(0, 200)}...` : name;
}

function textOf(said: Phrase, { words }: Session): string {
  return valueText(said, words.diagnostics);
}

function report(
  foreign: ForeignNetwork,
  { network, layers }: ImportedNetwork,
  files: readonly string[],
  { format }: ImportOptions,
  session: Session,
): void {
  const [file = null, weights = null] = files;
  const params = paramsOf(network);
  const missing = foreign.missing.map(({ node, op, reason }) => ({
    node: short(node),
    op: short(op),
    reason: textOf(reason, session),
  }));
  const notes = [...foreign.notes, ...foreign.preprocessing].map((said) => textOf(said, session));
  if (format === 'json') {
    const document = {
      schema: 1,
      source: foreign.source,
      file,
      weights,
      network: network.name,
      layers,
      params: params ?? null,
      missing,
      notes,
    };
    if (files.length > 0) session.emitJson(document, undefined);
    else session.note(printableJson(document));
    return;
  }
  const say = session.words.import;
  const style = session.style(undefined);
  const lines = [
    say('network', {
      network: style.strong(network.name),
      layers: formatExact(layers),
      params: params === undefined ? say('unknown') : formatExact(params),
      outputs: network.graph.outputs.map(({ name }) => name).join(', '),
    }),
    ...(files.length === 0 ? [] : [say('wrote', { files: session.words.language.all(files.map(visible)) })]),
    ...missing.map(({ node, op, reason }) => style.warning(visible(say('missing', { node, op, reason })))),
    ...notes.map((note) => visible(say('note', { note }))),
  ];
  // The network itself went to standard output.
  if (files.length > 0) session.emit(lines.join('\n'), undefined);
  else session.note(lines.join('\n'));
}
