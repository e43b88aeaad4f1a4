/** Lessons 4 to 8: the Inception module, what it costs, and the bottleneck. */

import { present } from '../base/assert';
import { formatShare } from '../base/number-format';
import type { Layer } from '../graph/graph';
import { bottleneck, breakEven, direct, naive, wholeModule } from './designs';
import { Edited, isConvolution, isPool, signature, windowOf, without } from './edited';
import { exact, figuresOf, type Lesson, type LessonSource } from './lesson';
import { type Design, designOf, elements, isShape, type Reading } from './measure';

export interface NaiveSizes {
  readonly size: number;
  readonly channels: number;
  /** Filters of the 1x1, the 3x3 and the 5x5. */
  readonly filters: readonly [number, number, number];
  /** Channels that the pool is to leave in the end. */
  readonly projection: number;
}

export const naiveSizes: NaiveSizes = { size: 28, channels: 192, filters: [64, 128, 32], projection: 32 };
export const naiveSister: NaiveSizes = { size: 14, channels: 480, filters: [192, 208, 48], projection: 64 };

export function naiveLesson(sizes: NaiveSizes): Lesson {
  const { size, channels, filters, projection } = sizes;
  const [ones, threes, fives] = filters;
  const convs = [`conv(${ones}, 1x1)`, `conv(${threes}, 3x3)`, `conv(${fives}, 5x5)`];
  const project = `conv(${projection}, 1x1)`;
  const text = naive(sizes, [...convs, 'maxpool(3x3)']);
  const solution = naive(sizes, [...convs, `maxpool(3x3) -> ${project}`]);
  const start = designOf(text);
  const solved = designOf(solution);
  const bare = designOf(naive(sizes, convs));
  const five = start.layer('conv', 2);
  const valid = designOf(direct(sizes, `conv(${fives}, 5x5, padding = valid)`));
  const wider = designOf(direct(sizes, `conv(${fives}, 6x6, padding = valid)`));
  const shrunk = designOf(direct(sizes, 'maxpool(3x3, stride = 2)'));
  const figures = figuresOf({
    terms: [...filters, channels].join(' + '),
    channels,
    projection,
    shape: start.result,
    expected: solved.result,
    input: start.inputShape,
    kept: start.shape(five)[0],
    valid: [valid.result[0], valid.result[1]].join('×'),
    same: [size, size].join('×'),
    pooled: [shrunk.result[0], shrunk.result[1]].join('×'),
  });
  return {
    id: 'naive',
    text,
    figures,
    questions: [
      {
        id: 'naive.1',
        kind: 'shape',
        figures,
        hasSister: true,
        answer: start.result,
        wrong: [
          { name: 'pool', value: bare.result },
          { name: 'lecture', value: solved.result },
        ],
      },
      {
        id: 'naive.2',
        kind: 'number',
        figures,
        hasSister: true,
        answer: valid.result[0],
        wrong: [
          { name: 'same', value: start.shape(five)[0] },
          { name: 'first', value: wider.result[0] },
        ],
      },
      {
        id: 'naive.3',
        kind: 'edit',
        figures,
        hasSister: false,
        solution,
        look: (reading: Reading) =>
          Edited.look(reading, start, (edited) => {
            const pools = edited.layers().filter(isPool);
            const removed = without(start.layers(), edited.working());
            const added = without(edited.working(), start.layers());
            const isSmaller = pools.some((pool) => !isShape(edited.shapeOf(pool.id), [size, size]));
            return {
              wrong: pools.length === 0 ? 'gone' : isSmaller ? 'stride' : undefined,
              rules: [
                edited.shapeRule(solved.result),
                edited.rule('pool', pools.length > 0),
                edited.rule('unchanged', removed.length === 0),
                edited.rule('one-added', added.length === 1),
                edited.rule('mixed', added.every(isConvolution)),
              ],
            };
          }),
      },
    ],
  };
}

export interface DirectSizes {
  readonly size: number;
  readonly channels: number;
  readonly filters: number;
  readonly kernel: number;
}

export const directSizes: DirectSizes = { size: 28, channels: 192, filters: 32, kernel: 5 };
export const directSister: DirectSizes = { size: 14, channels: 480, filters: 48, kernel: 3 };

export function directLesson(sizes: DirectSizes): Lesson {
  const { size, channels, filters, kernel } = sizes;
  const layerOf = (count: number) => `conv(${count}, ${kernel}x${kernel})`;
  const text = direct(sizes, layerOf(filters));
  const design = designOf(text);
  const conv = design.layer('conv');
  const flat = designOf(direct({ ...sizes, channels: 1 }, layerOf(filters)));
  const single = designOf(direct(sizes, layerOf(1)));
  const each = single.weights(single.layer('conv'));
  const padding = 1 - design.sum('effectiveMultiplies') / design.multiplies();
  const figures = figuresOf({
    size,
    channels,
    filters,
    kernel,
    each,
    results: elements(design.result),
    multiplies: design.multiplies(),
    share: `${(100 * padding).toFixed(1)}%`,
  });
  return {
    id: 'direct',
    text,
    figures,
    questions: [
      {
        id: 'direct.1',
        kind: 'number',
        figures,
        hasSister: true,
        answer: each,
        firstFactor: kernel,
        wrong: [
          { name: 'flat', value: flat.weights(flat.layer('conv')) / flat.result[2] },
          { name: 'all', value: design.weights(conv) },
        ],
      },
      {
        id: 'direct.2',
        kind: 'number',
        figures,
        hasSister: true,
        answer: elements(design.result),
        firstFactor: size,
        wrong: [
          { name: 'one-channel', value: elements(single.result) },
          { name: 'input', value: elements(design.inputShape) },
        ],
      },
      {
        id: 'direct.3',
        kind: 'number',
        figures,
        hasSister: true,
        answer: design.multiplies(),
        firstFactor: elements(design.result),
        wrong: [
          { name: 'flat', value: flat.multiplies() },
          { name: 'one-filter', value: single.multiplies() },
        ],
      },
    ],
  };
}

export interface BottleneckSizes extends DirectSizes {
  readonly reduced: number;
  /** As the file writes it; between what `reduced` costs and what one channel more does. */
  readonly budget: string;
}

export const bottleneckSizes: BottleneckSizes = { ...directSizes, reduced: 16, budget: '12.5M' };
export const bottleneckSister: BottleneckSizes = { ...directSister, kernel: 5, reduced: 16, budget: '5.5M' };

export function bottleneckLesson(sizes: BottleneckSizes, { placeholder }: LessonSource): Lesson {
  const { size, channels, filters, kernel, reduced, budget } = sizes;
  const big = `conv(${filters}, ${kernel}x${kernel})`;
  const variant = (line: string) => bottleneck(sizes, line, big);
  const text = variant(placeholder);
  const solution = variant(`conv(${reduced}, 1x1)`);
  const start = designOf(text);
  const design = designOf(solution);
  const helper = design.layer('conv', 0);
  const main = design.layer('conv', 1);
  const limit = present(start.network.budgets[0], 'a budget').limit;
  const costly = designOf(variant(`conv(${reduced}, ${kernel}x${kernel})`));
  const twice = designOf(variant(`conv(${2 * reduced}, 1x1)`));
  const flat = designOf(bottleneck({ ...sizes, channels: 1 }, `conv(${reduced}, 1x1)`, big));
  const single = designOf(bottleneck(sizes, `conv(${reduced}, 1x1)`, `conv(1, ${kernel}x${kernel})`));
  const figures = figuresOf({
    size,
    channels,
    filters,
    kernel,
    reduced,
    budget,
    first: design.multiplies(helper),
    second: design.multiplies(main),
    sum: design.multiplies(),
    cheaper: (start.multiplies() / design.multiplies()).toFixed(2),
    costly: costly.multiplies(),
    twice: twice.multiplies(),
    expected: design.result,
    input: start.inputShape,
    limit,
  });
  return {
    id: 'bottleneck',
    text,
    figures,
    questions: [
      {
        id: 'bottleneck.1',
        kind: 'edit',
        figures,
        hasSister: false,
        solution,
        look: (reading: Reading) =>
          Edited.look(reading, start, (edited) => {
            const working = edited.working();
            const [first, second] = working;
            const isKept = second !== undefined && signature(second) === signature(main);
            const before = edited.shapeOf(second?.inputs[0] ?? -1)?.[2];
            const window = first === undefined ? undefined : windowOf(first);
            const isTwoConvs = working.length === 2 && first?.op.name === 'conv' && isKept;
            const multiplies = edited.network.main.sums.multiplies.value;
            return {
              wrong:
                isTwoConvs && window?.kernel === `${kernel}x${kernel}`
                  ? 'costly'
                  : isTwoConvs && window?.kernel === '1x1' && before === 2 * reduced
                    ? 'twice'
                    : undefined,
              rules: [
                edited.shapeRule(design.result),
                edited.rule(
                  'unchanged',
                  working.some((layer) => signature(layer) === signature(main)),
                ),
                edited.rule('budget', multiplies <= limit, { over: multiplies - limit, limit, found: multiplies }),
                edited.rule('one-added', isTwoConvs),
                edited.rule('between', before === reduced, { found: before === undefined ? '?' : before }),
                edited.rule('all-channels', window?.groups === 1, { channels }),
              ],
            };
          }),
      },
      {
        id: 'bottleneck.2',
        kind: 'number',
        figures,
        hasSister: true,
        answer: design.multiplies(helper),
        firstFactor: size,
        wrong: [
          { name: 'flat', value: flat.multiplies(flat.layer('conv', 0)) },
          { name: 'weights', value: design.weights(helper) },
        ],
      },
      {
        id: 'bottleneck.3',
        kind: 'number',
        figures,
        hasSister: true,
        answer: design.multiplies(main),
        firstFactor: elements(design.result),
        wrong: [
          { name: 'direct', value: start.multiplies() },
          { name: 'one-filter', value: single.multiplies(single.layer('conv', 1)) },
        ],
      },
    ],
  };
}

export interface BreakEvenSizes {
  readonly size: number;
  readonly channels: number;
  readonly filters: number;
  readonly r: number;
}

export const breakEvenSizes: BreakEvenSizes = { size: 28, channels: 192, filters: 32, r: 16 };
export const breakEvenSister: BreakEvenSizes = { size: 14, channels: 480, filters: 48, r: 16 };

/** What the network costs with r channels in between, and without the detour. */
export function detour(sizes: BreakEvenSizes, kernel: number) {
  const layer = `conv(${sizes.filters}, ${kernel}x${kernel})`;
  const at = (r: number): Design => designOf(breakEven(sizes, r, layer));
  const straight = designOf(direct(sizes, layer)).multiplies();
  /** The largest r with which the detour is cheaper; costs grow with r. */
  const largest = (): number => {
    let pays = 0;
    let does = sizes.channels;
    while (does - pays > 1) {
      const middle = Math.floor((pays + does) / 2);
      if (at(middle).multiplies() < straight) pays = middle;
      else does = middle;
    }
    return pays;
  };
  return { at, straight, largest };
}

export function breakEvenLesson(sizes: BreakEvenSizes): Lesson {
  const { size, channels, filters, r } = sizes;
  const five = detour(sizes, 5);
  const three = detour(sizes, 3);
  const largest = five.largest();
  const narrow = five.at(r);
  const wide = five.at(2 * r).multiplies();
  const claims: Readonly<Record<string, number>> = {
    doubles: 2 * narrow.multiplies(),
    stays: narrow.multiplies(),
    grows: narrow.multiplies() + narrow.multiplies(narrow.layer('conv', 0)),
  };
  const perChannel = five.at(2).multiplies() - five.at(1).multiplies();
  const perChannelOfThree = three.at(2).multiplies() - three.at(1).multiplies();
  const figures = figuresOf({
    size,
    channels,
    filters,
    r,
    twice: 2 * r,
    direct: five.straight,
    perChannel,
    quotient: (five.straight / perChannel).toFixed(1),
    largest,
    next: largest + 1,
    nextCost: five.at(largest + 1).multiplies(),
    allCost: five.at(channels).multiplies(),
    directOfThree: three.straight,
    perChannelOfThree,
    quotientOfThree: (three.straight / perChannelOfThree).toFixed(1),
    growth: narrow.multiplies(narrow.layer('conv', 0)),
  });
  return {
    id: 'break-even',
    text: breakEven(sizes, r, `conv(${filters}, 5x5)`),
    figures,
    questions: [
      {
        id: 'break-even.1',
        kind: 'choice',
        figures,
        hasSister: true,
        choices: Object.keys(claims),
        answer: present(
          Object.keys(claims).find((name) => claims[name] === wide),
          'a claim that holds',
        ),
      },
      {
        id: 'break-even.2',
        kind: 'number',
        figures,
        hasSister: true,
        answer: largest,
        wrong: [
          { name: 'next', value: largest + 1 },
          { name: 'all', value: channels },
        ],
      },
      {
        id: 'break-even.3',
        kind: 'number',
        figures,
        hasSister: true,
        answer: three.largest(),
        wrong: [
          { name: 'same', value: largest },
          { name: 'proportion', value: Math.floor((largest * 9) / 25) },
        ],
      },
    ],
  };
}

export interface ModuleSizes {
  readonly size: number;
  readonly channels: number;
  /** Branches, each a list of the language's calls. */
  readonly branches: readonly string[];
  /** The branches to begin with. */
  readonly given: readonly string[];
  /** The branch of the big window without its bottleneck, and the last with its layers the other way round. */
  readonly unreduced: string;
  readonly reversed: string;
}

export const moduleSizes: ModuleSizes = {
  size: 28,
  channels: 192,
  branches: [
    'conv(64, 1x1)',
    'conv(96, 1x1) -> conv(128, 3x3)',
    'conv(16, 1x1) -> conv(32, 5x5)',
    'maxpool(3x3) -> conv(32, 1x1)',
  ],
  given: ['conv(64, 1x1)', 'conv(96, 1x1) -> conv(128, 3x3)', 'conv(16, 1x1)', ''],
  unreduced: 'conv(32, 5x5)',
  reversed: 'conv(32, 1x1) -> maxpool(3x3)',
};
export const moduleSister: ModuleSizes = {
  ...moduleSizes,
  channels: 256,
  branches: [
    'conv(128, 1x1)',
    'conv(32, 1x1) -> conv(48, 3x3)',
    'conv(32, 1x1) -> conv(96, 5x5)',
    'maxpool(3x3) -> conv(64, 1x1)',
  ],
};

export function moduleLesson(sizes: ModuleSizes): Lesson {
  const { branches, given } = sizes;
  const solved = designOf(wholeModule(sizes, branches, ''));
  const total = solved.multiplies();
  const promise = `\n  expect ${solved.result.join('x')}, multiplies == ${exact(total).replaceAll(',', '_')}`;
  const text = wholeModule(sizes, given, promise);
  const start = designOf(text);
  const widths = branches.map((branch) => designOf(direct(sizes, branch)).result[2]);
  const costs = branches.map((branch) => designOf(direct(sizes, branch)).multiplies());
  const dearest = costs.indexOf(Math.max(...costs));
  const unreduced = designOf(wholeModule(sizes, branches.with(2, sizes.unreduced), ''));
  // Each branch's last window alone, on all channels.
  const bare = branches.map((branch) => (branch.startsWith('maxpool') ? branch : branch.replace(/^.*-> /, '')));
  const naiveTotal = designOf(wholeModule(sizes, bare, '')).multiplies();
  const [first = '', second = '', third = ''] = branches;
  const shapes = (branch: string): string => designOf(direct(sizes, branch)).layers().map(signature).join();
  const figures = figuresOf({
    channels: start.inputShape[2],
    terms: widths.join(' + '),
    expected: solved.result,
    input: start.inputShape,
    total,
    unreduced: unreduced.multiplies(),
    naive: naiveTotal,
    all: solved.result[2],
    dearest: dearest + 1,
    dearestCost: costs[dearest] ?? 0,
    dearestShare: formatShare(costs[dearest], total),
    share1: formatShare(costs[0], total),
    share2: formatShare(costs[1], total),
    share3: formatShare(costs[2], total),
    share4: formatShare(costs[3], total),
  });
  return {
    id: 'module-3a',
    text,
    figures,
    questions: [
      {
        id: 'module-3a.1',
        kind: 'edit',
        figures,
        hasSister: false,
        solution: wholeModule(sizes, branches, promise),
        look: (reading: Reading) =>
          Edited.look(reading, start, (edited) => {
            const join = edited.layers('concat').find(({ inputs }) => inputs.length === branches.length);
            const found = join === undefined ? undefined : edited.branches(join);
            const isFork = found !== undefined && found.source === edited.network.graph.input;
            const inFile = found?.branches.map(({ layers }) => layers) ?? [];
            const isLike = (layers: readonly Layer[] | undefined, branch: string): boolean =>
              (layers ?? []).map(signature).join() === shapes(branch);
            // The two that are asked for may stand the other way round: the join stacks the same blocks.
            const isTurned = isLike(inFile[3], third) && inFile[2]?.some(isPool) === true;
            const written = isTurned ? [inFile[0], inFile[1], inFile[3], inFile[2]] : inFile;
            const isSame = (index: number, branch: string): boolean => isLike(written[index], branch);
            const [pool, projection] = written[3] ?? [];
            const isPooled = pool !== undefined && isPool(pool) && windowOf(pool).kernel === '3x3';
            const isReversed =
              pool !== undefined && isConvolution(pool) && projection !== undefined && isPool(projection);
            const multiplies = edited.network.main.sums.multiplies.value;
            const passed = written[3]?.length === 0;
            return {
              wrong: isSame(2, sizes.unreduced)
                ? 'unreduced'
                : isReversed
                  ? 'reversed'
                  : passed && isSame(2, third)
                    ? 'passes'
                    : undefined,
              rules: [
                edited.rule('join', isFork, { name: 'concat' }),
                edited.rule('unchanged', isSame(0, first) && isSame(1, second)),
                edited.rule('branch', isSame(2, third), { branch: 3 }),
                edited.rule('branch-pool', isPooled && projection !== undefined && isConvolution(projection), {
                  branch: isTurned ? 3 : 4,
                }),
                edited.shapeRule(solved.result),
                edited.rule('multiplies', multiplies === total, { expected: total, found: multiplies }),
              ],
            };
          }),
      },
      {
        id: 'module-3a.2',
        kind: 'choice',
        figures,
        hasSister: true,
        choices: branches.map((_, index) => String(index + 1)),
        answer: String(dearest + 1),
      },
    ],
  };
}
