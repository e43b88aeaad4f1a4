/** `incept export FILE`: the network with its weights as ONNX or as a PyTorch program, or the weights alone as safetensors. */

import { join } from 'node:path';
import { type Command, Option } from 'commander';
import type { NetworkAnalysis } from '../../analysis/analysis';
import { firstUnknownLayer } from '../../analysis/known';
import type { Refusal } from '../../base/diagnostic';
import { refusalText } from '../../base/message-text';
import { formatBytes, formatExact } from '../../base/number-format';
import { elementCount, type NamedTensor } from '../../base/tensor';
import { formatOfFile, type WritableFormat, writableFormats } from '../../interop/formats';
import { type NetworkWeight, networkWeights } from '../../interop/network-weights';
import type { Written } from '../../interop/written';
import { seededWeight } from '../../runtime/weights';
import { errorsOf, tellErrors } from '../excerpt';
import { Failure, refused, unknownName } from '../failure';
import { addNetworkOptions, addOutput, type NetworkOptions, type OutputOptions, parseCount } from '../options';
import { openNetwork } from '../request';
import type { Session } from '../session';
import { visible } from '../style';
import { addWeights, checkWeightsOptions, readWeights, type WeightsOptions } from '../weights-options';

interface ExportOptions extends NetworkOptions, OutputOptions, WeightsOptions {
  readonly to?: string;
  readonly seed: number;
  readonly batch: number | string;
}

const formats = writableFormats.map(({ name }) => name);

/** What one file of either kind holds at most. */
const mostBytes = 2 ** 31 - 1;

export function define(command: Command, session: Session): void {
  command.argument('<file>', session.words.help('file'));
  addNetworkOptions(command, session.words.help);
  command.addOption(
    new Option('--to <format>', session.words.help('to', { formats: session.words.language.any(formats) })),
  );
  addWeights(command, session.words.help);
  command
    .addOption(
      new Option('--seed <n>', session.words.help('export.seed')).argParser(parseCount).default(1).conflicts('weights'),
    )
    .addOption(new Option('--batch <n>', session.words.help('export.batch')).argParser(parseBatch).default(1));
  addOutput(command, session.words.help, 'export.output');
  command.action((path: string, options: ExportOptions) => exportFile(path, options, session));
}

async function exportFile(path: string, options: ExportOptions, session: Session): Promise<void> {
  const format = formatOf(options);
  checkWeightsOptions(options);
  const { host } = session;
  if (options.output === undefined && format.isFolder) {
    throw new Failure(
      ({ failures: say }) => say('no-folder', { format: format.name }),
      ({ failures: say }) => say('no-folder.hint'),
    );
  }
  if (options.output === undefined && host.isTerminal.stdout) {
    const [ending = ''] = format.endings;
    throw new Failure(
      ({ failures: say }) => say('no-text', { format: format.name }),
      ({ failures: say }) => say('no-text.hint', { ending }),
    );
  }
  const { analysis, network } = await openNetwork(session, path, options);
  const errors = errorsOf(analysis, session);
  tellErrors(errors, session);
  const refusal = whatIsMissing(network);
  if (refusal !== undefined) return refuse(path, refusal, errors.length > 0, session);
  const needed = networkWeights(network, network.all.layers);
  checkSize(network, needed);
  const weights = await findWeights(network, needed, options, session);
  const written = await format.write(network, weights, { version: host.version, batch: options.batch, analysis });
  if ('refusal' in written) throw refused(written.refusal);
  const size = emit(written, options.output, session);
  const say = session.words.progress;
  session.note(
    say('wrote', {
      network: network.name,
      path: visible(options.output ?? say('standard-output')),
      size: formatBytes(size),
      layers: formatExact(network.all.layers.length),
      outputs: network.graph.outputs.map(({ name }) => name).join(', '),
    }),
  );
}

/** Gives how many bytes it wrote. */
function emit(written: Exclude<Written, { refusal: Refusal }>, output: string | undefined, session: Session): number {
  if ('bytes' in written) {
    session.emitBytes(written.bytes, output);
    return written.bytes.length;
  }
  for (const { name, bytes } of written.files) session.writeFile(join(output ?? '.', name), bytes);
  return written.files.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

function formatOf({ to, output }: ExportOptions): WritableFormat {
  if (to !== undefined) {
    const format = writableFormats.find(({ name }) => name === to);
    if (format === undefined) {
      throw unknownName(({ failures: say }) => say('unknown-format', { name: to }), to, formats);
    }
    return format;
  }
  const format = output === undefined ? undefined : formatOfFile(writableFormats, output);
  if (format === undefined) {
    const ending = output === undefined ? undefined : /\.[^./\\]+$/.exec(output)?.[0];
    throw new Failure(
      ({ failures: say }) =>
        output === undefined || ending === undefined
          ? say('no-format')
          : say('no-format.ending', { path: output, ending }),
      ({ failures: say, language }) =>
        say('no-format.hint', { options: language.any(formats.map((name) => `--to ${name}`)) }),
    );
  }
  return format;
}

/** What is wrong in the text was printed already; without an error it is wrong usage. */
function refuse(path: string, refusal: Refusal, isReported: boolean, session: Session): void {
  if (!isReported) throw refused(refusal);
  const { words } = session;
  session.note(
    words.failures('cannot-export', { path: visible(path), reason: refusalText(refusal, words.diagnostics) }),
  );
}

function whatIsMissing(network: NetworkAnalysis): Refusal | undefined {
  const { graph, name } = network;
  if (graph.input < 0) return { code: 'no-input', values: { network: name } };
  const unknown = firstUnknownLayer(network, network.all.layers);
  if (unknown === undefined) return undefined;
  return { code: 'unknown-layer', values: { path: unknown.layer.path, reason: unknown.reason } };
}

/** Before anything of that size is made. */
function checkSize(network: NetworkAnalysis, needed: readonly NetworkWeight[]): void {
  const bytes = needed.reduce((sum, { shape }) => sum + 4 * elementCount(shape), 0);
  if (bytes <= mostBytes) return;
  const values = { network: network.name, size: formatBytes(bytes), limit: formatBytes(mostBytes + 1) };
  throw new Failure(({ failures: say }) => say('weights-large', values));
}

async function findWeights(
  network: NetworkAnalysis,
  needed: readonly NetworkWeight[],
  options: ExportOptions,
  session: Session,
): Promise<readonly NamedTensor[]> {
  if (options.weights !== undefined) {
    session.note(session.words.progress('reading-weights', { path: visible(options.weights) }));
    return readWeights(options.weights, options, network, network.all.layers, session);
  }
  session.note(session.words.progress('drawing-weights', { seed: options.seed }));
  return needed.map((weight) => ({
    name: weight.name,
    shape: weight.shape,
    values: seededWeight(weight, options.seed),
  }));
}

function parseBatch(text: string): number | string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) return text;
  const value = parseCount(text);
  if (value < 1) throw new Failure(({ failures: say }) => say('batch-empty', { count: value }));
  return value;
}
