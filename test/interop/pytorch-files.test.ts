/** What `torch.save` writes: where its tensors are found, how their values lie in storages, and what is refused. */

import assert from 'node:assert/strict';
import { zipSync } from 'fflate';
import { Called, Name, type Pickled, type PickledMap, Reference } from '../../src/interop/pytorch/pickle';
import { readState } from '../../src/interop/pytorch/read-state';
import { bytes, floats } from '../support/bytes';
import { archive, dictionary, moduleOf, older, pickled, type Tensor, tensor } from '../support/pickled';
import { refusalOf } from '../support/refusal-text';

const four = { 0: floats(1, 2, 3, 4) };
const pair: Tensor = { size: [2] };

const found = (file: Uint8Array) => readState(file).map(({ name, shape, values }) => [name, shape, [...values]]);
const names = (file: Uint8Array) => readState(file).map(({ name }) => name);

const noState = 'the file has no state dict of PyTorch: what torch.save(model.state_dict(), ...) writes';

describe('files of PyTorch', () => {
  // Bit patterns of 1.5, -2 and what else the type has: IEEE 754, two's complement, all little-endian.
  for (const [storage, hex, values] of [
    ['torch FloatStorage', '0000c03f 000000c0', [1.5, -2]],
    ['torch.cuda FloatStorage', '0000c03f 000000c0', [1.5, -2]],
    ['torch DoubleStorage', '000000000000f83f 00000000000000c0', [1.5, -2]],
    ['torch HalfStorage', '003e 00c0', [1.5, -2]],
    ['torch BFloat16Storage', 'c03f 00c0', [1.5, -2]],
    ['torch LongStorage', '0500000000000000 feffffffffffffff', [5, -2]],
    ['torch IntStorage', '05000000 feffffff', [5, -2]],
    ['torch ShortStorage', '0500 feff', [5, -2]],
    ['torch CharStorage', '05 fe', [5, -2]],
    ['torch ByteStorage', '05 fe', [5, 254]],
    ['torch BoolStorage', '00 01', [0, 1]],
  ] as const) {
    const content = Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
    const state = dictionary({ w: tensor({ ...pair, storage, key: '7' }) });
    it(`have numbers of ${storage}`, () => {
      assert.deepEqual(found(archive(state, { 7: content })), [['w', [2], values]]);
      assert.deepEqual(found(older(state, [['7', 2, content]])), [['w', [2], values]]);
    });
  }

  it('refuse numbers that are not read, by the name of their type', () => {
    const state = dictionary({ w: tensor({ ...pair, storage: 'torch ComplexFloatStorage', key: '7' }) });
    const text = 'the tensor 7 has elements of type ComplexFloatStorage, which is not read';
    assert.equal(
      refusalOf(() => readState(archive(state, four))),
      text,
    );
    const own = dictionary({ w: tensor({ ...pair, storage: 'torch toString' }) });
    assert.match(
      refusalOf(() => readState(archive(own, four))),
      /elements of type toString/,
    );
  });

  for (const [what, view, shape, values] of [
    ['row by row', { size: [2, 2], stride: [2, 1] }, [2, 2], [1, 2, 3, 4]],
    ['turned', { size: [2, 2], stride: [1, 2] }, [2, 2], [1, 3, 2, 4]],
    ['turned, of three axes', { size: [1, 2, 2], stride: [4, 1, 2] }, [1, 2, 2], [1, 3, 2, 4]],
    ['from a place on', { offset: 1, size: [3], stride: [1] }, [3], [2, 3, 4]],
    ['every second one', { size: [2], stride: [2] }, [2], [1, 3]],
    ['one again and again', { offset: 2, size: [2, 2], stride: [0, 0] }, [2, 2], [3, 3, 3, 3]],
    ['a single number', { offset: 3, size: [], stride: [] }, [], [4]],
    ['none', { size: [0, 3], stride: [3, 1] }, [0, 3], []],
    ['none, behind the end', { offset: 4, size: [0], stride: [1] }, [0], []],
  ] as const) {
    it(`lay values into a storage: ${what}`, () => {
      assert.deepEqual(found(archive(dictionary({ w: tensor(view) }), four)), [['w', shape, values]]);
    });
  }

  for (const [what, broken] of [
    ['a value behind the end of its storage', { size: [5] }],
    ['a place behind the end of its storage', { offset: 3, size: [2] }],
    ['a stride behind the end of its storage', { size: [2, 2], stride: [3, 1] }],
    ['more values than its storage has', { size: [5], stride: [0] }],
    ['a storage that the file does not have', { size: [2], key: '1' }],
    ['a storage without a key', { size: [2], key: null }],
    ['fewer strides than sides', { size: [2, 2], stride: [2] }],
    ['a negative place', { offset: -1, size: [2] }],
    ['a broken place', { offset: 0.5, size: [2] }],
    ['a negative side', { size: [-2], stride: [1] }],
    ['a negative stride', { offset: 3, size: [2], stride: [-1] }],
    ['a side that is no number', { size: ['2'], stride: [1] }],
    ['a size that is no list', { size: 2, stride: [1] }],
    ['strides that are no list', { size: [2], stride: 1 }],
    ['nine axes', { size: [1, 1, 1, 1, 1, 1, 1, 1, 1] }],
  ] as const satisfies readonly (readonly [string, Tensor])[]) {
    it(`refuse a tensor by its name: ${what}`, () => {
      const state = dictionary({ fine: tensor(pair), 'a.weight': tensor(broken) });
      assert.equal(
        refusalOf(() => readState(archive(state, four))),
        'the tensor a.weight is damaged',
      );
    });
  }

  it('take eight axes', () => {
    const [[, shape] = []] = found(archive(dictionary({ w: tensor({ size: [1, 1, 1, 1, 1, 1, 2, 2] }) }), four));
    assert.deepEqual(shape, [1, 1, 1, 1, 1, 1, 2, 2]);
  });

  it('refuse a tensor of what is no storage', () => {
    const parts: readonly Pickled[] = [
      0,
      new Reference('0'),
      new Reference(['other', new Name('torch FloatStorage'), '0']),
    ];
    for (const part of [...parts, new Reference(['storage', 'torch FloatStorage', '0'])]) {
      const made = new Called(new Name('torch._utils _rebuild_tensor_v2'), [part, 0, [2], [1]]);
      assert.equal(
        refusalOf(() => readState(archive(dictionary({ w: made }), four))),
        'the tensor w is damaged',
      );
    }
  });

  const state = dictionary({ 'a.weight': tensor(pair) });
  const wanted = [['a.weight', [2], [1, 2]]];

  for (const key of ['state_dict', 'model_state_dict', 'model', 'net', 'params_ema', 'params', 'ema']) {
    it(`have the state of a checkpoint as ${key}`, () => {
      const checkpoint = dictionary({ epoch: 3, optimizer: dictionary({ lr: 0.1 }), [key]: state });
      assert.deepEqual(found(archive(checkpoint, four)), wanted);
      assert.deepEqual(found(older(checkpoint, [['0', 4, four[0]]])), wanted);
    });
  }

  it('have the state where several keys could, in the first that has tensors', () => {
    const other = dictionary({ other: tensor(pair) });
    assert.deepEqual(names(archive(dictionary({ ema: other, state_dict: state }), four)), ['a.weight']);
    assert.deepEqual(names(archive(dictionary({ state_dict: dictionary({ step: 1 }), ema: other }), four)), ['other']);
  });

  it('have a state inside of others, and in the first of them that has one', () => {
    const inside = (depth: number): PickledMap => (depth === 0 ? state : dictionary({ model: inside(depth - 1) }));
    assert.deepEqual(names(archive(inside(40), four)), ['a.weight']);
    const other = dictionary({ other: tensor(pair) });
    assert.deepEqual(names(archive(dictionary({ ema: other, model: inside(3) }), four)), ['a.weight']);
    const vain = dictionary({ model: dictionary({ step: 1 }), ema: other });
    assert.deepEqual(names(archive(dictionary({ ema: state, model: vain }), four)), ['other']);
  });

  it('are searched for a state once in each dictionary, also in one that is under all usual keys in itself', () => {
    const keys = ['state_dict', 'model_state_dict', 'model', 'net', 'params_ema', 'params', 'ema'];
    const entries = keys.map((key) => bytes('X', Uint8Array.of(key.length, 0, 0, 0), key, 'h\0'));
    const own = zipSync({ 'net/data.pkl': bytes('\x80\x02}q\0(', ...entries, 'u.') });
    const { get } = Map.prototype;
    let asked = 0;
    try {
      Map.prototype.get = function count(key) {
        if (key === keys[0] && ++asked > 1000) throw new Error('it is searched again and again');
        return get.call(this, key);
      };
      assert.equal(
        refusalOf(() => readState(own)),
        noState,
      );
    } finally {
      Map.prototype.get = get;
    }
    assert.equal(asked, 1);
  });

  it('have a state in the forms of its dictionary', () => {
    const entries: [string, Pickled] = ['a.weight', tensor(pair)];
    const ordered = new Called(new Name('collections OrderedDict'), []);
    ordered.map.entries.set(...entries);
    assert.deepEqual(found(archive(ordered, four)), wanted);
    // Of Python 2: a list of entries. What is none is left out.
    for (const others of [[], [3], [['alone']], [['one', 2, 3]]]) {
      const listed = new Called(new Name('collections OrderedDict'), [[entries, ...others]]);
      assert.deepEqual(found(archive(listed, four)), wanted);
    }
  });

  it('leave out what is no tensor, or has no name', () => {
    const mixed = dictionary({ version: 2, 'a.weight': tensor(pair), text: 'b', none: null });
    mixed.entries.set(3, tensor(pair));
    mixed.entries.set('call', new Called(new Name('torch Size'), [[2]]));
    mixed.entries.set('odd', new Called('torch._utils _rebuild_tensor_v2', [1]));
    mixed.entries.set('bare', new Called(new Name('torch._utils _rebuild_tensor_v2'), 3));
    assert.deepEqual(found(archive(mixed, four)), wanted);
  });

  for (const [name, given] of [
    ['_rebuild_tensor', []],
    ['_rebuild_tensor_v2', [false]],
  ] as const) {
    it(`make tensors with ${name}, also inside of parameters`, () => {
      const made = new Called(new Name(`torch._utils ${name}`), [
        new Reference(['storage', new Name('torch FloatStorage'), '0', 'cpu', 4]),
        0,
        [2],
        [1],
        ...given,
      ]);
      assert.deepEqual(found(archive(dictionary({ 'a.weight': made }), four)), wanted);
      for (const parameter of ['_rebuild_parameter', '_rebuild_parameter_with_state']) {
        const around = new Called(new Name(`torch._utils ${parameter}`), [made, true, null]);
        assert.deepEqual(found(archive(dictionary({ 'a.weight': around }), four)), wanted);
      }
    });
  }

  it('lose the module around all others, where all are in it', () => {
    const parallel = { 'module.a.weight': tensor(pair), 'module.module.b': tensor(pair) };
    assert.deepEqual(found(archive(dictionary(parallel), four)), [...wanted, ['module.b', [2], [1, 2]]]);
    const mixed = { ...parallel, 'modules.c': tensor(pair) };
    assert.deepEqual(names(archive(dictionary(mixed), four)), Object.keys(mixed));
  });

  const empty = dictionary({});

  it('have whole modules, whose parameters go before buffers and modules inside', () => {
    const norm = moduleOf({
      _modules: empty,
      _buffers: dictionary({ running_mean: tensor(pair), none: null }),
      _parameters: dictionary({ weight: tensor({ size: [1] }) }),
    });
    const list = new Called(new Name('collections OrderedDict'), [
      [
        ['0', norm],
        ['1', null],
      ],
    ]);
    const net = moduleOf({ _modules: list, _buffers: empty, _parameters: dictionary({ bias: tensor(pair) }) });
    const expected = ['bias', '0.weight', '0.running_mean'];
    assert.deepEqual(names(archive(net, four)), expected);
    assert.deepEqual(names(archive(dictionary({ epoch: 1, model: net }), four)), expected);
    const ordered = new Called(new Name('collections OrderedDict'), []);
    ordered.map.entries.set('net', net);
    const outer = moduleOf({ _modules: ordered, _buffers: empty, _parameters: empty });
    assert.deepEqual(
      names(archive(outer, four)),
      expected.map((name) => `net.${name}`),
    );
    assert.equal(
      refusalOf(() => readState(archive(moduleOf({ _modules: empty, _buffers: empty, _parameters: empty }), four))),
      noState,
    );
  });

  it('refuse modules in one another without an end', () => {
    const leaf = moduleOf({ _modules: empty, _buffers: empty, _parameters: dictionary({ weight: tensor(pair) }) });
    const inside = (depth: number): Called => {
      return depth === 0
        ? leaf
        : moduleOf({ _modules: dictionary({ m: inside(depth - 1) }), _buffers: empty, _parameters: empty });
    };
    assert.deepEqual(names(archive(inside(50), four)), [`${'m.'.repeat(50)}weight`]);
    assert.equal(
      refusalOf(() => readState(archive(inside(51), four))),
      noState,
    );
  });

  it('refuse modules that stand in one another twice, forty times over', () => {
    // The state of each module is `{"_modules": {"a": below, "b": below}}`, the one below being in the memo.
    const twice = '\x80\x02cm\nC\n)R}X\x0a\0\0\0_parameters}sbq\0';
    let content = twice.replace('\x0a\0\0\0_parameters', '\x0b\0\0\0_parameters');
    for (let i = 0; i < 40; i++) content += '0cm\nC\n)R}X\x08\0\0\0_modules}(X\x01\0\0\0ah\0X\x01\0\0\0bh\0usbq\0';
    assert.equal(
      refusalOf(() => readState(zipSync({ 'net/data.pkl': bytes(content, '.') }))),
      noState,
    );
  });

  it('are refused where a key is a list of lists of lists', () => {
    // A list of the last list twice, forty times: as a text it would be a terabyte.
    const lists = `]${'2\x86'.repeat(40)}`;
    const storage = `(X\x07\0\0\0storagectorch\nFloatStorage\n${lists}X\x03\0\0\0cpuK\x02tQ`;
    const made = `ctorch._utils\n_rebuild_tensor_v2\n(${storage}K\0K\x02\x85K\x01\x85tR`;
    const file = zipSync({ 'net/data.pkl': bytes(`\x80\x02}X\x01\0\0\0w${made}s.`) });
    assert.equal(
      refusalOf(() => readState(file)),
      'the tensor w is damaged',
    );
    const name = zipSync({ 'net/data.pkl': bytes(`${lists}X\x01\0\0\0C\x93.`) });
    assert.equal(
      refusalOf(() => readState(name)),
      'the file is damaged or of another kind: no pickle goes on at byte 88',
    );
    const keys = bytes(older(state, []).subarray(0, -4), bytes(`${lists}\x85.`), new Uint8Array(16));
    assert.match(
      refusalOf(() => readState(keys)),
      /^the file is damaged or of another kind: no pickle goes on at byte \d+$/,
    );
  });

  it('are found in an archive of any folder, or of none', () => {
    for (const folder of ['', 'archive/', 'a/b/']) assert.deepEqual(found(archive(state, four, folder)), wanted);
    assert.equal(
      refusalOf(() => readState(zipSync({ 'net/mydata.pkl': pickled(state) }))),
      noState,
    );
    assert.equal(
      refusalOf(() => readState(zipSync({ 'net/data.pkl.txt': pickled(state) }))),
      noState,
    );
  });

  it('of the older form have one storage after the other, also where the magic number is in digits', () => {
    const two = dictionary({
      b: tensor({ size: [2], key: 'y' }),
      a: tensor({ size: [1], storage: 'torch DoubleStorage', key: 'x' }),
    });
    const double = new Uint8Array(Float64Array.of(0.5).buffer);
    for (const magic of [undefined, bytes('L119547037146038801333356L\n.')]) {
      const file = older(
        two,
        [
          ['x', 1, double],
          ['y', 2, floats(3, 4)],
        ],
        magic,
      );
      assert.deepEqual(found(file), [
        ['b', [2], [3, 4]],
        ['a', [1], [0.5]],
      ]);
    }
  });

  it('of the older form are refused where a storage does not end, or begins before the last', () => {
    const file = (count: number, content = four[0]) => older(state, [['0', count, content]]);
    const start = older(state, [['0', 4, bytes()]]).length - 8;
    const damaged = `the file is damaged or of another kind: no pickle goes on at byte ${start}`;
    assert.deepEqual(found(file(4)), wanted);
    for (const cut of [file(5), file(-1), file(4).subarray(0, -1), file(4).subarray(0, start + 7)]) {
      assert.equal(
        refusalOf(() => readState(cut)),
        damaged,
      );
    }
    assert.equal(
      refusalOf(() => readState(file(1))),
      'the tensor a.weight is damaged',
    );
    assert.equal(
      refusalOf(() => readState(older(state, [], pickled(5)))),
      noState,
    );
  });

  it('of the older form are refused without a list of storages', () => {
    const head = [pickled(0x1950a86a20f9469cfc6cn), pickled(1001), pickled(empty), pickled(state)];
    assert.match(
      refusalOf(() => readState(bytes(...head, pickled(3)))),
      /no pickle goes on at byte/,
    );
  });
});
