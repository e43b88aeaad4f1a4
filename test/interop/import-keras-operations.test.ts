/** What Keras models compute without a layer: functions of TensorFlow in Keras 2, operations of Keras 3, and layers of two results. */

import assert from 'node:assert/strict';
import { imported } from '../support/imported';

const node = (className: string, name: string, config: object, inbound: unknown, more: object = {}) => ({
  class_name: className,
  config: { name, ...config },
  inbound_nodes: inbound,
  ...more,
});

/** Two results, `a` of any sign and `b`, and what a last layer makes of them. */
async function read(last: object, version = '2.4.0') {
  const model = {
    class_name: 'Functional',
    config: {
      name: 'net',
      layers: [
        node('InputLayer', 'image', { batch_input_shape: [null, 4, 4, 2] }, []),
        node('Dense', 'a', { units: 2 }, [[['image', 0, 0, {}]]]),
        node('ReLU', 'b', { max_value: 6 }, [[['image', 0, 0, {}]]]),
        last,
      ],
      output_layers: [['n', 0, 0]],
    },
    keras_version: version,
  };
  const { text, foreign } = await imported('tfjs', JSON.stringify(model));
  const lines = text
    .slice(text.indexOf('\n\n', text.indexOf('input image')))
    .split('\n')
    .map((line) => line.trim());
  return {
    reasons: foreign.missing.map(({ reason }) => reason.phrase),
    ops: foreign.layers.slice(3).map(({ op, attributes, weights }) => {
      const numbers = [...weights].map(([name, weight]) => `${name} ${weight.values().join(' ')}`);
      const factor = attributes.factor === undefined ? [] : [String(Number(attributes.factor))];
      return [op.name, ...factor, ...numbers].join(' ');
    }),
    lines,
  };
}

/** A function of TensorFlow: its first operand and the others by name. */
const call = (name: string, first: unknown, others: object = {}) => {
  const [operand, place, result] = typeof first === 'string' ? [first, 0, 0] : ['_CONSTANT_VALUE', -1, first];
  return node('TFOpLambda', 'n', { function: name }, [[operand, place, result, others]]);
};
const b = ['b', 0, 0];

describe('import of Keras: operations', () => {
  for (const [what, last, ...ops] of [
    ['a + 3', call('__operators__.add', 'a', { y: 3 }), 'affine beta 3 3'],
    ['3 + a', call('math.add', 3, { y: ['a', 0, 0] }), 'affine beta 3 3'],
    ['a + 0', call('math.add', 'a', { y: 0 })],
    ['a + b', call('math.add', 'a', { y: b }), 'add'],
    ['a - 3', call('math.subtract', 'a', { y: 3 }), 'affine beta -3 -3'],
    ['3 - a', call('math.subtract', 3, { y: ['a', 0, 0] }), 'affine gamma -1 -1 beta 3 3'],
    ['a - b', call('math.subtract', 'a', { y: b }), 'scale -1', 'add'],
    ['a * 3', call('math.multiply', 'a', { y: 3 }), 'scale 3'],
    ['3 * a', call('math.multiply', 3, { y: ['a', 0, 0] }), 'scale 3'],
    ['a * 1', call('math.multiply', 'a', { y: 1 })],
    ['a * b', call('math.multiply', 'a', { y: b }), 'multiply'],
    ['a / 4', call('math.truediv', 'a', { y: 4 }), 'scale 0.25'],
    ['a / 4, as divide', call('math.divide', 'a', { y: 4 }), 'scale 0.25'],
    ['a unchanged', call('identity', 'a')],
    ['a that passes no gradient', call('stop_gradient', 'a')],
    ['a as numbers of another type', call('cast', 'a', { dtype: 'float16' })],
    ['the mean over height and width', call('math.reduce_mean', 'a', { axis: [1, 2] }), 'globalavgpool'],
    ['the mean in the other order', call('math.reduce_mean', 'a', { axis: [2, 1], keepdims: true }), 'globalavgpool'],
    ['tanh', call('math.tanh', 'a'), 'tanh'],
    ['sigmoid', call('math.sigmoid', 'a'), 'sigmoid'],
    ['relu6', call('nn.relu6', 'a'), 'relu6'],
    ['softmax', call('nn.softmax', 'a'), 'softmax'],
    ['a resized', call('image.resize', 'a', { size: [2, 6] }), 'resize'],
    ['a twice as large', call('image.resize', 'a', { size: [8, 8], method: 'nearest' }), 'upsample NaN'],
    [
      'a layer of keras.applications',
      node('CustomScaleLayer', 'n', { scale: 0.5 }, [
        [
          ['a', 0, 0, {}],
          ['b', 0, 0, {}],
        ],
      ]),
      'scale 0.5',
      'add',
    ],
    [
      'the difference of two',
      node('Subtract', 'n', {}, [
        [
          ['a', 0, 0, {}],
          ['b', 0, 0, {}],
        ],
      ]),
      'scale -1',
      'add',
    ],
    [
      'the average of two',
      node('Average', 'n', {}, [
        [
          ['a', 0, 0, {}],
          ['b', 0, 0, {}],
        ],
      ]),
      'add',
      'scale 0.5',
    ],
  ] as const) {
    it(`are read: ${what}`, async () => {
      const found = await read(last);
      assert.deepEqual(found.reasons, []);
      assert.deepEqual(found.ops, ops);
    });
  }

  for (const [axis, isIt] of [
    [-1, true],
    [3, true],
    [1, false],
    [0, false],
    [-2, false],
    [undefined, false],
  ] as const) {
    it(`join along axis ${axis}: ${isIt ? 'read' : 'left out'}`, async () => {
      const given = axis === undefined ? {} : { axis };
      const inputs = [
        ['a', 0, 0, given],
        ['b', 0, 0, given],
      ];
      const found = await read(node('TFOpLambda', 'n', { function: 'concat' }, [inputs]));
      assert.deepEqual(found.reasons, isIt ? [] : ['foreign.axis']);
      assert.deepEqual(found.ops, isIt ? ['concat'] : []);
    });
  }

  for (const [what, last, reason] of [
    ['3 / a', call('math.truediv', 3, { y: ['a', 0, 0] }), 'foreign.no-function'],
    ['a / 0', call('math.truediv', 'a', { y: 0 }), 'foreign.no-function'],
    ['a / b', call('math.truediv', 'a', { y: b }), 'foreign.no-function'],
    ['a sum of one', call('math.add', 'a'), 'foreign.inputs'],
    ['the mean over channels', call('math.reduce_mean', 'a', { axis: [3] }), 'foreign.reduce'],
    ['the mean over all', call('math.reduce_mean', 'a', { axis: [1, 2, 3] }), 'foreign.reduce'],
    ['the mean over height and channels', call('math.reduce_mean', 'a', { axis: [1, 3] }), 'foreign.reduce'],
    ['the mean over what is not said', call('math.reduce_mean', 'a'), 'foreign.reduce'],
    ['a function that is none', call('math.sin', 'a'), 'foreign.no-layer'],
    ['a function by a name of every object', call('toString', 'a'), 'foreign.no-layer'],
    ['a resized from its corners', call('compat.v1.image.resize', 'a', { size: [2, 6] }), 'foreign.resize'],
    [
      'a resized with its sides kept',
      call('image.resize', 'a', { size: [8, 8], preserve_aspect_ratio: true }),
      'foreign.resize',
    ],
    [
      'a resized by a part with nearest pixels',
      call('image.resize', 'a', { size: [6, 8], method: 'nearest' }),
      'foreign.resize',
    ],
    [
      'a difference of three',
      node('Subtract', 'n', {}, [
        [
          ['a', 0, 0, {}],
          ['b', 0, 0, {}],
          ['a', 0, 0, {}],
        ],
      ]),
      'foreign.inputs',
    ],
    [
      'a scale of three',
      node('CustomScaleLayer', 'n', {}, [
        [
          ['a', 0, 0, {}],
          ['b', 0, 0, {}],
          ['a', 0, 0, {}],
        ],
      ]),
      'foreign.inputs',
    ],
    ['a scale of one', node('CustomScaleLayer', 'n', {}, [[['a', 0, 0, {}]]]), 'foreign.inputs'],
  ] as const) {
    it(`are left out: ${what}`, async () => {
      const found = await read(last);
      assert.deepEqual(found.reasons, [reason]);
      assert.deepEqual(found.ops, []);
    });
  }
});
