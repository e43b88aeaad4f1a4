/** `incept import FILE`: a network of another framework as a design, and its weights as safetensors beside it. */

import { basename, dirname, extname, join } from 'node:path';
import { type Command, Option } from 'commander';
import { formatExact } from '../../base/number-format';
import { formatOfFile } from '../../interop/file-endings';
import { type ImportableFormat, importableFormats } from '../../interop/formats';
import type { KnownShape } from '../../interop/import/foreign-network';
import { identifier } from '../../interop/import/names';
import { writeSafetensors } from '../../interop/safetensors';
import { formatOfWeights, readableFormats } from '../../interop/weight-readers';
import { type ImportedModel, importModel, mainParams } from '../../session/import-model';
import { Failure, refused } from '../failure';
import { addFormat, type OutputOptions, parseSize } from '../options';
import { openNetwork } from '../request';
import type { Session } from '../session';
import { printableJson, visible } from '../style';
import { InvalidValue } from '../usage';
import { checkWeightsSize, findWeights } from '../weights-options';

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
  if (options.format === 'json') {
    const source = { format: formatOfWeights(path).name, producer: null, opset: null };
    const { length: layers } = network.main.layers;
    const document = { schema: 1, source, file: into, weights: target, network: network.name };
    session.emitJson({ ...document, layers, params: mainParams(network), missing: [], notes }, undefined);
    return;
  }
  const lines = [
    say('weights', { count: weights.length, network: session.style(undefined).strong(network.name) }),
    say('wrote', { files: visible(target) }),
    ...notes.map((note) => visible(say('note', { note }))),
  ];
  session.emit(lines.join('\n'), undefined);
}

/** In one note. */
const mostNames = 5;

async function importFile(path: string, options: ImportOptions, session: Session): Promise<void> {
  const format = formatOf(path);
  if (options.weights !== undefined && !format.hasWeightsApart) {
    throw new Failure(({ failures: say }) => say('weights-inside', { path }));
  }
  const target = options.output ?? `${basename(path, extname(path))}.cnn`;
  const weightsTarget = `${target.endsWith('.cnn') ? target.slice(0, -4) : target}.safetensors`;
  const found = await read(format, path, options, session);
  if (target === '-') {
    session.emit(found.text, undefined);
    report(found, [], options, session);
  } else {
    const hasWeights = found.weights.length > 0;
    const targets = hasWeights ? [target, weightsTarget] : [target];
    if (options.force !== true) for (const file of targets) await session.refuseExisting(file);
    const weights = hasWeights ? [{ path: weightsTarget, content: weightsFile(found) }] : [];
    session.writeFiles([{ path: target, content: found.text }, ...weights]);
    report(found, targets, options, session);
  }
  if (found.report.missing.length > 0) session.exitWith(1);
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
  { size, name: network, weights, bind }: ImportOptions,
  session: Session,
): Promise<ImportedModel> {
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
  const found = await importModel(
    { name: basename(path), format, bytes },
    { size, weights: given, bound, readBeside, network },
    session.words,
  );
  if ('refusal' in found) throw refused(found.refusal);
  return found;
}

function weightsFile({ network: { name }, weights }: Pick<ImportedModel, 'network' | 'weights'>): Uint8Array {
  checkWeightsSize(name, weights);
  return writeSafetensors(weights, { format: 'incept', network: name });
}

function report(
  { report: { missing, notes, source, ...counts }, network }: ImportedModel,
  files: readonly string[],
  { format }: ImportOptions,
  session: Session,
): void {
  const [file = null, weights = null] = files;
  // The network itself may have gone to standard output.
  const isPrinted = file === null;
  if (format === 'json') {
    const document = { schema: 1, source, file, weights, ...counts, missing, notes };
    if (isPrinted) session.note(printableJson(document));
    else session.emitJson(document, undefined);
    return;
  }
  const say = session.words.import;
  const style = session.style(undefined);
  const lines = [
    say('network', {
      network: style.strong(counts.network),
      layers: formatExact(counts.layers),
      params: counts.params === null ? say('unknown') : formatExact(counts.params),
      outputs: network.graph.outputs.map(({ name }) => name).join(', '),
    }),
    ...(isPrinted ? [] : [say('wrote', { files: session.words.language.all(files.map(visible)) })]),
    ...missing.map(({ node, op, reason }) => style.warning(visible(say('missing', { node, op, reason })))),
    ...notes.map((note) => visible(say('note', { note }))),
  ];
  if (isPrinted) session.note(lines.join('\n'));
  else session.emit(lines.join('\n'), undefined);
}
