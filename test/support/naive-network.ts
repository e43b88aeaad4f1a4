/**
 * Random networks that use the whole language, each made twice: as text, and as the layers that the rules of the language
 * make of it (modules called, repeats unrolled, sides chosen, values computed). The second knows nothing of src.
 */

import type { Random } from '../../src/base/random';
import { DoesNotFit, type NaiveLayer, type NaiveValue, type Size, sizeOf } from './naive-reading';

export interface NaiveNetwork {
  readonly text: string;
  readonly layers: readonly NaiveLayer[];
  readonly sizes: readonly Size[];
  readonly output: number;
  readonly bytesOfValue: number;
}

/** What the flow is at a place, and what names stand for there. */
interface Place {
  flow: number;
  readonly layers: NaiveLayer[];
  readonly sizes: Size[];
  readonly values: ReadonlyMap<string, NaiveValue>;
  readonly results: Map<string, number>;
  readonly defaults: Readonly<Record<string, NaiveValue>>;
}

/** A text, and what it does to the flow. */
interface Piece {
  readonly text: string;
  apply(place: Place): void;
}

interface Expression {
  readonly text: string;
  value(place: Place): NaiveValue;
}

interface Module {
  readonly name: string;
  readonly text: string;
  call(random: Random): Piece;
}

const whole = (random: Random, below: number) => Math.floor(random() * below);
const pick = <T>(random: Random, list: readonly T[]): T => list[whole(random, list.length)] as T;
const constant = (text: string, value: NaiveValue): Expression => ({ text, value: () => value });

/** A whole number in one of the ways in which it can be written. */
function number(random: Random, value: number): Expression {
  const other = whole(random, 9);
  return pick(random, [
    constant(`${value}`, value),
    constant(`${value}`, value),
    constant(`${value + other} - ${other}`, value),
    constant(`[${other}, ${value}][1]`, value),
    constant(`(${value} if ${other} < 9 else 1 / 0)`, value),
    constant(`max(${value}, ${Math.min(other, value)})`, value),
    constant(`floor(${value * 2 + 1} / two)`, value),
    constant(`length([${Array(value).fill('relu').join(', ')}])`, value),
  ]);
}

/** Channels in the place of the flow, times something. */
const channelsTimes = (factor: number): Expression => ({
  text: factor === 1 ? 'channels' : `channels * ${factor}`,
  value: ({ sizes, flow }) => (sizes[flow] as Size)[2] * factor,
});

const named = (name: string): Expression => ({ text: name, value: ({ values }) => values.get(name) as NaiveValue });

function add(place: Place, op: string, given: Readonly<Record<string, NaiveValue>>, inputs: readonly number[]): void {
  const layer = { op, arguments: given, inputs };
  place.sizes.push(
    sizeOf(
      layer,
      inputs.map((input) => place.sizes[input] as Size),
    ),
  );
  place.flow = place.layers.push(layer) - 1;
}

type Arguments = Readonly<Record<string, Expression>>;

/** A call of a layer; `first` are written without their names, `unwritten` are defaults of the language. */
function layer(
  op: string,
  first: Arguments = {},
  others: Arguments = {},
  unwritten: Readonly<Record<string, NaiveValue>> = {},
): Piece {
  const all = Object.entries({ ...first, ...others });
  const written = [
    ...Object.values(first).map(({ text }) => text),
    ...Object.entries(others).map(([name, { text }]) => `${name} = ${text}`),
  ];
  return {
    text: `${op}(${written.join(', ')})`,
    apply(place) {
      const given = Object.fromEntries(all.map(([name, expression]) => [name, expression.value(place)]));
      const inForce = op === 'conv' ? place.defaults : {};
      add(place, op, { ...unwritten, ...inForce, ...given }, [place.flow]);
    },
  };
}

function sequence(pieces: readonly Piece[]): Piece {
  return {
    text: pieces.map(({ text }) => text).join('\n  '),
    apply: (place) => {
      for (const piece of pieces) piece.apply(place);
    },
  };
}

const pair = (a: number, b: number) => constant(`[${a}, ${b}]`, [a, b]);

function kernel(random: Random): Expression {
  const [a, b] = [1 + whole(random, 4), 1 + whole(random, 4)];
  return pick(random, [constant(`${a}`, [a, a]), constant(`${a}x${b}`, [a, b]), pair(a, b)]);
}

function padding(random: Random): Expression {
  return pick(random, [
    constant('same', 'same'),
    constant('valid', 'valid'),
    constant('1', 1),
    constant('[1, 0]', [1, 0]),
    constant('[0, 2, 1, 0]', [0, 2, 1, 0]),
  ]);
}

function tail(random: Random): Arguments {
  const norm = pick(random, ['', 'none', 'batchnorm', 'layernorm', 'instancenorm', 'affine', 'l2norm', 'lrn']);
  const activation = pick(random, ['', 'none', 'relu', 'prelu', 'silu', 'softmax']);
  const bias = pick(random, ['', 'true', 'false']);
  return {
    ...(norm && { norm: constant(norm === 'none' || random() < 0.5 ? norm : `${norm}()`, norm) }),
    ...(activation && { activation: constant(activation, activation) }),
    ...(bias && { bias: constant(bias, bias === 'true') }),
  };
}

const windowDefaults = {
  stride: 1,
  padding: 'same',
  dilation: 1,
  groups: 1,
  multiplier: 1,
  rounding: 'floor',
} as const;

/** A layer that leaves height and width as they are; `filters` where it takes them. */
function keeping(random: Random, filters = number(random, 1 + whole(random, 6))): Piece {
  const scale = random() < 0.5;
  const flags = { scale: constant(`${scale}`, scale), center: constant(`${!scale}`, !scale) };
  const functions = [
    'relu',
    'relu6',
    'leakyrelu',
    'sigmoid',
    'tanh',
    'silu',
    'gelu',
    'hardswish',
    'softmax',
    'elu',
    'selu',
    'mish',
    'softplus',
    'hardsigmoid',
  ];
  return pick(random, [
    () => layer('conv', { filters, kernel: kernel(random) }, tail(random), windowDefaults),
    () =>
      layer(
        'conv',
        { filters, kernel: kernel(random) },
        { dilation: pair(1 + whole(random, 2), 2), ...tail(random) },
        windowDefaults,
      ),
    () =>
      layer(
        'conv',
        { filters: channelsTimes(2), kernel: kernel(random) },
        { groups: channelsTimes(1), ...tail(random) },
        windowDefaults,
      ),
    () =>
      layer(
        'depthwise',
        { kernel: kernel(random) },
        { multiplier: number(random, 1 + whole(random, 2)), ...tail(random) },
        windowDefaults,
      ),
    () =>
      layer(
        'separable',
        { filters, kernel: kernel(random) },
        { multiplier: number(random, 1 + whole(random, 2)), ...tail(random) },
        windowDefaults,
      ),
    () => layer('convtranspose', { filters, kernel: kernel(random) }, tail(random), windowDefaults),
    () => layer(pick(random, ['maxpool', 'avgpool']), { kernel: kernel(random) }, {}, windowDefaults),
    () => layer(pick(random, ['batchnorm', 'layernorm', 'instancenorm', 'affine']), {}, flags),
    () => layer('groupnorm', {}, { groups: channelsTimes(1), ...flags }),
    () => layer('l2norm', {}, { scale: constant(`${scale}`, scale) }),
    () => layer('prelu', {}, { shared: constant(`${scale}`, scale) }),
    () => layer('lrn', { size: number(random, 3) }),
    () => layer(pick(random, functions)),
    () => layer('clip', { minimum: constant('-1', -1), maximum: number(random, 2) }),
    () => layer(pick(random, ['dropout', 'scale']), { rate: constant('0.5', 0.5) }),
    () => layer('identity'),
    () =>
      layer('slice', {
        start: constant('0', 0),
        channels: { text: 'ceil(channels / 2)', value: ({ sizes, flow }) => Math.ceil((sizes[flow] as Size)[2] / 2) },
      }),
    () => layer('shuffle', { groups: channelsTimes(1) }),
  ])();
}

function changing(random: Random): Piece {
  const filters = number(random, 1 + whole(random, 6));
  const stride = pick(random, [constant('2', 2), pair(1, 2), constant('3x2', [3, 2]), constant('1', 1)]);
  const rounding = constant('ceil', 'ceil');
  const window = { stride, padding: padding(random) };
  const amount = pick(random, [constant('1', 1), constant('[1, 2]', [1, 2]), constant('[0, 2, 1, 0]', [0, 2, 1, 0])]);
  return pick(random, [
    () => layer('conv', { filters, kernel: kernel(random) }, { ...window, ...tail(random) }, windowDefaults),
    () =>
      layer(
        'depthwise',
        { kernel: kernel(random), stride },
        { padding: padding(random), ...tail(random) },
        windowDefaults,
      ),
    () => layer('separable', { filters, kernel: kernel(random) }, { ...window, ...tail(random) }, windowDefaults),
    () => layer(pick(random, ['maxpool', 'avgpool']), { kernel: kernel(random) }, window, windowDefaults),
    () =>
      layer(
        'maxpool',
        { kernel: kernel(random) },
        { stride, padding: constant('valid', 'valid'), rounding },
        windowDefaults,
      ),
    () => layer('convtranspose', { filters, kernel: kernel(random) }, { ...window, ...tail(random) }, windowDefaults),
    () =>
      layer(
        'convtranspose',
        { filters, kernel: kernel(random) },
        {
          stride: constant('2', 2),
          padding: constant('valid', 'valid'),
          output_padding: pair(whole(random, 2), 1),
          ...tail(random),
        },
        windowDefaults,
      ),
    () =>
      layer(pick(random, ['adaptiveavgpool', 'resize']), { size: pair(1 + whole(random, 9), 1 + whole(random, 9)) }),
    () =>
      layer(
        'upsample',
        { factor: pick(random, [constant('2', 2), pair(1, 3)]) },
        { mode: constant('bilinear', 'bilinear') },
      ),
    () =>
      layer('pad', { amount }, { mode: pick(random, [constant('zeros', 'zeros'), constant('reflect', 'reflect')]) }),
    () => layer('crop', { amount }),
    () => layer('spacetodepth', {}, {}, { block: 2 }),
    () => layer('depthtospace', { block: constant('2', 2) }),
    () => layer(pick(random, ['globalavgpool', 'globalmaxpool', 'flatten'])),
  ])();
}

function join(random: Random, depth: number): Piece {
  const op = pick(random, ['concat', 'concat', 'add', 'multiply']);
  const branches = Array.from({ length: 1 + whole(random, 3) }, () => {
    if (random() < 0.2) return sequence([]);
    if (random() < 0.2 && depth < 2) return join(random, depth + 1);
    return sequence([
      keeping(random),
      op === 'concat'
        ? keeping(random)
        : layer('conv', { filters: constant('3', 3), kernel: constant('1x1', [1, 1]) }, {}, windowDefaults),
    ]);
  });
  return {
    text: `${op} { ${branches.map(({ text }) => `branch { ${text} }`).join(' ')} }`,
    apply(place) {
      const from = place.flow;
      const ends = branches.map((branch) => {
        const inner = { ...place, flow: from, results: new Map(place.results) };
        branch.apply(inner);
        return inner.flow;
      });
      add(place, op, {}, ends);
    },
  };
}

function repeat(random: Random, index: number): Piece {
  const inside = (place: Place, values: readonly (readonly [string, NaiveValue])[], body: Piece) => {
    const inner = { ...place, values: new Map([...place.values, ...values]), results: new Map(place.results) };
    body.apply(inner);
    place.flow = inner.flow;
  };
  const name = `i${index}`;
  const body = sequence([keeping(random, named(name)), keeping(random)]);
  const items = Array.from({ length: whole(random, 4) }, () => 1 + whole(random, 5));
  const first = 1 + whole(random, 3);
  const count = whole(random, 3);
  return pick<() => Piece>(random, [
    () => {
      const plain = keeping(random);
      const turns = number(random, 1 + count);
      return {
        text: `repeat ${turns.text} { ${plain.text} }`,
        apply: (place) => {
          for (let i = 0; i <= count; i++) inside(place, [], plain);
        },
      };
    },
    () => ({
      text: `repeat ${name} in ${first}..${first + count} { ${body.text} }`,
      apply: (place) => {
        for (let i = first; i <= first + count; i++) inside(place, [[name, i]], body);
      },
    }),
    () => ({
      text: `repeat ${name} in [${items.join(', ')}] { ${body.text} }`,
      apply: (place) => {
        for (const item of items) inside(place, [[name, item]], body);
      },
    }),
    () => ({
      text: `repeat [${name}, k${index}] in [${items.map((item) => `[${item}, 1]`).join(', ')}] { ${body.text} }`,
      apply: (place) => {
        for (const item of items)
          inside(
            place,
            [
              [name, item],
              [`k${index}`, 1],
            ],
            body,
          );
      },
    }),
  ])();
}

function condition(random: Random): Piece {
  const taken = sequence([keeping(random)]);
  const other = keeping(random);
  return pick(random, [
    { text: `if two == 2 { ${taken.text} } else { ${other.text} }`, apply: taken.apply },
    {
      text: `if not true or channels < 0 { ${other.text} } else if same == same { ${taken.text} }`,
      apply: taken.apply,
    },
    { text: `if channels < 1 { ${other.text} }`, apply: () => {} },
  ]);
}

/** Names a result, goes on from it or leaves it aside, and comes back. */
function results(random: Random, index: number): Piece {
  const name = `r${index}`;
  const made = keeping(random);
  const detour = random() < 0.6 ? changing(random) : keeping(random);
  const op = pick(random, ['concat', 'add', 'multiply']);
  return {
    text: `${name} = ${made.text}\n  ${detour.text}\n  from ${name}\n  e${index} = relu()\n  ${op}(${name}, e${index}, ${name})`,
    apply(place) {
      made.apply(place);
      const result = place.flow;
      detour.apply(place);
      add(place, 'relu', {}, [result]);
      add(place, op, {}, [result, place.flow, result]);
    },
  };
}

/** Parameters, one of them a value that is called and one a result whose size is taken. */
function module(random: Random, index: number): Module {
  const name = `m${index}`;
  const body = sequence([
    keeping(random, named('c')),
    repeat(random, 90 + index),
    random() < 0.5 ? join(random, 1) : condition(random),
  ]);
  const fallback = pick(random, ['maxpool', 'avgpool']);
  const text = `module ${name}(c, skip, k = c + 1, act = relu, pool = ${fallback}(2x2, stride = 2)) {
  ${body.text}
  act()
  conv(k, 1x1, bias = true, norm = none, activation = none)
  pool()
  resize(like = skip)
}`;
  return {
    name,
    text,
    call(random) {
      const c = 1 + whole(random, 4);
      const act = pick(random, ['', 'tanh', 'prelu', 'leakyrelu']);
      const given = pick(random, ['', 'maxpool(3x3)', 'identity']);
      const written = number(random, c);
      return {
        text: `${name}(${written.text}, input${act && `, act = ${act}`}${given && `, pool = ${given}`})`,
        apply(place) {
          const start = place.flow;
          const values = new Map<string, NaiveValue>([
            ['two', 2],
            ['c', c],
          ]);
          const inner = { ...place, values, results: new Map() };
          body.apply(inner);
          add(inner, act || 'relu', {}, [inner.flow]);
          const end = {
            ...windowDefaults,
            filters: c + 1,
            kernel: [1, 1],
            bias: true,
            norm: 'none',
            activation: 'none',
          };
          add(inner, 'conv', end, [inner.flow]);
          const window = given === '' ? { kernel: [2, 2], stride: 2 } : { kernel: [3, 3] };
          if (given === 'identity') add(inner, 'identity', {}, [inner.flow]);
          else add(inner, given ? 'maxpool' : fallback, { ...windowDefaults, ...window }, [inner.flow]);
          const [height, width] = place.sizes[place.results.get('input') ?? start] as Size;
          add(inner, 'resize', { size: [height, width] }, [inner.flow]);
          place.flow = inner.flow;
        },
      };
    },
  };
}

export function naiveNetwork(random: Random): NaiveNetwork {
  const modules = Array.from({ length: 1 + whole(random, 2) }, (_, i) => module(random, i));
  const input: Size = [5 + whole(random, 8), 5 + whole(random, 8), 1 + whole(random, 5)];
  const norm = pick(random, ['none', 'batchnorm', 'affine']);
  let place: Place = {
    flow: 0,
    layers: [{ op: 'input', arguments: {}, inputs: [] }],
    sizes: [input],
    values: new Map([['two', 2]]),
    results: new Map([['input', 0]]),
    defaults: norm === 'none' ? {} : { norm },
  };
  const lines: string[] = [];
  const wanted = 3 + whole(random, 7);
  for (let i = 0; i < wanted; i++) {
    const make = pick<() => Piece>(random, [
      () => keeping(random),
      () => changing(random),
      () => changing(random),
      () => join(random, 0),
      () => repeat(random, i),
      () => condition(random),
      () => results(random, i),
      () => pick(random, modules).call(random),
    ]);
    const piece = make();
    const next = { ...place, layers: [...place.layers], sizes: [...place.sizes] };
    try {
      piece.apply(next);
    } catch (error) {
      if (!(error instanceof DoesNotFit)) throw error;
      continue;
    }
    // Small enough to be walked tap by tap.
    if (next.sizes.some(([height, width, channels]) => height * width * channels > 20_000)) continue;
    place = next;
    lines.push(piece.text);
  }
  if (random() < 0.4) {
    const last = layer('dense', { units: number(random, 1 + whole(random, 5)) }, { bias: constant('true', true) });
    last.apply(place);
    lines.push(last.text);
  }
  const [precision, bytesOfValue] = pick(random, [
    ['', 4],
    ['precision float16', 2],
    ['precision int8', 1],
  ] as const);
  // One that nothing calls may be wrong in every way.
  const called = modules.filter(({ name }) => lines.some((line) => line.startsWith(`${name}(`)));
  const text = `const two = 2
${called.map((made) => made.text).join('\n')}
network Whole() {
  ${precision}
  ${norm === 'none' ? '' : `defaults { conv(norm = ${norm}) }`}
  input: ${input.join('x')}
  ${lines.join('\n  ')}
}
`;
  return { text, layers: place.layers, sizes: place.sizes, output: place.flow, bytesOfValue };
}
