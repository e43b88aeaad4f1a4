/**
 * Names of a source as names of the language: identifiers that are unique in their body, without the parts that all names
 * around them have in common, and without those that only count (`Conv_12`, `185`).
 */

import { isOpName } from '../../ops/registry';
import { keywords } from '../../syntax/tree';

/** What is no letter, digit or `_` becomes `_`; what then cannot be a name gets a `_` too. */
export function identifier(name: string): string {
  const plain = name.slice(0, mostLetters).replace(/[^A-Za-z0-9_]/g, '_');
  if (plain === '' || /^\d/.test(plain)) return `_${plain}`;
  return (keywords as readonly string[]).includes(plain) ? `${plain}_` : plain;
}

const mostLetters = 100;

/** Whether a name says no more than which of its kind it is: a number, or the kind with a number. */
export function isCounter(name: string): boolean {
  if (/^([nrvx]?_?\d+)?$/.test(name)) return true;
  const word = /(?:^|\/)([A-Za-z]\w*)_\d+$/.exec(name)?.[1];
  return word !== undefined && isOpName(word.toLowerCase());
}

/** Whether a path leads through a turn of a loop, as ours do: it tells which turn, and names nothing. */
export function isOfLoop(path: string): boolean {
  return /(^|\/)repeat_\d+(\/|$)/.test(path);
}

/** A part of a part, counted where there are several: `conv_1.part_0.turn.2`. */
const mostEndings = 4;

/**
 * In a file that was written from a network in our terms: the path of the layer that a node is a part of. The node that a layer
 * is made of itself has its path as a name, others have an ending more. Of blocks only the branches of a join are called by a layer.
 */
export function pathOfPart(node: string, nodes: ReadonlySet<string>, separator: '.' | '/'): string {
  let own = node;
  let end = node.length;
  for (let ending = 0; ending < mostEndings; ending++) {
    end = node.lastIndexOf(separator, end - 1);
    if (end <= 0) break;
    if (nodes.has(own.slice(0, end)) && !/^branch_\d/.test(own.slice(end + 1))) own = own.slice(0, end);
  }
  return own.replaceAll(separator, '/');
}

/** The letters with which all of some names begin. */
export function commonStart([first = '', ...others]: readonly string[]): string {
  let length = first.length;
  for (const name of others) {
    let same = 0;
    while (same < length && name[same] === first[same]) same++;
    length = same;
  }
  return first.slice(0, length);
}

/** The parts in which all of several names agree, without the separator behind them. */
export function commonScope(names: readonly string[], separators = /[/._-]/): string {
  if (names.length < 2) return '';
  const start = commonStart(names);
  const isWhole = names.every((name) => name === start || separators.test(name[start.length] as string));
  if (isWhole && start !== '') return start;
  let length = start.length;
  while (length > 0 && !separators.test(start[length - 1] as string)) length--;
  // That these are branches or turns of one join or loop says nothing.
  return start.slice(0, Math.max(0, length - 1)).replace(/(^|\/)(branch|repeat)$/, '');
}

/** The name without its scope. */
export function inScope(name: string, scope: string): string {
  if (scope === '' || !name.startsWith(scope)) return name;
  return name.slice(scope.length + 1);
}

/** Names of one body. */
export class BodyNames {
  private readonly taken: Set<string>;

  constructor(reserved: Iterable<string> = []) {
    this.taken = new Set(reserved);
  }

  /** The name, or the next free one like it. */
  take(wanted: string): string {
    const name = identifier(wanted);
    let free = name;
    for (let n = 2; this.taken.has(free); n++) free = `${name}_${n}`;
    this.taken.add(free);
    return free;
  }
}
