/**
 * The order in which a program makes its modules, of files that are sorted by name, as safetensors are whoever writes them: by the
 * numbers in the names, and by what names usually mean where there are none.
 */

/** What is known of a module: `shape` is that of its sums, `channels` those of a batch norm. */
export interface OrderedModule {
  readonly name: string;
  readonly shape: readonly number[] | undefined;
  readonly channels: number | undefined;
}

/** Whether names stand as a sort of them leaves them; those of a program do not, whose weights stand before their biases. */
export function isSorted(names: readonly string[]): boolean {
  return names.every((name, i) => i === 0 || (names[i - 1] ?? '') < name);
}

/**
 * Norms that are a list of their own go behind the sums of the list beside it, one by one, where they are as many and have the same
 * channels: `convs.0`, `convs.1`, `bns.0`, `bns.1` of Res2Net.
 */
export function withListsInPairs<T extends OrderedModule>(modules: readonly T[]): readonly T[] {
  const lists = new Map<string, { readonly parent: string; readonly members: Map<string, T> }>();
  for (const module of modules) {
    const [, parent = '', list, number] = /^((?:.*\.)?)([^.]+)\.(\d+)$/.exec(module.name) ?? [];
    if (list === undefined || number === undefined) continue;
    const found = lists.get(parent + list) ?? { parent, members: new Map<string, T>() };
    lists.set(parent + list, found);
    found.members.set(number, module);
  }
  /** Where they stand, their numbers and the channels of each; undefined where not all of them are alike. */
  const keyOf = (parent: string, members: ReadonlyMap<string, T>, channelsOf: (one: T) => number | undefined) => {
    const parts = [...members].map(([number, one]) => [number, channelsOf(one)] as const);
    if (parts.some(([, channels]) => channels === undefined)) return undefined;
    return `${parent} ${parts.map((part) => part.join(':')).sort()}`;
  };
  const sums = new Map<string, ReadonlyMap<string, T>>();
  for (const { parent, members } of lists.values()) {
    const key = keyOf(parent, members, ({ channels, shape }) => (channels === undefined ? shape?.[0] : undefined));
    if (key !== undefined && !sums.has(key)) sums.set(key, members);
  }
  const behind = new Map<T, T>();
  for (const { parent, members } of lists.values()) {
    const beside = sums.get(keyOf(parent, members, ({ channels }) => channels) ?? '');
    for (const [number, one] of beside ?? []) behind.set(one, members.get(number) as T);
  }
  const moved = new Set(behind.values());
  return modules.flatMap((module) => {
    const norm = behind.get(module);
    return moved.has(module) ? [] : norm === undefined ? [module] : [module, norm];
  });
}

/** Deeper names are of no program. */
const mostParts = 20;

export function inModuleOrder<T extends OrderedModule>(modules: readonly T[]): readonly T[] {
  const siblings = new Map<string, Map<string, boolean>>();
  const split = modules.map((module) => ({ module, parts: module.name.split('.', mostParts) }));
  for (const { parts } of split) {
    for (const [i, part] of parts.entries()) {
      const parent = parts.slice(0, i).join('.');
      const own = siblings.get(parent) ?? new Map<string, boolean>();
      siblings.set(parent, own.set(part, own.get(part) === true || i < parts.length - 1));
    }
  }
  const keys = new Map([...siblings].map(([parent, own]) => [parent, keysOf(own)]));
  const ordered = split
    .map(({ module, parts }) => ({
      module,
      key: parts.map((part, i) => keys.get(parts.slice(0, i).join('.'))?.get(part) ?? 0),
    }))
    .sort((a, b) => compareKeys(a.key, b.key))
    .map(({ module }) => module);
  return withNormsInPlace(ordered);
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((place, at) => place !== b[at]);
  return i < 0 ? a.length - b.length : (a[i] ?? 0) - (b[i] ?? -1);
}

/** The place of each name among those with the same parent; the value says whether it has modules inside. */
function keysOf(names: ReadonlyMap<string, boolean>): ReadonlyMap<string, number> {
  const said = [...names].map(([name, isContainer]) => {
    const [, word = '', number] = /^([A-Za-z]*)(\d+)$/.exec(name) ?? [];
    return { name, word, number: number === undefined ? undefined : Number(number), isContainer };
  });
  const count = (word: string) => said.filter((one) => one.number !== undefined && one.word === word).length;
  const counts = new Map([...new Set(said.map(({ word }) => word))].map((word) => [word, count(word)]));
  const ranked = said.map((one) => {
    // A module whose name has a number that nothing else is counted by is what stands behind those that are.
    const isLone = one.number !== undefined && one.isContainer && counts.get(one.word) === 1;
    return { ...one, rank: rankOf(one.name) + (isLone ? 0.5 : 0), number: isLone ? undefined : one.number };
  });
  ranked.sort(
    (a, b) =>
      a.rank - b.rank ||
      (a.number ?? Number.POSITIVE_INFINITY) - (b.number ?? Number.POSITIVE_INFINITY) ||
      inNaturalOrder(a.name, b.name),
  );
  return new Map(ranked.map(({ name }, place) => [name, place]));
}

/** What stands first, and last: heads of training, then the main one. */
const usualRanks: readonly (readonly [RegExp, number])[] = [
  [/^(conv_)?stem/i, -1],
  [/^aux/i, 1],
  [/^(conv_head|head|fc|classifier|classif|last_linear|logits|output)/i, 2],
];

function rankOf(name: string): number {
  return usualRanks.find(([pattern]) => pattern.test(name))?.[1] ?? 0;
}

/** Numbers in names by their size. */
function inNaturalOrder(a: string, b: string): number {
  const partsOf = (name: string): readonly string[] => name.match(/\d+|\D/g) ?? [];
  const [mine, theirs] = [partsOf(a), partsOf(b)];
  const i = mine.findIndex((word, at) => word !== theirs[at]);
  if (i < 0) return mine.length - theirs.length;
  const [x = '', y = ''] = [mine[i], theirs[i]];
  const isCounted = /^\d/.test(x) && /^\d/.test(y);
  return (isCounted && Number(x) - Number(y)) || (x < y ? -1 : 1);
}

/**
 * A norm and the sums beside it in one module, which have the same number or none: the norm stands behind where it has as many channels as
 * come out, before where it has as many as come in, and as the others of that name where it may be either.
 */
function withNormsInPlace<T extends OrderedModule>(modules: readonly T[]): readonly T[] {
  const found = modules.flatMap((module, i) => {
    const next = modules[i + 1];
    if (next === undefined || !isBeside(module, next)) return [];
    const [norm, sums] = module.channels === undefined ? [next, module] : [module, next];
    const [filters, inputs] = sums.shape ?? [];
    const may = { behind: norm.channels === filters, before: norm.channels === inputs };
    const key = [norm, sums].map(({ name }) => name.slice(name.lastIndexOf('.') + 1)).join();
    return may.behind || may.before ? [{ i, key, may, isBehind: norm === next }] : [];
  });
  const votes = new Map<string, number>();
  for (const { key, may } of found) {
    if (may.behind !== may.before) votes.set(key, (votes.get(key) ?? 0) + (may.behind ? 1 : -1));
  }
  const ordered = [...modules];
  for (const { i, key, may, isBehind } of found) {
    const belongsBehind = may.behind === may.before ? (votes.get(key) ?? 0) >= 0 : may.behind;
    if (isBehind !== belongsBehind) ordered.splice(i, 2, modules[i + 1] as T, modules[i] as T);
  }
  return ordered;
}

function isBeside(a: OrderedModule, b: OrderedModule): boolean {
  const partsOf = ({ name }: OrderedModule) => /^(.*\.)?[A-Za-z]+(\d*)$/.exec(name);
  const [mine, theirs] = [partsOf(a), partsOf(b)];
  if (mine === null || theirs === null || (a.channels === undefined) === (b.channels === undefined)) return false;
  return mine[1] === theirs[1] && mine[2] === theirs[2];
}
