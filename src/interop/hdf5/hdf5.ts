/**
 * Reads HDF5 files as far as Keras and h5py write them: groups, texts of attributes, tensors of floating-point numbers,
 * also in chunks that are packed. Format: HDF Group, "HDF5 File Format Specification Version 3.0".
 */

import { type ForeignWeight, ImportError } from '../import/foreign-network';
import { membersOf, messagesOf } from './objects';
import { Cursor, type Source, unread } from './source';
import { tensorOf, textsOf } from './values';

/** A group, or a tensor. Whatever it is asked throws an `ImportError` where the file is damaged. */
export interface Hdf5Object {
  readonly members: readonly string[];
  /** A path of names, separated by `/`. */
  readonly find: (path: string) => Hdf5Object | undefined;
  readonly texts: (attribute: string) => readonly string[] | undefined;
  readonly tensor: () => ForeignWeight | undefined;
}

const signature = '\u0089HDF\r\n\u001a\n';

/** The root group. Throws an `ImportError`. */
export function readHdf5(bytes: Uint8Array): Hdf5Object {
  const budget = { parts: 10_000_000 + bytes.length };
  const place = { bytes, base: 0, addressBytes: 8, lengthBytes: 8, budget };
  // Programs may put something of their own in front.
  for (let start = 0; start + 64 <= bytes.length; start = start === 0 ? 512 : 2 * start) {
    if (!isSigned(bytes, start)) continue;
    const head = new Cursor(place, start + signature.length);
    const { at } = head;
    const version = head.byte();
    if (version > 3) throw unread(at, 0, version);
    if (version < 2) head.skip(4);
    const source: Source = { bytes, base: start, addressBytes: head.byte(), lengthBytes: head.byte(), budget };
    if (![4, 8].includes(source.addressBytes) || ![4, 8].includes(source.lengthBytes)) throw unread(at, 0, version);
    const rest = new Cursor(source, head.address - start);
    if (version < 2) rest.skip(version === 1 ? 13 : 9);
    else rest.skip(1);
    rest.target();
    rest.pointer();
    rest.pointer();
    if (version >= 2) return new Node(source, rest.target(), '');
    rest.pointer();
    rest.length();
    return new Node(source, rest.target(), '');
  }
  throw new ImportError({ code: 'foreign.no-hdf5', values: {} });
}

function isSigned(bytes: Uint8Array, start: number): boolean {
  return [...signature].every((letter, i) => bytes[start + i] === letter.charCodeAt(0));
}

class Node implements Hdf5Object {
  private readonly messages: ReturnType<typeof messagesOf>;
  private addresses: ReadonlyMap<string, number> | undefined;
  private readonly children = new Map<string, Node>();

  constructor(
    private readonly source: Source,
    address: number,
    private readonly path: string,
  ) {
    this.messages = messagesOf(source, address);
  }

  get members(): readonly string[] {
    return [...this.known().keys()];
  }

  find(path: string): Hdf5Object | undefined {
    let node: Node | undefined = this;
    for (const name of path.split('/')) node = name === '' ? node : node?.member(name);
    return node;
  }

  texts(attribute: string): readonly string[] | undefined {
    return textsOf(this.source, this.messages, attribute);
  }

  tensor(): ForeignWeight | undefined {
    return tensorOf(this.source, this.messages, this.path);
  }

  private member(name: string): Node | undefined {
    const known = this.children.get(name);
    if (known !== undefined) return known;
    const address = this.known().get(name);
    if (address === undefined) return undefined;
    const child = new Node(this.source, address, `${this.path}/${name}`);
    this.children.set(name, child);
    return child;
  }

  private known(): ReadonlyMap<string, number> {
    this.addresses ??= membersOf(this.source, this.messages);
    return this.addresses;
  }
}
