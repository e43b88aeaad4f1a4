/** `incept cost FILE`: the table of layers, block sums, totals, side heads and budgets of one network. */

import { type Command, Option } from 'commander';
import { findMetric, type MetricName, metricSpellings } from '../../base/metrics';
import { nearest } from '../../base/suggest';
import { costDocument } from '../cost-document';
import { costRows, type Grouping, sortRows } from '../cost-rows';
import { costCsv, costMarkdown, costText } from '../cost-text';
import { errorsOf, summary, tellErrors } from '../excerpt';
import { addBatch, addFormat, addNetworkOptions, addOutput, type NetworkOptions, type OutputOptions } from '../options';
import { noNetwork, openRequest } from '../request';
import type { Session } from '../session';
import { visible } from '../style';
import { InvalidValue } from '../usage';

interface CostOptions extends NetworkOptions, OutputOptions {
  readonly format: 'text' | 'json' | 'csv' | 'markdown';
  readonly batch?: number;
  readonly by: Grouping;
  readonly sort?: MetricName;
  readonly metrics?: readonly MetricName[];
}

/** What a row takes until it is written, measured with V8; of its path apart from the rest, which has no such bounds. */
const bytesPerRow = 800;
const bytesPerCell = 100;
const bytesPerDocument = 4_000;
const bytesPerOutput = 3_000;
const bytesPerLetter = 8;

export function define(command: Command, session: Session): void {
  command.argument('<file>', session.words.help('file'));
  addNetworkOptions(command, session.words.help);
  addBatch(command, session.words.help);
  command
    .addOption(new Option('--by <what>', session.words.help('by')).choices(['layer', 'block', 'op']).default('layer'))
    .addOption(new Option('--sort <metric>', session.words.help('sort')).argParser(parseMetric))
    .addOption(new Option('--metrics <a,b,c>', session.words.help('metrics')).argParser(parseMetrics));
  addFormat(command, session.words.help, 'text', 'json', 'csv', 'markdown');
  addOutput(command, session.words.help);
  command.action((path: string, options: CostOptions) => cost(path, options, session));
}

async function cost(path: string, options: CostOptions, session: Session): Promise<void> {
  const { analysis, network } = await openRequest(session, path, options, options.batch);
  const errors = errorsOf(analysis, session);
  if (network === undefined && errors.length === 0) throw noNetwork(path);
  const rows = network === undefined ? [] : costRows(network, options.by);
  const sorted = options.sort === undefined ? rows : sortRows(rows, options.sort);
  const chosen = options.metrics ?? ['multiplies', 'params'];
  if (network !== undefined) {
    // A document lists all layers, whatever they are grouped by.
    const isDocument = options.format === 'json';
    const listed = isDocument ? network.graph.layers.map(({ path }) => path) : sorted.map(({ name }) => name);
    const perRow = isDocument ? bytesPerDocument : bytesPerRow + bytesPerCell * chosen.length;
    const letters = listed.reduce((sum, { length }) => sum + length, 0);
    session.needMemory(perRow * listed.length + bytesPerLetter * letters + bytesPerOutput * network.outputs.length);
  }
  if (options.format === 'json') {
    const layers = options.by === 'layer' ? sorted : [];
    session.emitJson(costDocument(path, analysis, network, options.by, layers, session), options.output);
  } else if (network !== undefined) {
    const style = session.style(options.output);
    const text = { text: costText, csv: costCsv, markdown: costMarkdown }[options.format];
    session.emit(text(network, sorted, options.by, chosen, { path, style, words: session.words }), options.output);
  }
  if (options.format !== 'json') {
    tellErrors(errors, session);
    const found = summary(errors, session.words);
    if (found !== undefined) session.note(session.words.check('found', { where: visible(path), found }));
  }
}

function parseMetric(text: string): MetricName {
  const metric = findMetric(text);
  if (metric !== undefined) return metric.name;
  const near = nearest(text, metricSpellings);
  throw new InvalidValue((say) =>
    near === undefined
      ? say('unknown-metric', { name: text, known: metricSpellings.join(', ') })
      : say('unknown-metric.near', { name: text, near }),
  );
}

function parseMetrics(text: string): readonly MetricName[] {
  const found = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map(parseMetric);
  if (found.length === 0) throw new InvalidValue((say) => say('metrics'));
  return [...new Set(found)];
}
