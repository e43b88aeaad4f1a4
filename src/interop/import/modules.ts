/**
 * Finds what a network repeats: runs of steps that have the same layers and differ in numbers only. Each becomes a module
 * whose parameters are the numbers that differ; the run that saves most is taken first.
 */

import { present } from '../../base/assert';
import type { WrittenAttribute } from '../../ops/format-value';
import type { OpParameter } from '../../ops/op';
import type { ForeignLayer } from './foreign-network';
import { type Column, moduleName, parametersOf } from './module-head';
import { commonScope, inScope, isOfLoop } from './names';
import { type Item, layersOf, type Step } from './structure';

export interface Module {
  readonly name: string;
  readonly parameters: readonly string[];
  /** The first of its instances, which stands for all. */
  readonly items: readonly Item[];
  /** What stands for an attribute in it, by `place parameter`, place counting the layers of an instance. */
  readonly expressions: ReadonlyMap<string, string>;
  /** A name that the layer has in all instances, by its place. */
  readonly names: ReadonlyMap<number, string>;
}

export type Part =
  | { readonly kind: 'step'; readonly step: Step }
  | {
      readonly kind: 'call';
      readonly module: Module;
      readonly arguments: readonly string[];
      readonly items: readonly Item[];
      readonly inputs: readonly number[];
      /** The place of its last layer. */
      readonly id: number;
      /** What its layers' names have in common; empty where they do not tell it from others. */
      readonly scope: string;
    };

interface Material {
  readonly layers: readonly ForeignLayer[];
  /** Names without what all of the network have in common; empty where a name says nothing. */
  readonly names: readonly string[];
  /** Results that somebody reads besides the next step. */
  readonly isShared: (id: number) => boolean;
  readonly attributesOf: (id: number) => readonly WrittenAttribute[];
  /** What `same` comes to where it is one number for every size. */
  readonly zerosOf: (id: number) => string | undefined;
  /** For names of modules. */
  readonly takeName: (wanted: string) => string;
}

const mostSteps = 12;
const mostParameters = 10;
const mostModules = 40;
/** A parameter at a call is about as hard to read as this many layers. */
const parameterWeight = 0.4;

export function partsOf(steps: readonly Step[], material: Material): readonly Part[] {
  let parts: readonly Part[] = steps.map((step) => ({ kind: 'step', step }));
  for (let n = 0; n < mostModules; n++) {
    const found = bestRun(parts, material);
    if (found === undefined) break;
    parts = replaced(parts, found);
  }
  return parts;
}

/** Runs of the same kind: where each begins, and how many steps it has. */
interface Run {
  readonly starts: readonly number[];
  readonly length: number;
  readonly layers: number;
}

interface Found extends Run {
  readonly calls: readonly Extract<Part, { kind: 'call' }>[];
}

function bestRun(parts: readonly Part[], material: Material): Found | undefined {
  const keys = kindsOf(parts, material);
  const sizes = parts.map((part) => (part.kind === 'step' ? layersOf([part.step.item]).length : 0));
  // Whether a run can go on from the step before to this one.
  const follows = parts.map((part, i) => {
    const before = parts[i - 1];
    if (part.kind !== 'step' || before?.kind !== 'step') return false;
    const { id } = before.step.item;
    return part.step.inputs.length === 1 && part.step.inputs[0] === id && !material.isShared(id);
  });
  const runs: Run[] = [];
  for (let length = 1; length <= mostSteps; length++) {
    const starts = new Map<string, number[]>();
    for (let start = 0; start + length <= parts.length; start++) {
      const window = keys.slice(start, start + length);
      if (window.includes(-1) || follows.slice(start + 1, start + length).includes(false)) continue;
      const first = parts[start];
      if (first?.kind !== 'step' || first.step.inputs.length !== 1) continue;
      const key = window.join(' ');
      const others = starts.get(key) ?? [];
      starts.set(key, others);
      if (others.length === 0 || start >= (others.at(-1) ?? 0) + length) others.push(start);
    }
    for (const list of starts.values()) {
      const [first = 0] = list;
      const layers = sizes.slice(first, first + length).reduce((sum, size) => sum + size, 0);
      const run = { starts: list, length, layers };
      if (isWorthwhile(run, parts, material)) runs.push(run);
    }
  }
  const saved = ({ starts, layers }: Run) => (starts.length - 1) * layers;
  let best: Found | undefined;
  let bestScore = 2;
  for (const run of runs.sort((a, b) => saved(b) - saved(a)).slice(0, 12)) {
    if (saved(run) <= bestScore) break;
    const found = asModule(run, parts, material);
    if (found === undefined) continue;
    const [call] = found.calls;
    const parameters = call?.module.parameters.length ?? 0;
    const isNamed = call?.scope !== '';
    const score = saved(run) - parameterWeight * parameters * run.starts.length + (isNamed ? run.starts.length : 0);
    if (score > bestScore) {
      best = found;
      bestScore = score;
    }
  }
  if (best === undefined) return undefined;
  return { ...best, ...named(best, material) };
}

/** With a join two are enough; a chain is better read as it is unless there are three of different layers. */
function isWorthwhile({ starts, length, layers }: Run, parts: readonly Part[], { layers: all }: Material): boolean {
  if (starts.length < 2) return false;
  const items = itemsAt(parts, starts[0] ?? 0, length);
  // It belongs to what is before it.
  if (all[items[0]?.id ?? -1]?.op.group === 'activation') return false;
  if (items.some(({ kind }) => kind === 'join')) return layers >= 3;
  const ops = items.map(({ id }) => present(all[id], 'layer').op);
  const isPlain = ops.some(({ group }) => group === 'dense' || group === 'pooling');
  const isWeighted = ops.some(({ group }) => group === 'convolution');
  return starts.length >= 3 && new Set(ops).size >= 2 && !isPlain && isWeighted && layers >= 2;
}

function itemsAt(parts: readonly Part[], start: number, length: number): Item[] {
  return parts.slice(start, start + length).flatMap((part) => (part.kind === 'step' ? [part.step.item] : []));
}

/** Equal numbers for steps whose layers are alike but for numbers; -1 for what is in no run. */
function kindsOf(parts: readonly Part[], material: Material): number[] {
  const numbers = new Map<string, number>();
  return parts.map((part) => {
    if (part.kind !== 'step') return -1;
    const kind = kindOf(part.step.item, material);
    const number = numbers.get(kind) ?? numbers.size;
    numbers.set(kind, number);
    return number;
  });
}

function kindOf(item: Item, material: Material): string {
  const { op } = present(material.layers[item.id], 'layer');
  const fixed = material
    .attributesOf(item.id)
    .filter(({ parameter }) => !canDiffer(parameter))
    .map(({ text }) => text);
  const own = `${op.name}(${fixed.join(', ')})`;
  if (item.kind === 'layer') return own;
  return `${own}{${item.branches.map((branch) => branch.map((inner) => kindOf(inner, material)).join(' ')).join('|')}}`;
}

function canDiffer({ type: { kind } }: OpParameter): boolean {
  return kind === 'integer' || kind === 'number' || kind === 'pair' || kind === 'padding' || kind === 'pads';
}

/** Undefined where it would take too many parameters. */
function asModule(run: Run, parts: readonly Part[], material: Material): Found | undefined {
  const { starts, length } = run;
  const instances = starts.map((start) => itemsAt(parts, start, length));
  const places = instances.map(layersOf);
  const [items = []] = instances;
  const [first = []] = places;
  const columns: Column[] = [];
  const fixed = new Map<string, string>();
  for (const [place, id] of first.entries()) {
    for (const [index, { parameter }] of material.attributesOf(id).entries()) {
      const key = `${place} ${parameter.name}`;
      const texts = places.map((ids) => material.attributesOf(ids[place] ?? -1)[index]?.text ?? '');
      if (texts.every((text) => text === texts[0])) continue;
      const plain = texts.map((text, i) =>
        text === 'same' ? (material.zerosOf(places[i]?.[place] ?? -1) ?? text) : text,
      );
      const [only = ''] = plain;
      if (plain.every((text) => text === only)) fixed.set(key, only);
      else columns.push({ key, name: parameter.name, isCount: parameter.type.kind === 'integer', texts: plain });
    }
  }
  const { parameters, expressions } = parametersOf(columns);
  if (parameters.length > mostParameters) return undefined;
  const scopes = places.map((ids) => commonScope(ids.flatMap((id) => material.names[id] || [])));
  const isTold = new Set(scopes).size === scopes.length && !scopes.includes('');
  const names = new Map<number, string>();
  for (const place of first.keys()) {
    const all = new Set(
      places.map((ids, i) => inScope(material.names[ids[place] ?? -1] ?? '', isTold ? (scopes[i] ?? '') : '')),
    );
    const [name = ''] = all;
    if (all.size === 1 && name !== '') names.set(place, name);
  }
  const module: Module = {
    name: '',
    parameters: parameters.map(({ name }) => name),
    items,
    expressions: new Map([...fixed, ...expressions]),
    names,
  };
  const calls = instances.map((own, i): Found['calls'][number] => {
    const start = parts[starts[i] ?? -1];
    return {
      kind: 'call',
      module,
      arguments: parameters.map(({ column }) => column.texts[i] ?? ''),
      items: own,
      inputs: start?.kind === 'step' ? start.step.inputs : [],
      id: present(own.at(-1), 'last item').id,
      scope: isTold ? (scopes[i] ?? '') : '',
    };
  });
  return { ...run, calls };
}

/** The module under a name: what those of its instances have in common, else what it is made of. */
function named({ calls }: Found, { layers, takeName }: Material): Pick<Found, 'calls'> {
  const module = present(calls[0], 'call').module;
  const ends = calls.map(({ scope }) => scope.slice(scope.lastIndexOf('/') + 1));
  const words = layersOf(module.items).map((id) => present(layers[id], 'layer').op.name);
  const name = takeName(moduleName(ends, words));
  const final = { ...module, name };
  return { calls: calls.map((call) => ({ ...call, module: final, scope: isOfLoop(call.scope) ? '' : call.scope })) };
}

function replaced(parts: readonly Part[], { starts, length, calls }: Found): readonly Part[] {
  const result: Part[] = [];
  for (let at = 0; at < parts.length; ) {
    const call = calls[starts.indexOf(at)];
    result.push(call ?? present(parts[at], 'part'));
    at += call === undefined ? 1 : length;
  }
  return result;
}
