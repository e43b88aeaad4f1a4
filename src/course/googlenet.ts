/** Lessons 9 to 11: reading GoogLeNet, what came after it, and a design of one's own under its budget. */

import { invariant, present } from '../base/assert';
import type { Layer } from '../graph/graph';
import { pairOf } from '../ops/attributes';
import { cheaperFile, direct, gatePerPixel, type LaterParts, later } from './designs';
import { computes, Edited, isConvolution, isPool, signature } from './edited';
import { figuresOf, type Lesson, type LessonSource, type RuleResult } from './lesson';
import { type Design, designOf, isShape, type Reading } from './measure';

export interface GoogLeNetSizes {
  /** The side head at which the network is to stop. */
  readonly head: string;
}

export const googlenetSizes: GoogLeNetSizes = { head: 'aux1' };
export const googlenetSister: GoogLeNetSizes = { head: 'aux2' };

export function googlenetLesson({ head }: GoogLeNetSizes, { googlenet }: LessonSource): Lesson {
  const design = designOf(googlenet);
  const strided = design.layers().filter(({ attributes }) => pairOf(attributes, 'stride')[0] === 2);
  const before = design.inputShape[0];
  const pool = design.layer('globalavgpool');
  const after = design.inputOf(pool)[0];
  const exit = present(
    design.network.outputs.find(({ output }) => output.name === head),
    head,
  );
  const needed = exit.needs.sums.multiplies.value;
  const extra = exit.extra.sums.multiplies.value;
  const percent = (100 * needed) / design.multiplies();
  const sizes = strided.map((layer) => design.shape(layer)[0]);
  const last = lastModule(design).inputs.map((id) => design.shapeOf(id)?.[2] ?? 0);
  const figures = figuresOf({
    head,
    before,
    after,
    first: sizes[0] ?? before,
    sizes: sizes.join(', '),
    strides: strided.length,
    factor: before / after,
    terms: last.join(' + '),
    channels: design.shape(pool)[2],
    extra,
    needed,
    total: design.multiplies(),
    lowest: Math.floor(percent),
    highest: Math.ceil(percent),
    percent: percent.toFixed(1),
  });
  return {
    id: 'googlenet',
    text: googlenet,
    figures,
    questions: [
      {
        id: 'googlenet.1',
        kind: 'number',
        figures,
        hasSister: false,
        answer: strided.length,
        wrong: [
          { name: 'pools', value: strided.filter(isPool).length },
          { name: 'factor', value: before / after },
        ],
      },
      {
        id: 'googlenet.2',
        kind: 'shape',
        figures,
        hasSister: false,
        answer: design.shape(pool),
        wrong: [
          { name: 'map', value: design.inputOf(pool) },
          { name: 'classes', value: design.result },
        ],
      },
      {
        id: 'googlenet.3',
        kind: 'number',
        figures,
        hasSister: true,
        answer: percent,
        passes: [Math.floor(percent), Math.ceil(percent)],
        wrong: [
          { name: 'extra', value: (100 * extra) / design.multiplies() },
          { name: 'all', value: 100 },
          { name: 'fraction', value: percent / 100 },
        ],
      },
    ],
  };
}

/** The join by channel that the classifier is the nearest to. */
function lastModule(design: Design): Layer {
  return present(design.layers('concat').at(-1), 'a module');
}

export interface LaterSizes {
  readonly size: number;
  readonly channels: number;
  /** Filters of the branch beside the skip. */
  readonly narrow: number;
  readonly squeeze: number;
}

export const laterSizes: LaterSizes = { size: 28, channels: 192, narrow: 64, squeeze: 12 };
export const laterSister: LaterSizes = { size: 14, channels: 480, narrow: 64, squeeze: 30 };

export function laterLesson(sizes: LaterSizes): Lesson {
  const { channels, narrow, squeeze } = sizes;
  const parts: LaterParts = {
    join: 'add',
    branch: `conv(${narrow}, 1x1) -> conv(${narrow}, 3x3, activation = none)`,
    squeeze,
    depthwise: 'depthwise(3x3)',
  };
  const text = later(sizes, parts);
  const solution = later(sizes, { ...parts, branch: parts.branch.replace(/conv\(\d+, 3x3/, `conv(${channels}, 3x3`) });
  const design = designOf(solution, 'Later');
  const gate = designOf(solution, 'Gate');
  const depthwise = design.layer('depthwise');
  const full = designOf(direct(sizes, `conv(${channels}, 3x3)`)).multiplies();
  const tiny = designOf(direct(sizes, 'depthwise(1x1)')).multiplies();
  const separable = designOf(direct(sizes, `separable(${channels}, 3x3)`)).multiplies();
  const figures = figuresOf({
    channels,
    narrow,
    squeeze,
    taps: 9,
    separable,
    times: (full / separable).toFixed(1),
    expected: design.result,
    input: design.inputShape,
    gate: gate.multiplies(),
  });
  return {
    id: 'later',
    text,
    figures,
    questions: [
      {
        id: 'later.1',
        kind: 'number',
        figures,
        hasSister: true,
        answer: design.multiplies(depthwise),
        firstFactor: sizes.size,
        wrong: [
          { name: 'full', value: full },
          { name: 'one-tap', value: tiny },
        ],
      },
      {
        id: 'later.2',
        kind: 'edit',
        figures,
        hasSister: false,
        solution,
        look: (reading: Reading) =>
          Edited.look(reading, design, (edited) => {
            const adds = edited.layers('add');
            const join = adds[0];
            const { source, branches } = join === undefined ? { source: -1, branches: [] } : edited.branches(join);
            const isSkip = branches.some(({ operand }) => operand === source);
            const others = branches.filter(({ operand }) => operand !== source);
            const isDeep = others.length > 0 && others.every(({ layers }) => layers.some(isConvolution));
            // Also of an add behind the first: a smaller operand would be spread.
            const wrongShape = adds
              .flatMap((add) => edited.branches(add).branches)
              .find(({ shape }) => !isShape(shape, design.result));
            const isDepthwise = others.some(({ layers }) => layers.at(-1)?.op.name === 'depthwise');
            const sourceLayer = edited.layerOf(source);
            const isKept =
              sourceLayer !== undefined &&
              edited.working()[0]?.id === sourceLayer.id &&
              signature(sourceLayer) === signature(depthwise);
            return {
              wrong:
                join === undefined && edited.layers('concat').length > 0
                  ? 'concat'
                  : wrongShape !== undefined && isDepthwise
                    ? 'depthwise'
                    : undefined,
              rules: [
                edited.rule('join', join !== undefined, { name: 'add' }),
                edited.rule('skip', isSkip),
                edited.rule('operands', wrongShape === undefined, {
                  expected: design.result,
                  found: wrongShape === undefined ? design.result : (wrongShape.shape ?? []).join('×'),
                }),
                edited.rule('weights', isDeep),
                edited.rule('unchanged', isKept && edited.layers('relu').length > 0),
                edited.shapeRule(design.result),
              ],
            };
          }),
      },
      {
        id: 'later.3',
        kind: 'number',
        figures,
        hasSister: true,
        answer: gate.multiplies(),
        firstFactor: channels,
        wrong: [
          { name: 'pixels', value: designOf(gatePerPixel(sizes, squeeze)).multiplies() },
          { name: 'one-layer', value: gate.multiplies(gate.layer('dense', 0)) },
        ],
      },
    ],
  };
}

/** Shares of the original that the open challenge has marks at, the first of them lesson 11's. */
export const challengeMarks = [0.8, 0.6, 0.4] as const;

const leastModules = 9;
const leastBranches = 4;

/** GoogLeNet as shipped, which lesson 11 and the challenge are measured by. */
export function originalOf({ googlenet }: LessonSource): Design {
  return designOf(googlenet);
}

export function limitAt(original: Design, share: number): number {
  return Math.floor(share * original.multiplies());
}

/** What every design of lesson 11 and of the challenge has to keep to; `limit` is its budget of multiplies. */
export function challengeRules(edited: Edited, original: Design, limit: number): readonly RuleResult[] {
  const { network } = edited;
  const modules = edited.layers('concat').filter((join) => {
    const { source, branches } = edited.branches(join);
    return (
      branches.filter(({ operand, layers }) => operand !== source && layers.some(computes)).length >= leastBranches
    );
  });
  const last = modules.at(-1);
  const end = lastModule(original);
  const expected = original.shape(end);
  const found = last === undefined ? undefined : edited.shapeOf(last.id);
  const needs = present(original.network.receptiveFields[end.id], 'a receptive field');
  const field = last === undefined ? undefined : network.receptiveFields[last.id];
  const multiplies = network.main.sums.multiplies.value;
  const params = network.main.sums.params.value;
  const mostParams = present(
    original.network.budgets.find(({ metric }) => metric === 'params'),
    'a budget of parameters',
  ).limit;
  const size = (axes: typeof field): number => Math.min(...(axes ?? []).map((axis) => axis.size));
  const classes = edited.layers('dense').at(-1);
  return [
    edited.rule('modules', modules.length === leastModules, { expected: leastModules, found: modules.length }),
    edited.rule('channels', isShape(found, expected), { expected, found: (found ?? ['?']).join('×') }),
    edited.rule('classes', classes !== undefined && isShape(edited.output?.shape, original.result), {
      expected: original.result,
      found: edited.leaving,
    }),
    edited.rule('budget', multiplies <= limit, { limit, found: multiplies, over: multiplies - limit }),
    edited.rule('params', params <= mostParams, { limit: mostParams, found: params }),
    edited.rule('field', field !== undefined && size(field) >= size(needs), {
      expected: size(needs),
      found: field === undefined ? '?' : size(field),
    }),
  ];
}

export function cheaperLesson(source: LessonSource): Lesson {
  const original = originalOf(source);
  const limit = limitAt(original, challengeMarks[0]);
  const text = cheaperFile(source.googlenet, String(limit).replace(/\B(?=(\d{3})+$)/g, '_'));
  const start = designOf(text);
  const stem = 'conv(192 * width, 3x3)';
  const separableStem = text.replace(stem, 'separable(192 * width, 3x3)');
  invariant(separableStem !== text, 'the stem has a 3x3');
  const solution = separableStem.replace(
    'inception_3b = inception(128 * width, 128 * width,',
    'inception_3b = inception(128 * width, 112 * width,',
  );
  const thin = designOf(text.replace('width = 1)', 'width = 0.875)'));
  const stemOnly = designOf(separableStem);
  const double = designOf(text.replace('conv(c5, 5x5)', 'conv(c5, 3x3) -> conv(c5, 3x3)'));
  const solved = designOf(solution);
  const end = (design: Design): number => design.shape(lastModule(design))[2];
  const figures = figuresOf({
    limit,
    original: original.multiplies(),
    channels: end(original),
    thin: thin.multiplies(),
    thinChannels: end(thin),
    stem: stemOnly.multiplies(),
    stemOver: stemOnly.multiplies() - limit,
    double: double.multiplies() - original.multiplies(),
    solved: solved.multiplies(),
    expected: original.result,
    input: original.inputShape,
  });
  return {
    id: 'cheaper',
    text,
    figures,
    questions: [
      {
        id: 'cheaper.1',
        kind: 'edit',
        listsRules: true,
        figures,
        hasSister: false,
        solution,
        look: (reading: Reading) =>
          Edited.look(reading, start, (edited) => {
            const multiplies = edited.network.main.sums.multiplies.value;
            const isIn = (design: Design): boolean => multiplies === design.multiplies();
            return {
              wrong: isIn(thin) ? 'thin' : isIn(stemOnly) ? 'stem' : isIn(double) ? 'double' : undefined,
              rules: challengeRules(edited, original, limit),
            };
          }),
      },
    ],
  };
}
