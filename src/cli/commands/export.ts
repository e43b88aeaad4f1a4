/** `incept export FILE`: the network with its weights as ONNX, or the weights alone as safetensors. */

import { type Command, Option } from 'commander';
import type { NetworkAnalysis } from '../../analysis/analysis';
import { firstUnknownLayer, reasonText } from '../../analysis/known';
import { formatBytes, formatExact } from '../../base/number-format';
import { elementCount, type NamedTensor } from '../../base/tensor';
import { formatOfFile, type WritableFormat, writableFormats } from '../../interop/formats';
import { type NetworkWeight, networkWeights } from '../../interop/network-weights';
import { seededWeight } from '../../runtime/weights';
import type { DiagnosticWords } from '../../words/english/diagnostics';
import { excerpt } from '../excerpt';
import { Failure, unknownName } from '../failure';
import { addNetworkOptions, type NetworkOptions, type OutputOptions, parseCount } from '../options';
import { openNetwork } from '../request';
import type { Session } from '../session';
import { styleFor } from '../style';
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
    .addOption(new Option('--batch <n>', session.words.help('batch')).argParser(parseBatch).default(1))
    .option('-o, --output <file>', session.words.help('export.output'));
  command.action((path: string, options: ExportOptions) => exportFile(path, options, session));
}

async function exportFile(path: string, options: ExportOptions, session: Session): Promise<void> {
  const format = formatOf(options);
  checkWeightsOptions(options);
  const { host } = session;
  if (options.output === undefined && host.isTerminal.stdout) {
    throw new Failure(`${format.name} is no text to read on a terminal`, `name a file: -o model${format.endings[0]}`);
  }
  const { analysis, network } = await openNetwork(session, path, options);
  const errors = analysis.diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  const style = styleFor(host, 'stderr');
  for (const diagnostic of errors) session.note(`${excerpt(diagnostic, session, style)}\n`);
  if (errors.length > 0) session.exitWith(1);

  const problem = whatIsMissing(network, session.words.diagnostics);
  if (problem !== undefined) return refuse(path, problem, errors.length > 0, session);
  const needed = networkWeights(network, network.all.layers);
  checkSize(network, needed);
  const weights = await findWeights(network, needed, options, session);
  const written = await format.write(network, weights, { version: host.version, batch: options.batch });
  if ('problem' in written) throw new Failure(written.problem);
  const { bytes } = written;
  session.emitBytes(bytes, options.output);
  const where = options.output ?? 'standard output';
  session.note(
    `wrote ${network.name} to ${where}: ${formatBytes(bytes.length)}, ${formatExact(network.all.layers.length)} layers, ` +
      `outputs ${network.graph.outputs.map(({ name }) => name).join(', ')}`,
  );
}

function formatOf({ to, output }: ExportOptions): WritableFormat {
  if (to !== undefined) {
    const format = writableFormats.find(({ name }) => name === to);
    if (format === undefined) throw unknownName('format to export to', to, formats);
    return format;
  }
  const format = output === undefined ? undefined : formatOfFile(writableFormats, output);
  if (format === undefined) throw new Failure('the format is not said', `add --to ${formats.join(' or --to ')}`);
  return format;
}

/** What is wrong in the text was printed already; without an error it is wrong usage. */
function refuse(path: string, problem: string, isReported: boolean, session: Session): void {
  if (!isReported) throw new Failure(problem);
  session.note(`${path} cannot be exported: ${problem}`);
}

function whatIsMissing(network: NetworkAnalysis, words: DiagnosticWords): string | undefined {
  const { graph, name } = network;
  if (graph.input < 0) return `network ${name} has no input`;
  const unknown = firstUnknownLayer(network, network.all.layers);
  return unknown === undefined ? undefined : `${unknown.layer.path}: ${reasonText(unknown.reason, words)}`;
}

/** Before anything of that size is made. */
function checkSize(network: NetworkAnalysis, needed: readonly NetworkWeight[]): void {
  const bytes = needed.reduce((sum, { shape }) => sum + 4 * elementCount(shape), 0);
  if (bytes <= mostBytes) return;
  throw new Failure(
    `the weights of ${network.name} are ${formatBytes(bytes)}; one file holds less than ${formatBytes(mostBytes + 1)}`,
  );
}

async function findWeights(
  network: NetworkAnalysis,
  needed: readonly NetworkWeight[],
  options: ExportOptions,
  session: Session,
): Promise<readonly NamedTensor[]> {
  if (options.weights !== undefined) {
    session.note(`reading weights from ${options.weights}`);
    return readWeights(options.weights, options, network, network.all.layers, session);
  }
  session.note(`drawing weights from seed ${options.seed}`);
  return needed.map((weight) => ({
    name: weight.name,
    shape: weight.shape,
    values: seededWeight(weight, options.seed),
  }));
}

function parseBatch(text: string): number | string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) return text;
  const value = parseCount(text);
  if (value < 1) throw new Failure(`a batch of ${text} has no images`);
  return value;
}
