/**
 * A foreign network as text of the language: what all layers of a kind have in common as defaults, what is repeated as
 * modules and loops, the rest as chains and blocks in the source's order and under its names. The formatter lays it out.
 */

import { present } from '../../base/assert';
import { formatShape } from '../../base/number-format';
import { type WrittenAttribute, writtenAttributes } from '../../ops/format-value';
import { isRequired, type Op } from '../../ops/op';
import { allWords, ops } from '../../ops/registry';
import type { ForeignNetwork } from './foreign-network';
import { type Module, type Part, partsOf } from './modules';
import { BodyNames, commonScope, identifier, inScope, isCounter, isOfLoop } from './names';
import { type Item, layersOf, type Step, stepsOf } from './structure';

interface TextOptions {
  /** Of the network: a name of the language. */
  readonly name: string;
  /** Lines that stand at the top as comments. */
  readonly comments: readonly string[];
  /** Whether repeated parts become modules. */
  readonly modules: boolean;
}

export interface NetworkText {
  readonly text: string;
  /** Which layer of the foreign network each layer of the text is, in its order; the input first. */
  readonly layers: readonly number[];
}

/** Longer chains are read line by line. */
const mostInLine = 4;
const mostLetters = 96;

export function writeText(network: ForeignNetwork, options: TextOptions): NetworkText {
  return new TextWriter(network, options).write();
}

/** Where the text is about one layer, or about one of each instance of a module. */
interface Scope {
  /** A name for the layer in its body; empty for none. */
  readonly wanted: (id: number) => string;
  /** In place of the attribute's own text. */
  readonly expression: (id: number, parameter: string) => string | undefined;
}

const noExpression = () => undefined;

class TextWriter {
  private readonly names: readonly string[];
  private readonly fileNames: BodyNames;
  private readonly written = new Map<number, readonly WrittenAttribute[]>();
  /** By layer and parameter: the text that is not written. */
  private readonly inForce = new Map<Op, Map<string, string>>();
  private readonly readers = new Map<number, number>();
  private readonly outputs = new Map<number, string[]>();
  /** Names of results in the network's body. */
  private readonly results = new Map<number, string>();
  private readonly modules: Module[] = [];

  constructor(
    private readonly network: ForeignNetwork,
    private readonly options: TextOptions,
  ) {
    const { layers, outputs } = network;
    const said = layers.map(({ name }, id) => (id === 0 || (isCounter(name) && !name.includes('/')) ? '' : name));
    const scope = commonScope(
      said.filter((name) => name !== ''),
      /\//,
    );
    this.names = said.map((name) => (isOfLoop(scope) ? name : inScope(name, scope)));
    this.fileNames = new BodyNames([...allWords, ...Object.keys(ops), options.name]);
    for (const { inputs } of layers) for (const id of inputs) this.readers.set(id, (this.readers.get(id) ?? 0) + 1);
    for (const { name, layer } of outputs) this.outputs.set(layer, [...(this.outputs.get(layer) ?? []), name]);
  }

  write(): NetworkText {
    const { layers } = this.network;
    const defaults = this.findDefaults();
    const parts = this.parts();
    const bodyNames = new BodyNames(this.network.outputs.map(({ name }) => name));
    const input = present(layers[0], 'input');
    // The one word of the language that is a name too: that of an input without another.
    const isPlain = input.name === '' || input.name === 'input';
    const inputName = isPlain ? 'input' : bodyNames.take(input.name);
    this.results.set(0, inputName);
    const lines = [
      ...this.options.comments.map((comment) => `// ${comment.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')}`),
      '',
      `network ${this.options.name}() {`,
      isPlain ? `input: ${formatShape(input.shape)}` : `input ${inputName}: ${formatShape(input.shape)}`,
      '',
      ...defaults,
      ...this.body(parts, bodyNames),
      '}',
      ...this.modules.flatMap((module) => ['', ...this.moduleText(module)]),
    ];
    const order = parts.flatMap((part) => layersOf(part.kind === 'step' ? [part.step.item] : part.items));
    return { text: `${lines.join('\n')}\n`, layers: [0, ...order] };
  }

  private attributesOf(id: number): readonly WrittenAttribute[] {
    const known = this.written.get(id);
    if (known !== undefined) return known;
    const { op, attributes } = present(this.network.layers[id], 'layer');
    const written = writtenAttributes(op, attributes);
    this.written.set(id, written);
    return written;
  }

  /** What most layers of a kind have, and would not have if nothing were said. */
  private findDefaults(): string[] {
    const texts = new Map<Op, Map<string, Map<string, number>>>();
    const totals = new Map<Op, number>();
    for (const [id, { op }] of this.network.layers.entries()) {
      if (op.group === 'join' || op.group === 'input') continue;
      totals.set(op, (totals.get(op) ?? 0) + 1);
      const own = texts.get(op) ?? new Map<string, Map<string, number>>();
      texts.set(op, own);
      for (const { parameter, text, isDefault } of this.attributesOf(id)) {
        if (isRequired(parameter) || parameter.isOptional || parameter.name === 'bias') continue;
        const counts = own.get(parameter.name) ?? new Map<string, number>();
        own.set(parameter.name, counts);
        if (!isDefault) counts.set(text, (counts.get(text) ?? 0) + 1);
      }
    }
    const entries: string[] = [];
    for (const [op, own] of texts) {
      const values: string[] = [];
      for (const [name, counts] of own) {
        const [most] = [...counts].sort(([, a], [, b]) => b - a);
        if (most === undefined || most[1] < 3 || most[1] <= 0.6 * (totals.get(op) ?? 0)) continue;
        this.inForce.set(op, (this.inForce.get(op) ?? new Map<string, string>()).set(name, most[0]));
        values.push(`${name} = ${most[0]}`);
      }
      if (values.length > 0) entries.push(`${op.name}(${values.join(', ')})`);
    }
    return entries.length === 0 ? [] : ['defaults {', ...entries, '}', ''];
  }

  private parts(): readonly Part[] {
    const steps = stepsOf(this.network);
    if (!this.options.modules) return steps.map((step) => ({ kind: 'step', step }));
    const byName = new Set(steps.flatMap(({ inputs }) => (inputs.length > 1 ? inputs : [])));
    const readings = new Map<number, number>();
    for (const { inputs } of steps) for (const id of inputs) readings.set(id, (readings.get(id) ?? 0) + 1);
    return partsOf(steps, {
      layers: this.network.layers,
      names: this.names,
      isShared: (id) => byName.has(id) || this.outputs.has(id) || (readings.get(id) ?? 0) > 1,
      attributesOf: (id) => this.attributesOf(id),
      zerosOf: (id) => this.zerosOf(id),
      takeName: (wanted) => this.fileNames.take(wanted),
    });
  }

  private zerosOf(id: number): string | undefined {
    const { kernel, stride, dilation = [1, 1] } = present(this.network.layers[id], 'layer').attributes;
    if (!Array.isArray(kernel) || !Array.isArray(stride) || !Array.isArray(dilation)) return undefined;
    const zeros = kernel.map((side, axis) => ((Number(side) - 1) * Number(dilation[axis])) / 2);
    const [vertical = 0, horizontal] = zeros;
    const isOne = stride.every((step) => step === 1) && vertical === horizontal && Number.isInteger(vertical);
    return isOne ? String(vertical) : undefined;
  }

  private body(parts: readonly Part[], names: BodyNames): string[] {
    this.nameResults(parts, names);
    const lines: string[] = [];
    const chain = new Chain(lines);
    let flow = 0;
    for (let at = 0; at < parts.length; at++) {
      const part = present(parts[at], 'part');
      const { inputs, id } = part.kind === 'step' ? { inputs: part.step.inputs, id: part.step.item.id } : part;
      const [input] = inputs;
      if (inputs.length === 1 && input !== undefined && input !== flow) {
        chain.add('', [`from ${this.results.get(input)}`]);
      }
      let last = id;
      if (part.kind === 'step') {
        const name = this.results.get(id) ?? '';
        if (part.step.inputs.length > 1) chain.add(name, [this.joinByName(part.step)]);
        else this.networkItem(part.step.item, name, chain);
      } else {
        const turns = this.turnsAt(parts, at);
        const call = `${part.module.name}(${part.arguments.join(', ')})`;
        if (!this.modules.includes(part.module)) this.modules.push(part.module);
        at += turns - 1;
        const end = present(parts[at], 'part');
        if (end.kind === 'call') last = end.id;
        chain.add(this.results.get(last) ?? '', turns === 1 ? [call] : [`repeat ${turns} {`, call, '}'], true);
      }
      flow = last;
      for (const output of this.outputs.get(last) ?? []) chain.add('', [`output ${output}`], true);
    }
    chain.end();
    return lines;
  }

  /** Names for what is read from elsewhere, and those that the source gives. Outputs have theirs. */
  private nameResults(parts: readonly Part[], names: BodyNames): void {
    const needed = new Set<number>();
    let flow = 0;
    for (const part of parts) {
      const inputs = part.kind === 'step' ? part.step.inputs : part.inputs;
      for (const id of inputs) if (inputs.length > 1 || id !== flow) needed.add(id);
      flow = part.kind === 'step' ? part.step.item.id : part.id;
    }
    for (const part of parts) {
      const id = part.kind === 'step' ? part.step.item.id : part.id;
      const own = part.kind === 'step' ? this.scopeOf(part.step.item) || this.names[id] : part.scope;
      const isSaid = own !== undefined && own !== '' && !isCounter(own) && !isOfLoop(own);
      const wanted = isSaid ? own : needed.has(id) ? 'result' : '';
      // An output whose name is the layer's would be its second definition.
      const isOutput = wanted !== '' && (this.outputs.get(id) ?? []).includes(identifier(wanted));
      if (isOutput) this.results.set(id, identifier(wanted));
      else if (wanted !== '') this.results.set(id, names.take(wanted));
    }
  }

  /** What the names in a block have in common. */
  private scopeOf(item: Item): string {
    if (item.kind === 'layer') return '';
    return commonScope(layersOf([item]).flatMap((id) => this.names[id] || []));
  }

  /** Calls that are the same, one after the other, and known by no name. */
  private turnsAt(parts: readonly Part[], start: number): number {
    const first = parts[start];
    let turns = 1;
    for (let before = first; ; turns++) {
      const next = parts[start + turns];
      if (first?.kind !== 'call' || before?.kind !== 'call' || next?.kind !== 'call') break;
      if (next.module !== first.module || next.arguments.join(' ') !== first.arguments.join(' ')) break;
      if (next.inputs[0] !== before.id || this.results.has(before.id) || this.outputs.has(before.id)) break;
      before = next;
    }
    const last = parts[start + turns - 1];
    // The name of the last one alone would be that of the whole loop.
    return last?.kind === 'call' && last.scope !== '' ? 1 : turns;
  }

  private moduleText(module: Module): string[] {
    const places = new Map(layersOf(module.items).map((id, place) => [id, place]));
    const scope: Scope = {
      wanted: (id) => module.names.get(places.get(id) ?? -1) ?? '',
      expression: (id, parameter) => module.expressions.get(`${places.get(id)} ${parameter}`),
    };
    const head = `module ${module.name}(${module.parameters.join(', ')}) {`;
    return [head, ...this.innerBody(module.items, scope, new BodyNames(module.parameters)), '}'];
  }

  private networkItem(item: Item, name: string, chain: Chain): void {
    // What the block's name says already is left out of those inside.
    const own = name === '' ? '' : this.scopeOf(item);
    this.item(item, name, { wanted: (id) => inScope(this.names[id] ?? '', own), expression: noExpression }, chain);
  }

  private innerBody(items: readonly Item[], scope: Scope, names = new BodyNames()): string[] {
    const lines: string[] = [];
    const chain = new Chain(lines);
    for (const item of items) {
      const { op } = present(this.network.layers[item.id], 'layer');
      const wanted = item.kind === 'layer' ? scope.wanted(item.id) : '';
      const name = /^\d/.test(wanted) ? `${op.name}_${wanted}` : wanted;
      const isPlain = name === op.name || isCounter(name) || isOfLoop(name);
      this.item(item, isPlain ? '' : names.take(name), scope, chain);
    }
    chain.end();
    return lines;
  }

  private item(item: Item, name: string, scope: Scope, chain: Chain): void {
    if (item.kind === 'layer') {
      chain.add(name, [this.call(item.id, scope)]);
      return;
    }
    const { op } = present(this.network.layers[item.id], 'layer');
    const lines = [`${op.name} {`];
    for (const branch of item.branches) {
      const inside = this.innerBody(branch, scope);
      if (inside.length > 1) lines.push('branch {', ...inside, '}');
      else lines.push(`branch { ${inside.join('')} }`);
    }
    chain.add(name, [...lines, '}'], true);
  }

  private joinByName({ item, inputs }: Step): string {
    const { op } = present(this.network.layers[item.id], 'layer');
    return `${op.name}(${inputs.map((id) => this.results.get(id)).join(', ')})`;
  }

  private call(id: number, scope: Scope): string {
    const { op } = present(this.network.layers[id], 'layer');
    const inForce = this.inForce.get(op);
    const given = this.attributesOf(id).flatMap(({ parameter, text, isDefault }) => {
      const expression = scope.expression(id, parameter.name);
      if (isRequired(parameter)) return [expression ?? text];
      if (parameter.isOptional || expression !== undefined) return [`${parameter.name} = ${expression ?? text}`];
      const other = inForce?.get(parameter.name);
      const isLeftOut = other === undefined ? isDefault && !this.wouldBeAsked(id, parameter.name) : other === text;
      return isLeftOut ? [] : [`${parameter.name} = ${text}`];
    });
    return `${op.name}(${given.join(', ')})`;
  }

  /** An even pool that does not stride is taken for a mistake unless it says so. */
  private wouldBeAsked(id: number, parameter: string): boolean {
    const { op, attributes } = present(this.network.layers[id], 'layer');
    const { kernel } = attributes;
    return op.group === 'pooling' && parameter === 'stride' && Array.isArray(kernel) && Number(kernel[0]) % 2 === 0;
  }
}

/** Puts what is short and has no name on one line. */
class Chain {
  private readonly open: string[] = [];

  constructor(private readonly lines: string[]) {}

  add(name: string, lines: readonly string[], isAlone = false): void {
    const [only = ''] = lines;
    if (name !== '' || lines.length > 1 || isAlone || only.startsWith('from ')) {
      this.end();
      this.lines.push(name === '' ? only : `${name} = ${only}`, ...lines.slice(1));
      return;
    }
    if (this.open.length >= mostInLine || [...this.open, only].join(' -> ').length > mostLetters) this.end();
    this.open.push(only);
  }

  end(): void {
    if (this.open.length > 0) this.lines.push(this.open.splice(0).join(' -> '));
  }
}
