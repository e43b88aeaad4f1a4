/**
 * A block of the network (itself, a module call, a turn of a repeat) as the lines of a class: modules that are made, and the
 * way of values through them. Each call is read by itself here; classes.ts puts those together that are alike.
 *
 * Blocks that are no class of their own (branches, heads, named joins) are a chain of modules where their layers are one, else
 * an empty module that holds the names, with their lines among those of the class around them.
 */

import type { NetworkAnalysis } from '../../analysis/analysis';
import { invariant, present } from '../../base/assert';
import type { FileId } from '../../base/span';
import type { Block, BlockChild, BlockId, Layer, LayerId } from '../../graph/graph';
import { layersIn } from '../../graph/graph';
import { wordOf } from '../../ops/attributes';
import type { ListOrder } from '../list-order';
import { member, pythonName } from '../python-names';
import { type Chain, type Code, type Instance, shapeOf, slotsOf } from './code';
import { argumentOf, type Design, ofAxis } from './design';
import { joined, modulesOf } from './layers';
import { fixed, type Num, numberOf, type Slot } from './numbers';
import type { Flow, LayerModules } from './steps';

export interface Line {
  readonly target: string;
  readonly code: Code;
}

export interface Unit {
  readonly block: Block;
  /** What all calls have in common that may share a class. */
  readonly identity: string;
  /** Values it reads from outside; the flow is the first. */
  readonly inputs: readonly LayerId[];
  readonly inputNames: readonly string[];
  readonly modules: readonly Line[];
  readonly forward: readonly Line[];
  /** Of the network: what heads alone need. */
  readonly training: readonly Line[];
  readonly results: readonly string[];
  readonly headResults: readonly string[];
  /** Of the first result. */
  readonly outChannels: Num;
  /** Equal for calls that can be one class. */
  readonly key: string;
  readonly flows: ReadonlyMap<LayerId, Flow>;
  /** The file in which the block's body is written. */
  readonly bodyFile: FileId;
  /** What a name stands for in the block, or at a block in it; `channels` are those of the flow there. */
  readonly lookUp: (name: string) => Num | undefined;
  readonly lookUpFrom: (inner: Block, name: string, channels: Num | undefined) => Num | undefined;
}

export interface NetworkContext {
  readonly network: NetworkAnalysis;
  readonly design: Design;
  readonly order: ListOrder;
  readonly isLive: ReadonlySet<LayerId>;
  /** Layers whose softmax at the end is left out, as losses take logits. */
  readonly logits: ReadonlySet<LayerId>;
  readonly rank: (id: LayerId) => number;
  readonly units: Map<BlockId, Unit>;
}

/** All units of the network, inner ones before those around them; the network's own is the last. */
export function readUnits(network: NetworkAnalysis, design: Design, order: ListOrder): readonly Unit[] {
  const { graph, parts } = network;
  const isLive = new Set(network.all.layers);
  const logits = new Set(network.all.layers.filter((id) => endsInSoftmax(network, id)));
  const rank = (id: LayerId) => (parts[id] === 'head' ? graph.layers.length + id : id);
  const context: NetworkContext = { network, design, order, isLive, logits, rank, units: new Map() };
  // A block's id is below those of the blocks in it.
  for (const block of [...graph.blocks].reverse()) {
    if (isUnit(context, block)) context.units.set(block.id, new UnitReader(context, block).read());
  }
  return [...context.units.values()];
}

/** The softmax of a classifier that nothing else reads. */
function endsInSoftmax({ graph, all }: NetworkAnalysis, id: LayerId): boolean {
  const layer = present(graph.layers[id], 'layer');
  if (!graph.outputs.some((output) => output.layer === id)) return false;
  if (all.layers.some((other) => graph.layers[other]?.inputs.includes(id))) return false;
  const { activation } = layer.attributes;
  const isInside = activation !== null && typeof activation === 'object' && 'kind' in activation;
  return layer.op.name === 'softmax' || (isInside && activation.op.name === 'softmax');
}

function isUnit(context: NetworkContext, block: Block): boolean {
  if (block.kind === 'network') return true;
  const live = liveChildren(context, block);
  if (block.kind === 'module') return live.length > 0;
  return block.kind === 'turn' && live.length > 1;
}

function liveChildren({ network, isLive }: NetworkContext, block: Block): readonly BlockChild[] {
  return block.children.filter((child) =>
    'layer' in child ? isLive.has(child.layer) : layersIn(network.graph, child.block).some((id) => isLive.has(id)),
  );
}

interface Value {
  readonly name: string;
  readonly flow: Flow;
}

class UnitReader {
  private readonly modules: Line[] = [];
  private readonly forward: Line[] = [];
  private readonly training: Line[] = [];
  private readonly values = new Map<LayerId, Value>();
  private readonly flows = new Map<LayerId, Flow>();
  /** Ranks of the last layers of this unit that read a value, and a variable. */
  private readonly lastReads = new Map<LayerId, number>();
  private readonly lastRead = new Map<string, number>();
  private readonly taken = new Set<string>();
  /** Rank of the statement after the one that is read: what is read no later needs no name. */
  private until = Number.POSITIVE_INFINITY;
  private readonly namespaces = new Set<string>();

  constructor(
    private readonly context: NetworkContext,
    private readonly block: Block,
  ) {}

  read(): Unit {
    const { block, context } = this;
    const { graph } = context.network;
    this.noteReads();
    const inputs = block.kind === 'network' ? [graph.input] : this.readFromOutside(block);
    const inputNames = inputs.map((id, i) => this.unique(i === 0 ? 'x' : this.nameOfInput(id)));
    inputs.forEach((id, i) => {
      const name = inputNames[i] as string;
      this.setValue(id, name, this.outside(id, i === 0));
    });
    this.children(block, undefined);
    const outputs = block.kind === 'network' ? graph.outputs : [{ kind: 'output', layer: block.result }];
    const ofKind = (kind: string) =>
      outputs.filter((output) => output.kind === kind).map(({ layer }) => this.value(layer));
    const [mains, heads] = [ofKind('output'), ofKind('head')];
    const outChannels = mains[0]?.flow.channels ?? fixed(0);
    const results = mains.map(({ name }) => name);
    const lines = [...this.modules, ...this.forward, ...this.training];
    const slots = new Map<Slot, number>();
    const key = [
      this.identity(),
      inputNames.join(),
      inputs.map((id) => this.value(id).flow.isList).join(),
      ...lines.map(({ target, code }) => `${target} = ${shapeOf(code, slots)}`),
      results.join(),
      shapeOf([outChannels], slots),
    ].join('\n');
    return {
      block,
      identity: this.identity(),
      inputs,
      inputNames,
      modules: this.modules,
      forward: this.forward,
      training: this.training,
      results,
      headResults: heads.map(({ name }) => name),
      outChannels,
      key,
      flows: this.flows,
      bodyFile: this.bodyFile(),
      lookUp: (name) => this.lookUp(name, block, undefined),
      lookUpFrom: (inner, name, channels) => this.lookUp(name, this.blockOf(inner.parent ?? block.id), channels),
    };
  }

  private noteReads(): void {
    const { graph } = this.context.network;
    for (const id of layersIn(graph, this.block.id)) {
      if (!this.context.isLive.has(id)) continue;
      const rank = this.context.rank(id);
      for (const input of this.layerOf(id).inputs) {
        this.lastReads.set(input, Math.max(this.lastReads.get(input) ?? 0, rank));
      }
    }
    const ends = this.block.kind === 'network' ? graph.outputs.map(({ layer }) => layer) : [this.block.result];
    for (const id of ends) this.lastReads.set(id, Number.POSITIVE_INFINITY);
  }

  private identity(): string {
    const { kind, module, origin, name } = this.block;
    if (kind === 'network') return `network ${name}`;
    if (kind === 'turn') return `turn ${origin.span.start} ${origin.file}`;
    return `module ${module} ${this.bodyFile()}`;
  }

  /** The file in which the block's body is written. */
  private bodyFile(): FileId {
    const { graph } = this.context.network;
    const [first] = this.block.children;
    if (first === undefined) return this.block.origin.file;
    const inner = 'layer' in first ? graph.layers[first.layer] : graph.blocks[first.block];
    return present(inner, 'child').origin.file;
  }

  /** The flow first, where it is read at all. */
  private readFromOutside(block: Block): readonly LayerId[] {
    const { graph } = this.context.network;
    const inside = new Set(layersIn(graph, block.id).filter((id) => this.context.isLive.has(id)));
    const read = new Set<LayerId>();
    for (const id of inside) {
      for (const input of present(graph.layers[id], 'layer').inputs) if (!inside.has(input)) read.add(input);
    }
    // A result may be one that comes in from outside.
    if (!inside.has(block.result)) read.add(block.result);
    const others = [...read].filter((id) => id !== block.input).sort((a, b) => a - b);
    return read.has(block.input) ? [block.input, ...others] : others;
  }

  /** The parameter of the module that the value is an argument for, as far as its name tells. */
  private nameOfInput(id: LayerId): string {
    const { design } = this.context;
    const { kind, module, origin } = this.block;
    const levels = new Set(this.layerOf(id).path.split('/'));
    const call = kind === 'module' ? design.callAt(origin)?.call : undefined;
    const parameters = design
      .moduleNamed(this.bodyFile(), module ?? '')
      ?.parameters.map((one) => ({ name: one.name.text }));
    const found = parameters?.find(({ name }) => {
      const argument = call && argumentOf(call, parameters, name);
      return argument?.kind === 'name' && levels.has(argument.name.text);
    });
    return found === undefined ? 'other' : pythonName(found.name);
  }

  private outside(id: LayerId, isFlow: boolean): Flow {
    const [height, width, channels] = this.shape(id);
    const isModule = this.block.kind === 'module';
    const slot: Slot = {
      kind: 'slot',
      value: channels,
      hint: isFlow ? 'in_channels' : 'other_channels',
      written: undefined,
      channelsOf: id,
      isArgument: isModule && isFlow,
    };
    const number: Num = this.block.kind === 'network' ? fixed(channels) : slot;
    return { channels: number, height, width, isList: this.isList(id) };
  }

  /** Whether a value is batch, channels. Decided by its own layer, so that it is known before the units around it are read. */
  private isList(id: LayerId): boolean {
    const { layers } = this.context.network.graph;
    const layer = present(layers[id], 'layer');
    switch (layer.op.name) {
      case 'dense':
      case 'flatten':
        return true;
      case 'concat':
      case 'add':
      case 'multiply':
        return layer.inputs.every((input) => this.isList(input));
      case 'dropout':
      case 'scale':
      case 'identity':
      case 'slice':
        return this.isList(present(layer.inputs[0], 'input'));
      default: {
        const isFunction = layer.op.group === 'activation' || layer.op.group === 'normalization';
        return isFunction && this.isList(present(layer.inputs[0], 'input'));
      }
    }
  }

  private shape(id: LayerId): readonly [number, number, number] {
    const [height, width, channels] = present(this.context.network.shapes[id], 'shape');
    return [present(height, 'height'), present(width, 'width'), present(channels, 'channels')];
  }

  // ---- Lines ----

  /** `home`: the variable of the branch or head whose lines these are. */
  private children(block: Block, home: string | undefined): void {
    const { until } = this;
    const live = liveChildren(this.context, block);
    live.forEach((child, i) => {
      // Heads come after everything else.
      const next = live.slice(i + 1).find((one) => this.rankOf(one) < this.context.network.graph.layers.length);
      this.until = next === undefined ? until : this.rankOf(next);
      if ('layer' in child) this.layer(this.layerOf(child.layer), home);
      else this.inner(this.blockOf(child.block), home);
    });
    this.until = until;
  }

  private layer(layer: Layer, home: string | undefined): void {
    // The values that come in have their names already.
    if (layer.op.name === 'input') return;
    const rank = this.context.rank(layer.id);
    const inputs = layer.inputs.map((id) => this.value(id));
    if (layer.op.group === 'join') {
      const [height, width] = this.shape(layer.id);
      const operands = inputs.map(({ name, flow }) => ({ flow, code: [name] }));
      const { code, output } = joined(layer.op.name as 'concat', operands, [height, width]);
      const [only] = inputs;
      if (inputs.length === 1 && only !== undefined && only.flow.isList === output.isList) {
        this.alias(layer.id, only, output);
      } else this.assign(layer.id, code, output, rank, home, lastOf(layer.path));
      return;
    }
    const [input] = inputs;
    invariant(input !== undefined, 'a layer reads a value');
    const { steps, output } = this.modulesOf(layer, input.flow);
    if (steps.length === 0) {
      this.alias(layer.id, input, output);
      return;
    }
    let code: Code = [input.name];
    for (const { module, call } of steps) {
      // Arguments of the class are known where modules are made, not where they are called.
      const isCall = call !== undefined && (this.block.kind === 'network' || slotsOf(call([])).size === 0);
      if (isCall) {
        code = call(code);
        continue;
      }
      const attribute = this.attribute(layer.path);
      this.modules.push({ target: attribute, code: module });
      code = [attribute, '(', ...code, ')'];
    }
    this.assign(layer.id, code, output, rank, home, lastOf(layer.path));
  }

  private inner(block: Block, home: string | undefined): void {
    const unit = this.context.units.get(block.id);
    if (unit !== undefined) {
      this.call(block, unit, home);
      return;
    }
    if (block.kind === 'join') {
      this.children(block, home);
      return;
    }
    const isNamed = block.kind === 'branch' || block.kind === 'head' || block.kind === 'output';
    const input = this.values.get(block.input);
    const chain = input === undefined ? undefined : this.chainOf(block, input.flow);
    if (chain?.hasParameters && input !== undefined) {
      const attribute = this.attribute(block.path);
      this.modules.push({ target: attribute, code: [chain.chain] });
      const rank = this.rankOf({ block: block.id });
      const own = isNamed ? this.unique(pythonName(block.name)) : home;
      this.assign(block.result, [attribute, '(', input.name, ')'], chain.output, rank, own, block.name);
      return;
    }
    this.children(block, isNamed ? this.unique(pythonName(block.name)) : home);
  }

  private call(block: Block, unit: Unit, home: string | undefined): void {
    const attribute = this.attribute(block.path);
    const inputs = unit.inputs.map((id) => this.value(id));
    this.modules.push({ target: attribute, code: [this.instance(unit)] });
    const names = inputs.flatMap(({ name }, i) => (i === 0 ? [name] : [', ', name]));
    const output = this.resultOf(unit, this.block.kind === 'network' ? undefined : attribute);
    this.assign(
      block.result,
      [attribute, '(', ...names, ')'],
      output,
      this.rankOf({ block: block.id }),
      home,
      block.name,
    );
  }

  private instance(unit: Unit): Instance {
    return { kind: 'instance', block: unit.block.id, key: unit.key };
  }

  private resultOf(unit: Unit, attribute: string | undefined): Flow {
    const [height, width, channels] = this.shape(unit.block.result);
    const written: Num = { kind: 'result', value: channels, attribute, block: unit.block.id };
    const number: Slot = { kind: 'slot', value: channels, hint: 'channels', written };
    return { channels: number, height, width, isList: this.isList(unit.block.result) };
  }

  /** The block as modules one after the other, where each reads the one before and nothing else. */
  private chainOf(block: Block, input: Flow): { chain: Chain; output: Flow; hasParameters: boolean } | undefined {
    const modules: (readonly [string, Code])[] = [];
    const names = new Set<string>();
    const add = (name: string, module: Code) => {
      let free = name;
      for (let i = 2; names.has(free); i++) free = `${name}_${i}`;
      names.add(free);
      modules.push([free, module]);
    };
    const { graph } = this.context.network;
    const live = liveChildren(this.context, block);
    // Names that have parameters are those of the state dict: no other may take them before.
    const own = live.map((child) =>
      'layer' in child ? graph.layers[child.layer]?.path : graph.blocks[child.block]?.path,
    );
    const reserved = new Set(own.map((path) => lastOf(path ?? '')));
    let [at, flow, hasParameters] = [block.input, input, false];
    for (const child of live) {
      if ('layer' in child) {
        const layer = this.layerOf(child.layer);
        if (layer.op.group === 'join' || layer.inputs.length !== 1 || layer.inputs[0] !== at) return undefined;
        const { steps, output } = this.modulesOf(layer, flow);
        const name = lastOf(layer.path);
        const main = steps.find(({ call }) => call === undefined) ?? steps.find(({ role }) => role !== 'unflatten');
        for (const step of steps) {
          if (step === main) add(name, step.module);
          else {
            let free = `${name}_${step.role === 'activation' ? activationName(layer) : step.role}`;
            while (reserved.has(free)) free += '_';
            add(free, step.module);
          }
        }
        hasParameters ||= steps.some(({ call }) => call === undefined);
        [at, flow] = [layer.id, output];
        this.flows.set(layer.id, output);
        continue;
      }
      const inner = present(graph.blocks[child.block], 'block');
      const unit = this.context.units.get(inner.id);
      if (unit !== undefined) {
        if (unit.inputs.length !== 1 || unit.inputs[0] !== at) return undefined;
        add(lastOf(inner.path), [this.instance(unit)]);
        flow = this.resultOf(unit, undefined);
        hasParameters = true;
      } else {
        if ((inner.kind !== 'repeat' && inner.kind !== 'turn') || inner.input !== at) return undefined;
        const chain = this.chainOf(inner, flow);
        if (chain === undefined) return undefined;
        add(lastOf(inner.path), [chain.chain]);
        flow = chain.output;
        hasParameters ||= chain.hasParameters;
      }
      at = inner.result;
      this.flows.set(at, flow);
    }
    return at === block.result ? { chain: { kind: 'chain', modules }, output: flow, hasParameters } : undefined;
  }

  private modulesOf(layer: Layer, input: Flow): LayerModules {
    const [height, width] = this.shape(layer.id);
    return modulesOf({
      layer,
      input,
      size: [height, width],
      isByChannel: this.context.order.isByChannel(layer.id),
      leavesOutSoftmax: this.context.logits.has(layer.id),
      slot: (value, hint, parameter, axis) => ({
        kind: 'slot',
        value,
        hint,
        written: parameter === undefined ? undefined : this.written(layer, input, value, parameter, axis),
      }),
    });
  }

  /** The number as the call has it, where it gives the same. */
  private written(
    layer: Layer,
    input: Flow,
    value: number,
    parameter: string,
    axis: 0 | 1 | undefined,
  ): Num | undefined {
    const found = this.context.design.callAt(layer.origin);
    const expression = found && argumentOf(found.call, layer.op.parameters, parameter);
    const part = expression && axis !== undefined ? ofAxis(expression, axis) : expression;
    if (part === undefined) return undefined;
    const block = present(this.context.network.graph.blocks[layer.block], 'block');
    const number = numberOf(part, (name) => this.lookUp(name, block, input.channels));
    return number?.value === value ? number : undefined;
  }

  /** What a name stands for in a block of this unit. */
  private lookUp(name: string, from: Block, channels: Num | undefined): Num | undefined {
    const { graph } = this.context.network;
    let isOwn = false;
    for (let block: Block | undefined = from; block !== undefined; block = graph.blocks[block.parent ?? -1]) {
      isOwn ||= block === this.block;
      const value = block.bindings.get(name);
      if (value !== undefined) {
        if (typeof value !== 'number') return undefined;
        if (block.kind === 'network' || (block.kind === 'turn' && !isOwn)) return fixed(value);
        return this.constant(name, value, block, channels) ?? { kind: 'name', name, value };
      }
      if (block.bindings.has(name)) return undefined;
      if (block.kind === 'module' || block.kind === 'network') break;
    }
    if (name === 'channels') return channels;
    const value = this.context.design.topLevel(this.bodyFile(), name);
    return value === undefined ? undefined : fixed(value);
  }

  /** A constant of a module's body as what it was written as; undefined where it is a parameter. */
  private constant(name: string, value: number, block: Block, channels: Num | undefined): Num | undefined {
    if (block.kind !== 'module' || block.module === undefined) return undefined;
    const declaration = this.context.design.moduleNamed(this.bodyFile(), block.module);
    if (declaration === undefined || declaration.parameters.some((one) => one.name.text === name)) return undefined;
    const expression = this.context.design.constantIn(declaration, name);
    if (expression === undefined) return undefined;
    // `channels` in it are those where it stands.
    const number = numberOf(expression, (inner) =>
      inner === 'channels' || inner === name ? undefined : this.lookUp(inner, block, channels),
    );
    return number?.value === value ? number : undefined;
  }

  // ---- Variables ----

  /** `home`: the variable of the branch it stands in. `label`: what the value is called where it needs a name. */
  private assign(id: LayerId, code: Code, flow: Flow, rank: number, home: string | undefined, label: string): void {
    const name = home === undefined ? this.flowName(id, rank, label) : this.homeName(home, rank);
    const isHead = this.context.rank(id) !== id;
    (isHead ? this.training : this.forward).push({ target: name, code });
    this.lastRead.delete(name);
    this.setValue(id, name, flow);
  }

  private isFree(name: string, rank: number): boolean {
    return (this.lastRead.get(name) ?? 0) <= rank;
  }

  /** The flow is `x`; what is read again later has a name. */
  private flowName(id: LayerId, rank: number, label: string): string {
    const last = this.lastReads.get(id) ?? 0;
    const isKept = last > this.until && last !== Number.POSITIVE_INFINITY;
    return !isKept && this.isFree('x', rank) ? 'x' : this.unique(pythonName(label));
  }

  private homeName(home: string, rank: number): string {
    return this.isFree(home, rank) ? home : this.unique(home);
  }

  private alias(id: LayerId, { name }: Value, flow: Flow): void {
    this.setValue(id, name, flow);
  }

  private setValue(id: LayerId, name: string, flow: Flow): void {
    this.values.set(id, { name, flow });
    this.flows.set(id, flow);
    this.lastRead.set(name, Math.max(this.lastRead.get(name) ?? 0, this.lastReads.get(id) ?? 0));
  }

  private value(id: LayerId): Value {
    return present(this.values.get(id), `value of ${this.context.network.graph.layers[id]?.path}`);
  }

  private unique(name: string): string {
    let free = name;
    for (let i = 2; this.taken.has(free); i++) free = `${name}_${i}`;
    this.taken.add(free);
    return free;
  }

  private rankOf(child: BlockChild): number {
    if ('layer' in child) return this.context.rank(child.layer);
    const live = layersIn(this.context.network.graph, child.block).filter((id) => this.context.isLive.has(id));
    return Math.max(...live.map((id) => this.context.rank(id)));
  }

  private blockOf(id: BlockId): Block {
    return present(this.context.network.graph.blocks[id], 'block');
  }

  private layerOf(id: LayerId): Layer {
    return present(this.context.network.graph.layers[id], 'layer');
  }

  /** The module of a path; the levels it stands in are made as they are met. */
  private attribute(path: string): string {
    const levels = path.slice(this.block.path === '' ? 0 : this.block.path.length + 1).split('/');
    let at = 'self';
    levels.forEach((level, i) => {
      at = member(at, level);
      if (i === levels.length - 1 || this.namespaces.has(at)) return;
      this.namespaces.add(at);
      this.modules.push({ target: at, code: ['nn.Module()'] });
    });
    return at;
  }
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function activationName(layer: Layer): string {
  const { activation } = layer.attributes;
  const isLayer = activation !== null && typeof activation === 'object' && 'kind' in activation;
  return isLayer ? activation.op.name : (wordOf(layer.attributes, 'activation') ?? 'activation');
}
