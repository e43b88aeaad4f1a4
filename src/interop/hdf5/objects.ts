/** Objects of an HDF5 file: the messages of their headers, and the members of groups. */

import { Cursor, damaged, type Source, unread } from './source';

export interface HeaderMessage {
  readonly type: number;
  readonly content: () => Cursor;
}

export const messageType = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  link: 0x06,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const;

/** In order, from all blocks of the header. */
export function messagesOf(source: Source, address: number): readonly HeaderMessage[] {
  const head = new Cursor(source, address);
  return head.byte() === 1 ? oldHeader(source, address) : newHeader(source, address);
}

function oldHeader(source: Source, address: number): readonly HeaderMessage[] {
  const head = new Cursor(source, address).skip(8);
  const size = head.int();
  return blocksOf(source, new Cursor(source, address + 16, size), (cursor) => {
    if (cursor.left < 8) return undefined;
    const type = cursor.short();
    const length = cursor.short();
    const flags = cursor.byte();
    cursor.skip(3);
    return { type, length, flags };
  });
}

function newHeader(source: Source, address: number): readonly HeaderMessage[] {
  const head = new Cursor(source, address).expect('OHDR');
  const at = head.at;
  const version = head.byte();
  if (version !== 2) throw unread(at, 0, version);
  const flags = head.byte();
  if (flags & 0x20) head.skip(16);
  if (flags & 0x10) head.skip(4);
  const size = head.whole(1 << (flags & 3)) ?? 0;
  const ordered = (flags & 4) === 0 ? 0 : 2;
  return blocksOf(
    source,
    new Cursor(source, head.address, size),
    (cursor) => {
      if (cursor.left < 4 + ordered) return undefined;
      const type = cursor.byte();
      const length = cursor.short();
      const own = cursor.byte();
      cursor.skip(ordered);
      return { type, length, flags: own };
    },
    { before: 'OCHK', after: 4 },
  );
}

type ReadPrefix = (
  cursor: Cursor,
) => { readonly type: number; readonly length: number; readonly flags: number } | undefined;

function blocksOf(
  source: Source,
  first: Cursor,
  readPrefix: ReadPrefix,
  frame: { readonly before: string; readonly after: number } = { before: '', after: 0 },
): readonly HeaderMessage[] {
  const messages: HeaderMessage[] = [];
  const blocks = [first];
  const seen = new Set([first.at]);
  for (const block of blocks) {
    for (let prefix = readPrefix(block); prefix !== undefined; prefix = readPrefix(block)) {
      const { type, length, flags } = prefix;
      const { address, at } = block;
      block.skip(length);
      if (type === messageType.continuation) {
        const link = new Cursor(source, address, length);
        const from = link.target();
        const next = new Cursor(source, from, link.length() - frame.after).expect(frame.before);
        if (seen.has(next.at)) throw damaged(at);
        seen.add(next.at);
        blocks.push(next);
      } else if ((flags & 2) === 0) {
        messages.push({ type, content: () => new Cursor(source, address, length) });
      } else if (Object.values<number>(messageType).includes(type)) {
        // What stands elsewhere, for several objects.
        throw unread(at, type, flags);
      }
    }
  }
  return messages;
}

/** Addresses of a group's members by their names; no links to names and other files. */
export function membersOf(source: Source, messages: readonly HeaderMessage[]): ReadonlyMap<string, number> {
  const members = new Map<string, number>();
  for (const { type, content } of messages) {
    if (type === messageType.symbolTable) readSymbolTable(source, content(), members);
    if (type === messageType.link) readLink(content(), members);
    if (type === messageType.linkInfo) refuseHeap(content(), type, 8);
  }
  return members;
}

/** Where there are many members or attributes, newer files may have them in a heap. */
export function refuseHeap(content: Cursor, type: number, orderBytes: number): void {
  const { at } = content;
  const version = content.byte();
  const flags = content.byte();
  if (flags & 1) content.skip(orderBytes);
  if (content.pointer() !== undefined) throw unread(at, type, version);
}

function readLink(content: Cursor, members: Map<string, number>): void {
  const { at } = content;
  const version = content.byte();
  if (version !== 1) throw unread(at, messageType.link, version);
  const flags = content.byte();
  const kind = flags & 8 ? content.byte() : 0;
  if (flags & 4) content.skip(8);
  if (flags & 16) content.skip(1);
  const name = content.text(content.whole(1 << (flags & 3)) ?? 0);
  if (kind === 0) members.set(name, content.target());
}

function readSymbolTable(source: Source, content: Cursor, members: Map<string, number>): void {
  const tree = content.target();
  const heap = new Cursor(source, content.target()).expect('HEAP').skip(4);
  const size = heap.length();
  heap.length();
  const names = heap.target();
  const text = (offset: number) => new Cursor(source, names, size).skip(offset).text();
  forLeaves(source, tree, 0, source.lengthBytes, (_, address) => {
    const node = new Cursor(source, address).expect('SNOD').skip(2);
    const count = node.short();
    for (let i = 0; i < count; i++) {
      const name = node.length();
      const object = node.target();
      const isObject = node.int() !== 2;
      node.skip(20);
      if (isObject) members.set(text(name), object);
    }
  });
}

/** Nodes of a tree in order; `keyBytes` of each of its keys. A node that is met twice is no tree. */
export function forLeaves(
  source: Source,
  root: number,
  kind: number,
  keyBytes: number,
  visit: (key: Cursor, address: number) => void,
): void {
  const seen = new Set<number>();
  const open = [root];
  for (let address = open.pop(); address !== undefined; address = open.pop()) {
    const node = new Cursor(source, address);
    const { at } = node;
    if (seen.has(address)) throw damaged(at);
    seen.add(address);
    node.expect('TREE');
    if (node.byte() !== kind) throw damaged(at);
    const level = node.byte();
    const count = node.short();
    node.pointer();
    node.pointer();
    const children: number[] = [];
    for (let i = 0; i < count; i++) {
      const key = new Cursor(source, node.address, keyBytes);
      const child = node.skip(keyBytes).target();
      if (level > 0) children.push(child);
      else if (seen.has(child)) throw damaged(node.at);
      else visit(key, child);
    }
    open.push(...children.reverse());
  }
}
