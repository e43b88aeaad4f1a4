/** HDF5 in every form that is read, put together byte by byte, and with one thing wrong: what a damaged or a hostile file is told. */

import assert from 'node:assert/strict';
import { type Hdf5Object, readHdf5 } from '../../src/interop/hdf5/hdf5';
import { bytes, floats } from '../support/bytes';
import {
  attribute,
  byte,
  fileOf,
  floatType,
  freeText,
  Hdf5File,
  int,
  isDamaged,
  link,
  type Message,
  newMessages,
  numbers,
  oldMessages,
  short,
  tensorIn,
  textType,
  two,
  whole,
  zeros,
} from '../support/hdf5-file';

import { refusalOf } from '../support/refusal-text';

describe('HDF5 files', () => {
  for (const version of [0, 1, 2, 3]) {
    for (const [addressBytes, lengthBytes] of [
      [8, 8],
      [4, 8],
      [8, 4],
      [4, 4],
    ] as const) {
      it(`begin in version ${version} with addresses of ${addressBytes} and lengths of ${lengthBytes} bytes`, () => {
        assert.deepEqual(tensorIn(fileOf(two, { version, addressBytes, lengthBytes })), numbers);
      });
    }
  }

  it('begin behind what a program put in front', () => {
    for (const base of [512, 1024, 2048, 8192]) assert.deepEqual(tensorIn(fileOf(two, { base })), numbers);
    for (const base of [8, 511, 1536]) {
      const text = 'the file is damaged or of another kind: it does not begin as HDF5 does';
      assert.equal(
        refusalOf(() => readHdf5(fileOf(two, { base }))),
        text,
      );
    }
  });

  it('are refused where they begin in a way of later or odd programs', () => {
    const unread = (file: Uint8Array) => refusalOf(() => readHdf5(file));
    assert.equal(unread(fileOf(two, { version: 4 })), 'byte 8: a message of type 0 of HDF5, version 4, is not read');
    for (const at of [13, 14]) {
      for (const size of [0, 2, 7, 16]) {
        const odd = fileOf(two);
        odd[at] = size;
        assert.equal(unread(odd), 'byte 8: a message of type 0 of HDF5, version 0, is not read');
      }
    }
  });

  it('are refused wherever they are cut', () => {
    const file = new Hdf5File();
    const one = file.header(...two(file));
    const whole = file.finish(file.header(file.symbols([['one', one]])));
    const read = (content: Uint8Array) => tensorIn(content, 'one');
    assert.deepEqual(read(whole), numbers);
    // Behind the last piece of all there is nothing to miss.
    for (let size = 64; size < whole.length - 8; size++)
      assert.match(
        refusalOf(() => read(whole.subarray(0, size))),
        isDamaged,
      );
  });
});

describe('groups of HDF5', () => {
  const members = (content: Uint8Array, path = '') => readHdf5(content).find(path)?.members;

  it('have members by a table of symbols, over several leaves and levels', () => {
    const file = new Hdf5File();
    const one = file.header(...two(file));
    const table = file.symbols(
      [['b', one]],
      [
        ['a', one],
        ['link', one, 2],
      ],
      [['cached', one, 1]],
    );
    assert.deepEqual(members(file.finish(file.header(table))), ['b', 'a', 'cached']);
    // A tree whose first level leads to two others.
    const heap = table.content.subarray(8);
    const tree = Number(new DataView(table.content.buffer, table.content.byteOffset).getBigUint64(0, true));
    const other = file.symbols([['x', one]]);
    const high = file.tree(0, 1, zeros(8), [zeros(8), tree]);
    const deep = { type: 0x11, content: bytes(file.address(high), heap) };
    assert.deepEqual(members(file.finish(file.header(deep, other))), ['b', 'a', 'cached', 'x']);
  });

  it('have members by links, with everything that a link may say', () => {
    for (const flags of [0, 1, 2, 3, 4, 8, 16, 28, 31]) {
      const file = new Hdf5File({ version: 2 });
      const one = file.header(...two(file));
      const soft = link('soft', bytes(short(4), 'name'), flags | 8, 1);
      const outside = link('outside', bytes(short(4), 'name'), flags | 8, 64);
      const root = file.newHeader(0, link('one', file.address(one), flags), soft, outside);
      const content = file.finish(root);
      assert.deepEqual(members(content), ['one'], `flags ${flags}`);
      assert.deepEqual(tensorIn(content, 'one'), numbers);
    }
  });

  it('are found by paths of names, and only there', () => {
    const file = new Hdf5File();
    const one = file.header(...two(file));
    const inner = file.header(file.symbols([['one', one]]));
    const root = readHdf5(file.finish(file.header(file.symbols([['in', inner]]))));
    for (const path of ['in/one', '/in/one', 'in//one/'])
      assert.deepEqual(root.find(path)?.tensor()?.shape, [2, 3], path);
    for (const path of ['one', 'in/two', 'in/one/one', 'out/one']) assert.equal(root.find(path), undefined, path);
    assert.equal(root.find('')?.tensor(), undefined);
    assert.deepEqual(root.find('in/one')?.members, []);
    const twice: readonly (Hdf5Object | undefined)[] = [root.find('in'), root.find('in')];
    assert.equal(twice[0], twice[1]);
  });

  it('are refused where their members stand in a heap of newer files', () => {
    const unread = (flags: number, heap: number | undefined) => {
      const order = (flags & 1) === 0 ? zeros(0) : zeros(8);
      return fileOf((file) => {
        const addresses = bytes(file.address(heap), file.address(undefined));
        return [{ type: 0x02, content: bytes('\0', byte(flags), order, addresses) }];
      });
    };
    for (const flags of [0, 1]) {
      assert.deepEqual(members(unread(flags, undefined)), []);
      assert.equal(
        refusalOf(() => members(unread(flags, 64))),
        'byte 152: a message of type 2 of HDF5, version 0, is not read',
      );
    }
  });

  it('are refused where a link is of a later version', () => {
    const file = fileOf(() => [{ type: 0x06, content: bytes('\x02\0\x01a', zeros(8)) }]);
    assert.equal(
      refusalOf(() => members(file)),
      'byte 152: a message of type 6 of HDF5, version 2, is not read',
    );
  });

  it('are refused where a tree leads to itself, or is of another kind', () => {
    const group = (make: (file: Hdf5File, heap: Uint8Array) => number) =>
      fileOf((file) => {
        const heap = file.symbols([['a', 128]]).content.subarray(8);
        return [{ type: 0x11, content: bytes(file.address(make(file, heap)), heap) }];
      });
    const own = group((file) => file.tree(0, 1, zeros(8), [zeros(8), file.next]));
    const twice = group((file) => {
      const leaf = file.put('SNOD\x01\0\0\0');
      const low = file.tree(0, 0, zeros(8), [zeros(8), leaf]);
      return file.tree(0, 1, zeros(8), [zeros(8), low], [zeros(8), low]);
    });
    const leaf = group((file) => file.tree(0, 0, zeros(8), [zeros(8), file.next]));
    const chunks = group((file) => file.tree(1, 0, zeros(8)));
    const letters = group((file) => file.put('TREX', zeros(60)));
    const node = group((file) => file.tree(0, 0, zeros(8), [zeros(8), 0]));
    const nowhere = group((file) => file.put('TREE\0\0\x01\0', zeros(24), file.address(undefined), zeros(8)));
    for (const [what, content] of Object.entries({ own, twice, leaf, chunks, letters, node, nowhere }))
      assert.match(
        refusalOf(() => members(content)),
        isDamaged,
        what,
      );
  });

  it('are refused where a name stands outside of their heap', () => {
    const file = new Hdf5File();
    const table = file.symbols([['a', 128]]);
    const content = file.finish(file.header(table));
    const entry = Buffer.from(content).indexOf('SNOD') + 8;
    content[entry + 1] = 1;
    assert.match(
      refusalOf(() => members(content)),
      isDamaged,
    );
  });
});

describe('headers of HDF5', () => {
  it('go on elsewhere, in both forms', () => {
    const old = new Hdf5File();
    const [space, type, layout] = two(old) as [Message, Message, Message];
    const rest = oldMessages([type, layout]);
    const more = old.put(rest);
    const further = { type: 0x10, content: bytes(old.address(more), old.length(rest.length)) };
    assert.deepEqual(tensorIn(old.finish(old.header(space, further))), numbers);

    for (const flags of [0, 4]) {
      const file = new Hdf5File({ version: 2 });
      const parts = two(file) as [Message, Message, Message];
      const block = bytes('OCHK', newMessages(parts.slice(1), flags === 4), zeros(4));
      const next = file.put(block);
      const jump = { type: 0x10, content: bytes(file.address(next), file.length(block.length)) };
      assert.deepEqual(tensorIn(file.finish(file.newHeader(flags, parts[0], jump))), numbers);
      const wrong = file.put(bytes('OCHX', block.subarray(4)));
      const odd = { type: 0x10, content: bytes(file.address(wrong), file.length(block.length)) };
      assert.match(
        refusalOf(() => tensorIn(file.finish(file.newHeader(flags, parts[0], odd)))),
        isDamaged,
      );
    }
  });

  it('have times, phases and sizes of any width', () => {
    for (const flags of [0, 1, 2, 3, 0x10, 0x20, 0x34, 0x37]) {
      const file = new Hdf5File({ version: 3 });
      const parts = two(file);
      assert.deepEqual(tensorIn(file.finish(file.newHeader(flags, ...parts))), numbers, `flags ${flags}`);
    }
  });

  it('are refused where they go on without an end', () => {
    const file = new Hdf5File();
    const jump = { type: 0x10, content: bytes(file.address(file.next), file.length(24)) };
    const at = file.put(oldMessages([jump]));
    const content = file.finish(file.header({ type: 0x10, content: bytes(file.address(at), file.length(24)) }));
    assert.match(
      refusalOf(() => tensorIn(content)),
      isDamaged,
    );
  });

  it('are refused where they are of a later version, or a message stands elsewhere', () => {
    const file = new Hdf5File({ version: 2 });
    const root = file.newHeader(0, ...two(file));
    const content = file.finish(root);
    content[root + 4] = 3;
    assert.equal(
      refusalOf(() => readHdf5(content)),
      `byte ${root + 4}: a message of type 0 of HDF5, version 3, is not read`,
    );
    const shared = (type: number, flags: number) =>
      refusalOf(() => readHdf5(fileOf((own) => [...two(own), { type, flags, content: zeros(8) }])));
    assert.match(shared(0x03, 2), /^byte \d+: a message of type 3 of HDF5, version 2, is not read$/);
    assert.equal(shared(0x03, 1), 'no mistake');
    // What is not read may stand wherever it wants.
    assert.equal(shared(0x05, 2), 'no mistake');
  });
});

describe('attributes of HDF5', () => {
  const space = (file: Hdf5File, ...shape: readonly number[]) => file.space(shape).content;
  const texts = (make: (file: Hdf5File) => readonly Message[], name = 'names') => readHdf5(fileOf(make)).texts(name);

  it('have texts of one length in every version, a single one too', () => {
    for (const version of [1, 2, 3]) {
      const list = texts((file) => [attribute('names', textType(5), space(file, 2), bytes('one\0\0three'), version)]);
      assert.deepEqual(list, ['one', 'three'], `version ${version}`);
      const single = texts((file) => [attribute('names', textType(3), space(file), bytes('one'), version)]);
      assert.deepEqual(single, ['one']);
    }
  });

  it('have texts of any length, in a heap of the file', () => {
    for (const lengthBytes of [4, 8] as const) {
      const make = (file: Hdf5File) => {
        const item = (index: number, text: string) =>
          bytes(short(index), zeros(6), file.length(text.length), text, zeros((8 - (text.length % 8)) % 8));
        const items = bytes(item(1, 'first of all'), item(2, 'second'), item(3, '12345678'), item(4, 'last'));
        const size = 8 + lengthBytes + items.length + 8 + lengthBytes;
        const heap = file.put('GCOL\x01\0\0\0', file.length(size), items, zeros(8 + lengthBytes));
        const one = (length: number, index: number) => bytes(int(length), file.address(heap), int(index));
        return [one(4, 4), one(12, 1), one(8, 3), one(3, 2), one(99, 2)];
      };
      const found = (from = 0, to?: number) => {
        const own = new Hdf5File({ lengthBytes });
        const parts = make(own).slice(from, to);
        const message = attribute('names', freeText(), space(own, parts.length), bytes(...parts));
        return readHdf5(own.finish(own.header(message))).texts('names');
      };
      assert.deepEqual(found(), ['last', 'first of all', '12345678', 'sec', 'second']);
    }
  });

  it('are refused where their text is not in its heap', () => {
    const heapOf =
      (items: Uint8Array, wanted: number, signature = 'GCOL') =>
      (file: Hdf5File) => {
        const heap = file.put(signature, zeros(4), file.length(16 + items.length), items, 'no more ');
        return [attribute('names', freeText(), space(file, 1), bytes(int(3), file.address(heap), int(wanted)))];
      };
    const item = (index: number, size: number) => bytes(short(index), zeros(6), whole(8, size), 'abcdefgh');
    assert.deepEqual(texts(heapOf(item(1, 3), 1)), ['abc']);
    // Another number, behind the end that zero stands for, or behind the end of the heap.
    for (const items of [item(1, 3), bytes(item(1, 3), item(0, 8), item(2, 8)), item(1, 400)]) {
      assert.match(
        refusalOf(() => texts(heapOf(items, 2))),
        isDamaged,
      );
    }
    assert.match(
      refusalOf(() => texts(heapOf(item(1, 3), 1, 'GCOX'))),
      isDamaged,
    );
  });

  it('are found by their name, and others left alone', () => {
    const make = (file: Hdf5File) => [
      attribute('number', floatType().content, space(file), floats(1)),
      { ...attribute('other', textType(1), space(file), bytes('x'), 2), flags: 0 },
      attribute('names', textType(1), space(file, 2), bytes('ab')),
      attribute('nothing', textType(4), space(file, 0), zeros(0)),
    ];
    assert.deepEqual(texts(make), ['a', 'b']);
    assert.deepEqual(texts(make, 'other'), ['x']);
    assert.deepEqual(texts(make, 'nothing'), []);
    assert.equal(texts(make, 'number'), undefined);
    assert.equal(texts(make, 'name'), undefined);
    // Lists of any length that are no texts.
    const lists = bytes('\x19\0\0\0', freeText().subarray(4));
    assert.equal(
      texts((file) => [attribute('names', lists, space(file, 1), zeros(16))]),
      undefined,
    );
  });

  it('are refused where they are longer than their message', () => {
    for (const [count, size] of [
      [3, 4],
      [9, 1],
      [1, 9],
      [2 ** 40, 0],
    ] as const) {
      const make = (file: Hdf5File) => [attribute('names', textType(size), space(file, count), bytes('12345678'))];
      assert.match(
        refusalOf(() => texts(make)),
        isDamaged,
        `${count} of ${size}`,
      );
    }
  });

  it('are refused where they are of a later version, in a heap, or of a type that stands elsewhere', () => {
    const changed = (at: number, value: number, version: number) => () => {
      const content = Uint8Array.from(attribute('names', textType(1), whole(8, 1), bytes('a'), version).content);
      content[at] = value;
      return texts(() => [{ type: 0x0c, content }]);
    };
    for (const version of [0, 4]) {
      assert.match(
        refusalOf(changed(0, version, 1)),
        new RegExp(`a message of type 12 of HDF5, version ${version}, is not read`),
      );
    }
    assert.match(refusalOf(changed(1, 1, 2)), /a message of type 3 of HDF5, version 2, is not read/);
    // In the first version that byte means nothing.
    assert.doesNotMatch(refusalOf(changed(1, 1, 1)), /type 3/);
    const info = (heap: number | undefined, flags: number) => (file: Hdf5File) => {
      const order = (flags & 1) === 0 ? zeros(0) : zeros(2);
      return [{ type: 0x15, content: bytes('\0', byte(flags), order, file.address(heap), file.address(undefined)) }];
    };
    for (const flags of [0, 1]) {
      assert.equal(texts(info(undefined, flags)), undefined);
      assert.match(
        refusalOf(() => texts(info(64, flags))),
        /a message of type 21 of HDF5, version 0, is not read/,
      );
    }
  });
});
