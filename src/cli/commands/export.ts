/** `incept export FILE`: the network in another format, with its weights where that holds them. */

import { type Command, Option } from 'commander';
import type { NetworkAnalysis } from '../../analysis/analysis';
import { firstUnknownLayer } from '../../analysis/known';
import type { Refusal } from '../../base/diagnostic';
import { refusalText } from '../../base/message-text';
import { metrics } from '../../base/metrics';
import { formatBytes, formatExact } from '../../base/number-format';
import type { NamedTensor } from '../../base/tensor';
import { formatOfFile } from '../../interop/file-endings';
import { type WritableFormat, writableFormats } from '../../interop/formats';
import { networkWeights } from '../../interop/network-weights';
import { seededWeight } from '../../runtime/weights';
import { costRows } from '../cost-rows';
import { costCsv, costMarkdown } from '../cost-text';
import { errorsOf, tellErrors } from '../excerpt';
import { Failure, refused, unknownName } from '../failure';
import { addNetworkOptions, addOutput, type NetworkOptions, type OutputOptions, parseCount } from '../options';
import { openNetwork } from '../request';
import type { Session } from '../session';
import { noStyle, visible } from '../style';
import {
  addWeights,
  checkWeightsOptions,
  checkWeightsSize,
  readWeights,
  type WeightsOptions,
} from '../weights-options';
import { emitWritten } from '../written';

interface ExportOptions extends NetworkOptions, OutputOptions, WeightsOptions {
  readonly to?: string;
  readonly seed: number;
  readonly batch: number | string;
}

/** The tables that `cost` prints, of all metrics that are sums over layers. */
function costTable(name: 'csv' | 'markdown', ending: string, session: Session): WritableFormat {
  const table = name === 'csv' ? costCsv : costMarkdown;
  const columns = metrics.map((metric) => metric.name).filter((metric) => metric !== 'peakBytes');
  return {
    name,
    endings: [ending],
    async write(network) {
      const look = { path: '', style: noStyle, words: session.words };
      return { text: table(network, costRows(network, 'layer'), 'layer', columns, look) };
    },
  };
}

function formatsOf(session: Session): readonly WritableFormat[] {
  return [...writableFormats, costTable('csv', '.csv', session), costTable('markdown', '.md', session)];
}

export function exportFormats(session: Session): readonly string[] {
  return formatsOf(session).map(({ name }) => name);
}

export function define(command: Command, session: Session): void {
  command.argument('<file>', session.words.help('file'));
  addNetworkOptions(command, session.words.help);
  const formats = session.words.language.any(exportFormats(session));
  command.addOption(new Option('--to <format>', session.words.help('to', { formats })));
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
  const format = formatOf(options, formatsOf(session));
  checkWeightsOptions(options);
  const { host } = session;
  if (options.output === undefined && format.isFolder) {
    throw new Failure(
      ({ failures: say }) => say('no-folder', { format: format.name }),
      ({ failures: say }) => say('no-folder.hint'),
    );
  }
  if (options.weights !== undefined && !format.hasWeights) {
    const holding = formatsOf(session).filter(({ hasWeights }) => hasWeights);
    throw new Failure(
      ({ failures: say }) => say('no-weights-in', { format: format.name }),
      ({ failures: say }) => say('no-weights-in.hint', { formats: holding.map(({ name }) => name).join(', ') }),
    );
  }
  if (options.output === undefined && format.hasWeights && host.isTerminal.stdout) {
    const [ending = ''] = format.endings;
    throw new Failure(
      ({ failures: say }) => say('no-text', { format: format.name }),
      ({ failures: say }) => say('no-text.hint', { ending }),
    );
  }
  const { analysis, network } = await openNetwork(session, path, options);
  const errors = errorsOf(analysis, session);
  tellErrors(errors, session);
  const refusal = format.hasWeights ? whatIsMissing(network) : undefined;
  if (refusal !== undefined) return refuse(path, refusal, errors.length > 0, session);
  const weights = format.hasWeights ? await findWeights(network, options, session) : [];
  const written = await format.write(network, weights, { version: host.version, batch: options.batch, analysis });
  if ('refusal' in written) return refuse(path, written.refusal, errors.length > 0, session);
  const size = emitWritten(written, options.output, session);
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

function formatOf({ to, output }: ExportOptions, known: readonly WritableFormat[]): WritableFormat {
  const formats = known.map(({ name }) => name);
  if (to !== undefined) {
    const format = known.find(({ name }) => name === to);
    if (format === undefined) {
      throw unknownName(({ failures: say }) => say('unknown-format', { name: to }), to, formats);
    }
    return format;
  }
  const format = output === undefined ? undefined : formatOfFile(known, output);
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

async function findWeights(
  network: NetworkAnalysis,
  options: ExportOptions,
  session: Session,
): Promise<readonly NamedTensor[]> {
  const needed = networkWeights(network, network.all.layers);
  checkWeightsSize(network.name, needed);
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
