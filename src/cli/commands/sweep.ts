/** `incept sweep FILE name=values...`: cost over a grid of parameters and sizes, with the points that no other beats. */

import { type Command, Option } from 'commander';
import type { NetworkAnalysis } from '../../analysis/analysis';
import { messageOf } from '../../base/message-text';
import { metricSpellings } from '../../base/metrics';
import { formatExact, formatLarge } from '../../base/number-format';
import { analysisOptions } from '../../session/overrides';
import {
  bestPoint,
  type Condition,
  type Grid,
  type Measure,
  mostPoints,
  paretoFront,
  pointCount,
  readCondition,
  readMeasure,
  type SweepPoint,
  sweepPoint,
} from '../../session/sweep';
import { sweptValues } from '../../session/sweep-values';
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
  const { id, asked, network } = await openNetwork(session, path, others);
  const grid: Grid = {
    parameters: values.map((text) => parameterOf(text, [...network.parameters.keys()], network.name)),
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

  const points: SweepPoint[] = [];
  const count = pointCount(grid);
  const progress = new ProgressLine(session.host);
  try {
    for (let place = 0; place < count; place++) {
      progress.show(session.words.progress('sweep', { place: place + 1, count }));
      points.push(await sweepPoint(session.designs, id, network.name, grid, place, condition));
      await session.host.pause?.();
    }
  } finally {
    progress.clear();
  }
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

function parameterOf(text: string, known: readonly string[], network: string): Grid['parameters'][number] {
  const found = assignment(text);
  if (found === undefined) {
    throw new Failure(
      ({ failures: say }) => say('sweep-form', { found: text }),
      ({ failures: say }) => say('sweep-form.hint'),
    );
  }
  const { name } = found;
  if (!known.includes(name)) {
    throw unknownName(({ failures: say }) => say('unknown-parameter', { network, name }), name, known);
  }
  const values = sweptValues(found.value);
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
