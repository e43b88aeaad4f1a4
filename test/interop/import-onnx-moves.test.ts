/**
 * Reshapes and transpositions that are nothing but moves of values, against a naive reading of them. What they come to is compared with
 * all that layers of the language do: the shuffle of ShuffleNet (arXiv 1707.01083), DepthToSpace and SpaceToDepth of ONNX in both orders,
 * of which the other one is PyTorch's pixel_shuffle and pixel_unshuffle.
 */

import assert from 'node:assert/strict';
import { seededRandom } from '../../src/base/random';
import { elementCount } from '../../src/base/tensor';
import { foreignNetwork } from '../support/imported';
import { onnxFile, type Sketch } from '../support/onnx-sketch';

/** Sizes and, in their order, which value of the input each is. */
interface Moved {
  readonly dims: readonly number[];
  readonly places: readonly number[];
}

type Step = { readonly reshape: readonly number[] } | { readonly order: readonly number[] };

function applied({ dims, places }: Moved, step: Step): Moved {
  if ('reshape' in step) return { dims: step.reshape, places };
  const turned = step.order.map((axis) => dims[axis] as number);
  const found = places.map((_, at) => {
    const from = dims.map(() => 0);
    let left = at;
    for (let axis = turned.length - 1; axis >= 0; axis--) {
      from[step.order[axis] as number] = left % (turned[axis] as number);
      left = Math.floor(left / (turned[axis] as number));
    }
    return places[from.reduce((sum, index, axis) => sum * (dims[axis] as number) + index, 0)] as number;
  });
  return { dims: turned, places: found };
}

function image(dims: readonly number[]): Moved {
  return { dims, places: Array.from({ length: elementCount(dims) }, (_, i) => i) };
}

const through = (from: Moved, steps: readonly Step[]) => steps.reduce(applied, from);

/** What a layer of the language does to an image of [1, c, h, w], written out as its definition is. */
function layersOf([, c, h, w]: readonly [number, number, number, number]): readonly [string, readonly Step[]][] {
  const list: [string, readonly Step[]][] = [['', []]];
  for (let groups = 2; groups < c; groups++) {
    if (c % groups !== 0) continue;
    const inner = { reshape: [1, groups, c / groups, h, w] };
    list.push([`shuffle ${groups}`, [inner, { order: [0, 2, 1, 3, 4] }, { reshape: [1, c, h, w] }]]);
  }
  for (const b of [2, 3, 4]) {
    const [depth, all] = [c / (b * b), [1, c / (b * b), h * b, w * b]];
    if (Number.isInteger(depth)) {
      const dcr = [{ reshape: [1, b, b, depth, h, w] }, { order: [0, 3, 4, 1, 5, 2] }, { reshape: all }];
      const crd = [{ reshape: [1, depth, b, b, h, w] }, { order: [0, 1, 4, 2, 5, 3] }, { reshape: all }];
      list.push([`depthtospace ${b} dcr`, dcr], [`depthtospace ${b} crd`, crd]);
    }
    if (h % b !== 0 || w % b !== 0) continue;
    const blocks = { reshape: [1, c, h / b, b, w / b, b] };
    const small = { reshape: [1, c * b * b, h / b, w / b] };
    list.push([`spacetodepth ${b} dcr`, [blocks, { order: [0, 3, 5, 1, 2, 4] }, small]]);
    list.push([`spacetodepth ${b} crd`, [blocks, { order: [0, 1, 3, 5, 2, 4] }, small]]);
  }
  return list;
}

/** The layer that the reader makes of the steps, before an activation; undefined where it leaves them out. */
async function read(dims: readonly [number, number, number, number], steps: readonly Step[]) {
  const [batch, c, h, w] = dims;
  const nodes = steps.map((step, i): Sketch['nodes'][number] =>
    'reshape' in step
      ? ['Reshape', `t${i} s${i}`, `t${i + 1}`]
      : ['Transpose', `t${i}`, `t${i + 1}`, { perm: step.order }],
  );
  const shapes = steps.flatMap((step, i) => ('reshape' in step ? [[`s${i}`, step.reshape] as const] : []));
  const found = await foreignNetwork(
    'onnx',
    onnxFile({
      size: [h, w, c],
      dims: [batch, c, h, w],
      shapes: Object.fromEntries(shapes),
      nodes: [['Relu', 'x', 't0'], ...nodes, ['Sigmoid', `t${steps.length}`, 'y']],
    }),
  );
  assert.ok('layers' in found);
  if (found.missing.length > 0) return undefined;
  return found.layers
    .map(({ op, attributes }) => [op.name, ...Object.values(attributes)].join(' '))
    .filter((layer) => !/^(input|relu|sigmoid)/.test(layer))
    .join(', ');
}

const isSame = (a: Moved, b: Moved) => String(a.dims) === String(b.dims) && String(a.places) === String(b.places);

/** The layers that move an image so. An output by height, width, channel is the image in our order, whatever its sizes. */
function layersFor(dims: readonly [number, number, number, number], moved: Moved): readonly string[] {
  const isInOrder = String(moved.places) === String(applied(image(dims), { order: [0, 2, 3, 1] }).places);
  const layers = layersOf(dims).filter(([, own]) => isSame(through(image(dims), own), moved));
  return [...(isInOrder ? [''] : []), ...layers.map(([name]) => name)];
}

/** A layer of the language with one more move in most cases: moves drawn alone come to a layer too rarely. */
function drawn(random: () => number) {
  const upTo = (count: number) => Math.floor(random() * count);
  const one = <T>(list: readonly T[]): T => list[upTo(list.length)] as T;
  /** Sizes that stand one behind the other as the given ones do, cut further or put together. */
  const resized = (sizes: readonly number[]): number[] => {
    const cut = sizes.flatMap((size) => {
      const part = one([1, ...[2, 3, 4].filter((divisor) => size % divisor === 0 && size > divisor)]);
      return part === 1 ? [size] : [part, size / part];
    });
    const joined: number[] = [];
    for (const size of cut) {
      if (joined.length === 0 || random() < 0.7) joined.push(size);
      else joined.push(size * (joined.pop() as number));
    }
    return joined;
  };
  const dims = [1, one([4, 8, 12]), one([2, 4]), one([2, 4, 6])] as const;
  const known = layersOf(dims);
  const layer = one(known);
  const steps: Step[] = random() < 0.3 ? [{ reshape: resized(dims) }] : [...layer[1]];
  if (random() < 0.6) {
    const order = through(image(dims), steps).dims.map((_, axis) => axis);
    const [a, b] = [upTo(order.length), upTo(order.length)];
    [order[a], order[b]] = [order[b] as number, order[a] as number];
    steps.push({ order });
  }
  const [, target] = random() < 0.6 ? layer : one(known);
  steps.push({ reshape: through(image(dims), target).dims });
  return { dims, steps };
}

describe('import of ONNX: moves', function () {
  this.timeout(60_000);

  for (const dims of [
    [1, 8, 4, 4],
    [1, 16, 2, 6],
    [1, 18, 3, 1],
    [1, 12, 1, 8],
    [1, 2, 4, 8],
  ] as const) {
    for (const [layer, steps] of layersOf(dims)) {
      it(`finds ${layer === '' ? 'that nothing moves' : layer} in ${dims.join('x')}`, async () => {
        const moved = through(image(dims), steps);
        assert.ok(layersFor(dims, moved).includes((await read(dims, steps)) ?? 'nothing'));
      });
    }
  }

  for (let seed = 0; seed < 6; seed++) {
    it(`finds the layer for moves that come to one, and none for others: ${seed}`, async () => {
      const random = seededRandom(seed);
      const found = new Map<string, number>();
      for (let round = 0; round < 100; round++) {
        const { dims, steps } = drawn(random);
        const layers = layersFor(dims, through(image(dims), steps));
        const layer = await read(dims, steps);
        const text = `${layer} of ${layers} for ${dims}: ${JSON.stringify(steps)}`;
        // A size may begin where no axis of the image does, in what comes to its order in the end.
        assert.ok(layer === undefined ? layers.every((other) => other === '') : layers.includes(layer), text);
        const kind = layer?.split(' ')[0] ?? 'none';
        found.set(kind, (found.get(kind) ?? 0) + 1);
      }
      for (const kind of ['', 'shuffle', 'depthtospace', 'spacetodepth', 'none']) {
        assert.ok((found.get(kind) ?? 0) >= 3, `${kind}: ${found.get(kind)}`);
      }
    });
  }
});
