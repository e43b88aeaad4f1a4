/** `incept sweep FILE name=values...`: cost over a grid of parameters and sizes, with the points that no other beats. */

import { type Command, Option } from 'commander';
import type { NetworkAnalysis } from '../../analysis/analysis';
import { messageOf } from '../../base/message-text';
import { metricSpellings } from '../../base/metrics';
import { formatExact, formatLarge } from '../../base/number-format';
import { analysisOptions } from '../../session/overrides';
import type { SharedSweep } from '../../session/shared-sweep';
import {
  bestPoint,
  type Condition,
  type Grid,
  type Measure,
  mostPoints,
  type PointCost,
  parametersAt,
  paretoFront,
  pointCost,
  pointCount,
  readCondition,
  readMeasure,
  type SweepPoint,
} from '../../session/sweep';
import { sweptValues } from '../../session/sweep-values';
import type { Eventual } from '../../workspace/eventual';
import { Failure, unknownName } from '../failure';
import {
  addFormat,
  addNetworkOptions,
  addOutput,
  assignment,
  type NetworkOptions,
  type OutputOptions,
  parseSize,
} from '../options';
import { ProgressLine } from '../progress-line';
import { openNetwork } from '../request';
import type { Session } from '../session';
import { type Sweep, sweepCsv, sweepDocument, sweepSvg, sweepText } from '../sweep-report';
import { InvalidValue } from '../usage';

type Size = readonly [number, number, number];

interface SweepOptions extends Omit<NetworkOptions, 'size'>, OutputOptions {
  readonly size?: readonly Size[];
  readonly where: readonly string[];
  readonly best?: string;
  readonly x: string;
  readonly y: string;
  readonly format: 'text' | 'csv' | 'json' | 'svg';
}

export function define(command: Command, session: Session): void {
  const say = session.words.help;
  command.argument('<file>', say('file')).argument('[values...]', say('swept'));
  addNetworkOptions(command, say, { size: new Option('--size <sizes>', say('sweep.size')).argParser(parseSizes) });
  command
    .addOption(
      new Option('--where <condition>', say('where'))
        .argParser<string[]>((value, previous) => [...previous, value])
        .default([], say('where.default')),
    )
    .option('--best <metric>', say('best'))
    .option('--x <metric>', say('x'), 'multiplies')
    .option('--y <metric>', say('y'), 'params');
  addFormat(command, say, 'text', 'csv', 'json', 'svg');
  addOutput(command, say);
  command.action((path: string, values: string[], options: SweepOptions) => sweep(path, values, options, session));
}

async function sweep(path: string, values: readonly string[], options: SweepOptions, session: Session): Promise<void> {
  const { size: sizes = [], ...others } = options;
  const { id, asked, analysis, network } = await openNetwork(session, path, others);
  const given = values.map(givenValues);
  const grid: Grid = {
    parameters: given.map((one) => parameterOf(one, [...network.parameters.keys()], network.name)),
    sizes,
    fixed: analysisOptions(asked.overrides ?? {}),
  };
  checkGrid(grid);
  const swept = grid.parameters.map(({ name }) => name);
  const measure = (text: string, isMoreBetter: boolean): Measure => measureOf(text, swept, isMoreBetter);
  const [x, y] = [measure(options.x, false), measure(options.y, false)];
  const wanted = options.best === undefined ? undefined : measure(options.best, true);
  const conditions = options.where.map((text) => conditionOf(text, network));
  const condition: Condition | undefined =
    conditions.length === 0 ? undefined : { holds: (of) => conditions.every((one) => one.holds(of)) };

  const shared: SharedSweep = {
    texts: new Map([...analysis.files].map(([file, { text }]) => [file, text])),
    id,
    network: network.name,
    overrides: asked.overrides ?? {},
    parameters: given,
    sizes,
    conditions: options.where,
  };
  const costs = await costsOf(shared, pointCount(grid), session, (place) =>
    pointCost(session.designs, id, network.name, grid, place, condition),
  );
  const points = costs.map((cost, place): SweepPoint => ({ ...cost, parameters: parametersAt(grid, place) }));
  const found: Sweep = {
    file: path,
    network: network.name,
    parameters: swept,
    hasSizes: sizes.length > 0,
    points,
    front: paretoFront(points, x, y),
    best: wanted === undefined ? undefined : bestPoint(points, wanted),
    x,
    y,
    wanted,
  };
  if (options.format === 'json') session.emitJson(sweepDocument(found, session.words), options.output);
  else {
    const text = { text: sweepText, csv: sweepCsv, svg: sweepSvg }[options.format];
    session.emit(text(found, session.words, session.style(options.output)), options.output);
  }
  if (points.every(({ errors }) => errors > 0)) session.exitWith(1);
}

/** Fewer are costed before a thread has started. */
const fewestForThreads = 200;

/** In the order of the grid, on all cores where there are many. */
async function costsOf(
  shared: SharedSweep,
  count: number,
  { host, words }: Session,
  costHere: (place: number) => Eventual<PointCost>,
): Promise<readonly PointCost[]> {
  const progress = new ProgressLine(host);
  const show = async (done: number): Promise<void> => {
    progress.show(words.progress('sweep', { place: done, count }));
    await host.pause?.();
  };
  try {
    if (host.sweep !== undefined && count >= fewestForThreads) return await host.sweep(shared, count, show);
    const costs: PointCost[] = [];
    for (let place = 0; place < count; place++) {
      costs.push(await costHere(place));
      await show(place + 1);
    }
    return costs;
  } finally {
    progress.clear();
  }
}

type GivenValues = SharedSweep['parameters'][number];

function givenValues(text: string): GivenValues {
  const found = assignment(text);
  if (found !== undefined) return { name: found.name, values: found.value };
  throw new Failure(
    ({ failures: say }) => say('sweep-form', { found: text }),
    ({ failures: say }) => say('sweep-form.hint'),
  );
}

function parameterOf(
  { name, values: text }: GivenValues,
  known: readonly string[],
  network: string,
): Grid['parameters'][number] {
  if (!known.includes(name)) {
    throw unknownName(({ failures: say }) => say('unknown-parameter', { network, name }), name, known);
  }
  const values = sweptValues(text);
  if (!('wrong' in values)) return { name, values };
  throw values.wrong === 'range'
    ? new Failure(
        ({ failures: say }) => say('sweep-range', { name, value: values.text }),
        ({ failures: say }) => say('sweep-range.hint'),
      )
    : new Failure(
        ({ failures: say }) => say('sweep-value', { name, value: values.text }),
        ({ failures: say }) => say('set-value.hint'),
      );
}

function checkGrid(grid: Grid): void {
  const names = [...grid.parameters.map(({ name }) => name), ...(grid.fixed.parameters?.keys() ?? [])];
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) throw new Failure(({ failures: say }) => say('sweep-twice', { name: twice }));
  if (grid.parameters.length === 0 && grid.sizes.length === 0) {
    throw new Failure(
      ({ failures: say }) => say('sweep-empty'),
      ({ failures: say }) => say('sweep-form.hint'),
    );
  }
  const count = pointCount(grid);
  if (count <= mostPoints) return;
  throw new Failure(
    ({ failures: say }) => say('sweep-many', { count: formatLarge(count), limit: formatExact(mostPoints) }),
    ({ failures: say }) => say('sweep-many.hint'),
  );
}

function measureOf(text: string, swept: readonly string[], isMoreBetter: boolean): Measure {
  const measure = readMeasure(text, swept, isMoreBetter);
  if (measure !== undefined) return measure;
  const name = text.replace(/^[+-]/, '');
  throw unknownName(({ failures: say }) => say('sweep-measure', { name }), name, [...metricSpellings, ...swept]);
}

function conditionOf(text: string, network: NetworkAnalysis): Condition {
  const condition = readCondition(text, network);
  if (!('mistake' in condition)) return condition;
  const { mistake } = condition;
  throw new Failure(
    ({ failures: say }) => say('sweep-where', { text }),
    ({ failures: say, diagnostics }) =>
      mistake === undefined ? say('sweep-where.hint') : messageOf(mistake, diagnostics),
  );
}

function parseSizes(text: string): readonly Size[] {
  const sizes = text.split(',').map((size) => size.trim());
  if (sizes.includes('')) throw new InvalidValue((say) => say('sizes'));
  return sizes.map(parseSize);
}
