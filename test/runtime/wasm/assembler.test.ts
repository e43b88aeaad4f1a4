/** Encoding as its specification shows it, and small functions that are run. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { valueOfCall } from '../../../src/runtime/wasm/assembler';
import { signed, unsigned } from '../../../src/runtime/wasm/encoding';
import { f32, f32x4, i32, stores, v128 } from '../../../src/runtime/wasm/instructions';
import { instantiate } from './instantiate';

describe('wasm encoding', () => {
  // The examples of the DWARF 4 specification, figures 22 and 23.
  it('writes LEB128 as its specification does', () => {
    const unsignedCases: [number, number[]][] = [
      [2, [2]],
      [127, [127]],
      [128, [0x80, 1]],
      [129, [0x81, 1]],
      [12857, [0xb9, 0x64]],
      [0xffffffff, [0xff, 0xff, 0xff, 0xff, 0x0f]],
    ];
    for (const [value, bytes] of unsignedCases) assert.deepEqual(unsigned(value), bytes);
    const signedCases: [number, number[]][] = [
      [2, [2]],
      [-2, [0x7e]],
      [127, [0xff, 0]],
      [-127, [0x81, 0x7f]],
      [128, [0x80, 1]],
      [-128, [0x80, 0x7f]],
      [-129, [0xff, 0x7e]],
    ];
    for (const [value, bytes] of signedCases) assert.deepEqual(signed(value), bytes);
  });
});

describe('wasm assembler', () => {
  it('computes with 32-bit integers as the language does', () => {
    const { call } = instantiate((module) =>
      module.add({ a: 'i32', b: 'i32' }, 'i32', (code, { a, b }) => {
        const sum = code.let('i32', i32.add(i32.mul(a, 3), i32.shl(b, 2)));
        code.if(i32.gtS(0, sum), () => code.return(i32.sub(0, sum)));
        code.return(i32.minU(sum, i32.const(1000)));
      }),
    );
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (a, b) => {
        const sum = (Math.imul(a, 3) + (b << 2)) | 0;
        assert.equal(call(a, b), sum < 0 ? -sum | 0 : Math.min(sum, 1000));
      }),
      { seed: 1 },
    );
  });

  it('takes constants of any size, up to 2^32 as addresses', () => {
    const values = [0, 1, -1, 63, 64, -64, -65, 8191, 8192, 2 ** 31 - 1, -(2 ** 31), 2 ** 32 - 1];
    for (const value of values) {
      const { call } = instantiate((module) => module.add({}, 'i32', (code) => code.return(value)));
      assert.equal(call(), value | 0);
    }
  });

  it('loops: counted, while, for ever, and not at all', () => {
    const { call } = instantiate((module) =>
      module.add({ from: 'i32', to: 'i32' }, 'i32', (code, { from, to }) => {
        const { sum, at } = code.variables({ sum: 'i32', at: 'i32' });
        code.count(from, to, 2, () => code.increase(sum, from));
        code.set(at, 5);
        code.repeatWhile(
          () => {
            code.increase(sum, 100);
            code.increase(at, -1);
          },
          () => at,
        );
        code.forever((leave) => {
          leave(i32.geU(at, 3));
          code.increase(at, 1);
          code.increase(sum, 1000);
        });
        code.return(sum);
      }),
    );
    assert.equal(call(0, 7), 0 + 2 + 4 + 6 + 500 + 3000);
    assert.equal(call(9, 7), 3500);
  });

  it('calls with named arguments, as a statement and as a value', () => {
    const { call, floats } = instantiate((module) => {
      const store = module.add({ address: 'i32', value: 'f32' }, null, (code, { address, value }) => {
        code.store(stores.f32, address, f32.mul(value, 2), 4);
      });
      const difference = module.add({ a: 'i32', b: 'i32' }, 'i32', (code, { a, b }) => code.return(i32.sub(a, b)));
      return module.add({}, 'i32', (code) => {
        code.call(store, { value: 1.25, address: 8 });
        code.return(valueOfCall(difference, { b: 3, a: 10 }));
      });
    });
    assert.equal(call(), 7);
    assert.equal(floats[3], 2.5);
  });

  it('loads, computes and stores vectors, whole and lane by lane', () => {
    const { call, floats } = instantiate((module) =>
      module.add({}, null, (code) => {
        const a = code.let('v128', v128.load(0));
        const b = code.let('v128', v128.loadSplat(16));
        code.store(stores.v128, 64, f32x4.add(f32x4.mul(a, b), f32x4.const(0.5)));
        code.store(stores.one, 80, a);
        code.store(stores.third, 84, a);
        code.store(stores.two, 88, a);
        code.store(stores.v128, 96, v128.loadTwo(4));
        code.store(stores.v128, 112, v128.loadLane(2, v128.loadOne(0), 12));
        code.store(stores.v128, 128, v128.bitselect(a, b, f32x4.gt(a, f32x4.const(2))));
      }),
    );
    floats.set([1, 2, 3, 4, 10]);
    call();
    assert.deepEqual(
      [...floats.subarray(16, 36)],
      [
        10.5,
        20.5,
        30.5,
        40.5, // products
        1,
        3,
        1,
        2, // single lanes
        2,
        3,
        0,
        0,
        1,
        0,
        4,
        0,
        10,
        10,
        3,
        4,
      ],
    );
  });

  it('keeps NaN of the first operand in minima and maxima', () => {
    const { call, floats } = instantiate((module) =>
      module.add({}, null, (code) => {
        code.store(stores.v128, 32, f32x4.pmax(v128.load(0), v128.load(16)));
        code.store(stores.v128, 48, f32x4.pmin(v128.load(0), v128.load(16)));
      }),
    );
    floats.set([Number.NaN, 1, -3, 7, 0, 2, -5, 7]);
    call();
    assert.deepEqual([...floats.subarray(8, 16)], [Number.NaN, 2, -3, 7, Number.NaN, 1, -5, 7]);
  });

  it('copies and fills memory', () => {
    const { call, integers } = instantiate((module) =>
      module.add({}, null, (code) => {
        code.copyMemory(16, 0, 8);
        code.fillMemory(20, 1, 8);
      }),
    );
    integers.set([5, 6]);
    call();
    assert.deepEqual([...integers.subarray(4, 8)], [5, 0x01010101, 0x01010101, 0]);
  });
});
