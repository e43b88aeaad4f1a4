/**
 * Reads a Keras model from its JSON, of Keras 2 or 3, from an HDF5 file or a `.keras` archive, and a TensorFlow.js layers
 * model, the last three with their weights. Functional and sequential models, also inside one another. What each layer
 * is, is in read-layers.ts.
 */

import { phrase } from '../../base/diagnostic';
import { readHdf5 } from '../hdf5/hdf5';
import {
  type ForeignNetwork,
  type ForeignOutput,
  ImportError,
  Inexpressible,
  type KnownShape,
  type Missing,
  type ReadOptions,
} from '../import/foreign-network';
import { identifier, pathOfPart } from '../import/names';
import { NetworkBuilder } from '../import/network-builder';
import { withWholeFunctions } from '../import/whole-functions';
import { isZip, readZip } from '../zip';
import { isList, isRecord, type Json, type JsonRecord, recordIn, textIn, valueIn } from './json';
import type { KerasValue, LayerRequest, Moved } from './layer-request';
import { layersIn, type ModelWeights, nameOf, weightsByName, weightsInGroups, weightsInOrder } from './model-weights';
import { operationOf, turnOperation } from './operations';
import { turnLayer } from './read-layers';
import { movers, noImage } from './read-moves';
import { readTfjsWeights } from './tfjs-weights';

/** Models inside one another. */
const mostDepth = 20;

/** Calls of models inside others: each may be called several times by each that has it. */
const mostCalls = 10_000;

/** The JSON of a model, which may be one of TensorFlow.js. Throws an `ImportError`. */
export async function readKeras(text: string, options: ReadOptions): Promise<ForeignNetwork> {
  const file = parsed(text);
  const topology = isRecord(valueIn(file, 'modelTopology')) ? recordIn(file, 'modelTopology') : file;
  const { weights, readBeside } = options;
  const manifest = weights === undefined ? valueIn(file, 'weightsManifest') : undefined;
  const tensors = manifest === undefined ? undefined : await readTfjsWeights(manifest, readBeside);
  return readModel(
    { file, topology, version: textIn(topology, 'keras_version'), format: tensors === undefined ? 'keras' : 'tfjs' },
    tensors !== undefined ? () => weightsByName(tensors) : weights && ((model) => weightsInFile(weights, model)),
    options,
  );
}

/** A model that was saved as HDF5. Throws an `ImportError`. */
export function readKerasHdf5(bytes: Uint8Array, options: ReadOptions): ForeignNetwork {
  const file = readHdf5(bytes);
  const [text] = file.texts('model_config') ?? [];
  if (text === undefined) throw new ImportError({ code: 'foreign.weights-alone', values: {} });
  const [version = ''] = file.texts('keras_version') ?? [];
  const config = parsed(text);
  return readModel(
    { file: config, topology: config, version, format: 'keras' },
    () => (options.weights === undefined ? weightsInGroups(file) : weightsInFile(options.weights, config)),
    options,
  );
}

/** A `.keras` archive. Throws an `ImportError`. */
export function readKerasArchive(bytes: Uint8Array, options: ReadOptions): ForeignNetwork {
  const entries = readZip(bytes);
  const json = (name: string): JsonRecord | undefined => {
    const entry = entries.get(name);
    return entry && parsed(new TextDecoder('utf-8').decode(entry.bytes()));
  };
  const config = json('config.json');
  if (config === undefined) throw new ImportError({ code: 'foreign.no-model', values: {} });
  const version = textIn(json('metadata.json') ?? {}, 'keras_version');
  const weights = options.weights ?? entries.get('model.weights.h5')?.bytes();
  return readModel(
    { file: config, topology: config, version, format: 'keras' },
    weights && ((model) => weightsInFile(weights, model)),
    options,
  );
}

/** HDF5 with a group for each layer, or by class and order; also in an archive. */
function weightsInFile(bytes: Uint8Array, model: JsonRecord): ModelWeights {
  const file = readHdf5(isZip(bytes) ? (readZip(bytes).get('model.weights.h5')?.bytes() ?? bytes) : bytes);
  const isInOrder = ['layers', '_layer_checkpoint_dependencies'].some((name) => file.members.includes(name));
  return isInOrder ? weightsInOrder(file, layersIn(model)) : weightsInGroups(file);
}

interface KerasFile {
  readonly file: JsonRecord;
  /** The model, or what holds it. */
  readonly topology: JsonRecord;
  /** Empty where the file says none. */
  readonly version: string;
  readonly format: 'keras' | 'tfjs';
}

function readModel(
  { file, topology, version, format }: KerasFile,
  weightsOf: ((model: JsonRecord) => ModelWeights) | undefined,
  { size }: ReadOptions,
): ForeignNetwork {
  const model = isRecord(valueIn(topology, 'model_config')) ? recordIn(topology, 'model_config') : topology;
  if (!isRecord(valueIn(model, 'config')) && !isList(valueIn(model, 'config'))) {
    throw new ImportError({ code: 'foreign.no-model', values: {} });
  }
  const isOurs = /^incept\b/.test(textIn(file, 'generatedBy'));
  const reading = new Reading(format, weightsOf?.(model), size, isModern(model, version), isOurs);
  reading.network(model, isOurs ? recordIn(recordIn(file, 'signature'), 'outputs') : {});
  return reading.finish(textIn(recordIn(model, 'config'), 'name'), producerOf(file, version));
}

function parsed(text: string): JsonRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (problem) {
    throw new ImportError({ code: 'map.json', values: { reason: problem instanceof Error ? problem.message : '' } });
  }
  if (!isRecord(value as Json)) throw new ImportError({ code: 'map.object', values: {} });
  return value as JsonRecord;
}

/** Keras 3, which says the module of each class. */
function isModern(model: JsonRecord, version: string): boolean {
  return version === '' ? valueIn(model, 'module') !== undefined : version.startsWith('3');
}

function producerOf(file: JsonRecord, version: string): string | null {
  const by = textIn(file, 'generatedBy');
  if (by !== '') return by;
  return version === '' ? null : `keras ${version}`;
}

/** A tensor of a model: a result of a call of a layer. Only models inside have more than one. */
interface Tensor {
  readonly name: string;
  readonly call: number;
  readonly result: number;
}

const keyOf = ({ name, call, result }: Tensor): string => `${call} ${result} ${name}`;

const isModel = (layer: JsonRecord): boolean =>
  ['Functional', 'Model', 'Sequential'].includes(textIn(layer, 'class_name'));

/** A model whose layers are read. */
interface Scope {
  /** Of their names. */
  readonly prefix: string;
  readonly weights: ModelWeights | undefined;
  readonly depth: number;
}

class Reading {
  private readonly builder = new NetworkBuilder();
  private readonly missing: Missing[] = [];
  private readonly notes: ForeignNetwork['notes'][number][] = [];
  private readonly outputs: ForeignOutput[] = [];
  private readonly beside: KerasValue[] = [];
  private readonly labels = new Map<number, string>();
  private calls = 0;
  private nodes: ReadonlySet<string> = new Set();

  constructor(
    private readonly format: KerasFile['format'],
    private readonly weights: ModelWeights | undefined,
    private readonly size: KnownShape | undefined,
    private readonly isModern: boolean,
    /** Written from a network in our terms. */
    private readonly isOurs: boolean,
  ) {}

  /** `named` has the layers that are outputs of other names. */
  network(model: JsonRecord, named: JsonRecord): void {
    if (this.isOurs) this.nodes = new Set(layersIn(model).map(nameOf));
    const names = new Map(
      Object.entries(named).map(([name, layer]) => [isRecord(layer) ? textIn(layer, 'name') : '', name] as const),
    );
    for (const [name, value] of this.model(model, undefined, { prefix: '', weights: this.weights, depth: 0 })) {
      if (value?.moved !== undefined) this.tellMoved(value.moved);
      if (value !== undefined) this.output(names.get(name) ?? name, value);
    }
  }

  /** Once for each layer. */
  private tellMoved(moved: Moved): void {
    const { node, type: op } = moved;
    if (this.missing.some((missing) => missing.node === node)) return;
    this.missing.push({ node, op, reason: noImage(moved).reason });
  }

  /** The results of a model, by their names; `inputs` are those of one inside of another. */
  private model(
    model: JsonRecord,
    inputs: readonly (KerasValue | undefined)[] | undefined,
    scope: Scope,
  ): readonly (readonly [string, KerasValue | undefined])[] {
    if (scope.depth > mostDepth) throw new ImportError({ code: 'foreign.no-model', values: {} });
    const layers = layersIn(model);
    if (layers.length === 0) throw new ImportError({ code: 'foreign.no-layers', values: {} });
    return textIn(model, 'class_name') === 'Sequential'
      ? this.sequence(layers, inputs?.[0], inputs !== undefined, scope)
      : this.graph(recordIn(model, 'config'), layers, inputs, scope);
  }

  private sequence(
    layers: readonly JsonRecord[],
    input: KerasValue | undefined,
    isInside: boolean,
    scope: Scope,
  ): readonly (readonly [string, KerasValue | undefined])[] {
    let value = input;
    let isStarted = isInside;
    let name = '';
    for (const layer of layers) {
      if (!isStarted) {
        value = this.input(layer, firstLayer(layer));
        isStarted = true;
      }
      if (textIn(layer, 'class_name') === 'InputLayer') continue;
      name = nameOf(layer);
      value = isModel(layer) ? this.inside(layer, [value], scope)[0]?.[1] : this.call(layer, [value], scope);
    }
    return [[name, value]];
  }

  private graph(
    config: JsonRecord,
    layers: readonly JsonRecord[],
    inputs: readonly (KerasValue | undefined)[] | undefined,
    scope: Scope,
  ): readonly (readonly [string, KerasValue | undefined])[] {
    const known = new Map<string, KerasValue | undefined>();
    const given = [...(inputs ?? [])];
    for (const layer of layers) {
      if (textIn(layer, 'class_name') !== 'InputLayer') continue;
      const tensor = { name: nameOf(layer), call: 0, result: 0 };
      known.set(keyOf(tensor), inputs === undefined ? this.input(layer, layer) : given.shift());
    }
    const calls = layers.flatMap((layer) => callsOf(layer).map((given, call) => ({ layer, ...given, call })));
    const outputs = tensorsIn(valueIn(config, 'output_layers'));
    const isRead = new Set([...calls.flatMap(({ operands }) => tensorsOf(operands)), ...outputs].map(keyOf));
    const results = (one: (typeof calls)[number]): readonly (readonly [string, KerasValue | undefined])[] => {
      const { layer, operands, call } = one;
      const values = operands.map((operand) => (typeof operand === 'number' ? operand : known.get(keyOf(operand))));
      const name = nameOf(layer);
      if (!isModel(layer)) return [[keyOf({ name, call, result: 0 }), this.call(layer, values, scope, one)]];
      // A model has been called when it was made, which many versions count.
      const own = call + (isRead.has(keyOf({ name, call: 0, result: 0 })) ? 0 : 1);
      return this.inside(layer, values, scope).map(([, value], result) => [keyOf({ name, call: own, result }), value]);
    };
    const waiting = new Map(
      calls.map((one, at) => {
        const keys = tensorsOf(one.operands).map(keyOf);
        return [one, { at, unknown: new Set(keys.filter((key) => !known.has(key))) }];
      }),
    );
    const readers = new Map<string, (typeof calls)[number][]>();
    for (const [one, { unknown }] of waiting) {
      for (const key of unknown) {
        const others = readers.get(key);
        if (others === undefined) readers.set(key, [one]);
        else others.push(one);
      }
    }
    // In the file's order, which is one of execution nearly always; what comes too early follows what it waits for.
    for (const [at, first] of calls.entries()) {
      const ready = waiting.get(first)?.unknown.size === 0 ? [first] : [];
      for (let one = ready.pop(); one !== undefined; one = ready.pop()) {
        waiting.delete(one);
        for (const [key, value] of results(one)) {
          known.set(key, value);
          for (const reader of readers.get(key) ?? []) {
            const own = waiting.get(reader);
            if (own?.unknown.delete(key) && own.unknown.size === 0 && own.at < at) ready.push(reader);
          }
        }
      }
    }
    const [left] = waiting.keys();
    if (left !== undefined) {
      const missing = tensorsOf(left.operands).find((tensor) => !known.has(keyOf(tensor)));
      const values = { node: nameOf(left.layer), name: missing?.name ?? '' };
      throw new ImportError({ code: 'foreign.no-blob', values });
    }
    return outputs.map((tensor) => [tensor.name, known.get(keyOf(tensor))] as const);
  }

  /** The results of a model that is a layer of another. */
  private inside(
    layer: JsonRecord,
    operands: readonly (KerasValue | number | undefined)[],
    { prefix, weights, depth }: Scope,
  ): readonly (readonly [string, KerasValue | undefined])[] {
    if (++this.calls > mostCalls) {
      if (this.calls === mostCalls + 1) {
        const reason = phrase('foreign.many', { limit: mostCalls });
        this.missing.push({ node: `${prefix}${nameOf(layer)}`, op: textIn(layer, 'class_name'), reason });
      }
      const outputs = tensorsIn(valueIn(recordIn(layer, 'config'), 'output_layers'));
      return outputs.length === 0 ? [['', undefined]] : outputs.map(({ name }) => [name, undefined]);
    }
    const inputs = operands.filter((operand) => typeof operand !== 'number');
    const inner = { prefix: `${prefix}${nameOf(layer)}/`, weights: weights?.inside(layer), depth: depth + 1 };
    return this.model(layer, inputs, inner);
  }

  /** `call` counts those of the layer before. */
  private call(
    layer: JsonRecord,
    operands: readonly (KerasValue | number | undefined)[],
    scope: Scope,
    { named, call }: Pick<KerasCall, 'named'> & { readonly call: number } = { named: {}, call: 0 },
  ): KerasValue | undefined {
    const { prefix, weights } = scope;
    const name = `${prefix}${nameOf(layer)}`;
    const type = textIn(layer, 'class_name');
    const given = operands.filter((operand) => operand !== undefined);
    const inputs = operands.filter((operand) => typeof operand !== 'number');
    const known = inputs.filter((input) => input !== undefined);
    if (known.length < inputs.length) {
      this.beside.push(...known);
      return undefined;
    }
    for (const { moved } of known) {
      if (moved === undefined || movers.has(type)) continue;
      this.tellMoved(moved);
      for (const value of known) this.cut(value);
      return undefined;
    }
    try {
      const before = this.builder.layers.length;
      const config = recordIn(layer, 'config');
      const { builder, isModern, notes } = this;
      const request: LayerRequest = {
        builder,
        name: this.isOurs ? pathOfPart(name, this.nodes, '.') : name,
        type,
        config,
        inputs: known,
        operands: given,
        named,
        module: textIn(layer, 'module'),
        isModern,
        weight: weights && ((weight) => weights.find(layer, weight)),
        notes,
      };
      const operation = operationOf(request);
      const value = operation === undefined ? turnLayer(request) : turnOperation(request, operation);
      const made = builder.layers.slice(before);
      for (const at of made.keys()) this.labels.set(before + at, name);
      // The language has no weights that two layers share.
      if (call > 0 && made.some(({ op }) => op.weights !== undefined))
        notes.push(phrase('foreign.copied', { node: name }));
      return value;
    } catch (problem) {
      if (!(problem instanceof Inexpressible)) throw problem;
      this.missing.push({ node: name, op: type, reason: problem.reason });
      for (const value of known) this.cut(value);
      return undefined;
    }
  }

  private input(layer: JsonRecord, described: JsonRecord): KerasValue | undefined {
    const name = nameOf(layer);
    if (this.builder.layers.length > 0) return undefined;
    const config = recordIn(described, 'config');
    const shape = valueIn(config, 'batch_input_shape') ?? valueIn(config, 'batch_shape');
    const dims = (isList(shape) ? shape : []).slice(1);
    const [height, width, channels] = this.size ?? dims;
    if (dims.length !== 3) {
      throw new ImportError({
        code: 'foreign.input-shape',
        values: { name, shape: dims.map((one) => String(one ?? '?')).join(', ') },
      });
    }
    if (typeof height !== 'number' || typeof width !== 'number' || typeof channels !== 'number') {
      throw new ImportError({ code: 'foreign.input-size', values: { name } });
    }
    if (![height, width, channels].every((side) => Number.isSafeInteger(side) && side > 0)) {
      throw new ImportError({
        code: 'foreign.input-shape',
        values: { name, shape: [height, width, channels].join(', ') },
      });
    }
    return {
      layer: this.builder.input(textIn(layer, 'class_name') === 'InputLayer' ? name : 'input', [
        height,
        width,
        channels,
      ]),
      isList: false,
    };
  }

  private cut(value: KerasValue): void {
    this.output(this.labels.get(value.layer) ?? '', value);
  }

  private output(name: string, { layer }: KerasValue): void {
    const said = identifier(name);
    if (layer === 0 || this.outputs.some((output) => output.layer === layer || output.name === said)) return;
    this.outputs.push({ name: said, layer });
  }

  finish(name: string, producer: string | null): ForeignNetwork {
    const read = new Set(this.builder.layers.flatMap(({ inputs }) => inputs));
    for (const value of this.beside) if (!read.has(value.layer)) this.cut(value);
    const [first] = this.missing;
    if (this.outputs.length === 0) {
      if (first === undefined) throw new ImportError({ code: 'foreign.no-output', values: {} });
      throw new ImportError({
        code: 'foreign.nothing',
        values: { node: first.node, op: first.op, reason: first.reason },
      });
    }
    return withWholeFunctions({
      source: { format: this.format, producer, opset: null },
      name,
      layers: this.builder.layers,
      outputs: this.outputs,
      hasWeights: this.weights !== undefined,
      isByName: this.isOurs,
      missing: this.missing,
      notes: this.notes,
      preprocessing: [],
    });
  }
}

/** The layer that says the input's shape, which may be the first of a model inside. */
function firstLayer(layer: JsonRecord, depth = 0): JsonRecord {
  const inner = valueIn(recordIn(layer, 'config'), 'layers');
  const [first] = isList(inner) && depth < mostDepth ? inner : [];
  return isRecord(first) ? firstLayer(first, depth + 1) : layer;
}

/** What a call of a layer reads, in its order: tensors and numbers. */
interface KerasCall {
  readonly operands: readonly (Tensor | number)[];
  /** Arguments by name. */
  readonly named: JsonRecord;
}

function tensorsOf(operands: KerasCall['operands']): Tensor[] {
  return operands.filter((operand) => typeof operand !== 'number');
}

/** Names that second operands have in Keras' and TensorFlow's functions. */
const secondOperands = ['y', 'x2', 'b'];

function callsOf(layer: JsonRecord): KerasCall[] {
  const nodes = valueIn(layer, 'inbound_nodes');
  return (isList(nodes) ? nodes : []).map((node) => {
    // Keras 3 has arguments with tensors somewhere in them, Keras 2 lists of names.
    if (isRecord(node)) {
      const named = recordIn(node, 'kwargs');
      const second = secondOperands.flatMap((name) => operandsIn(valueIn(named, name), 0));
      return { operands: [...operandsIn(valueIn(node, 'args'), 0), ...second], named };
    }
    const [first] = isList(node) && isList(node[0]) ? node : [node];
    const last = isList(first) ? first[3] : undefined;
    const named = isRecord(last) ? last : {};
    const second = secondOperands.flatMap((name) => {
      const value = valueIn(named, name);
      return typeof value === 'number' ? [value] : operandsOf(value);
    });
    return { operands: [...operandsOf(node), ...second], named };
  });
}

/** Of Keras 2, where a first operand may be a number: `["_CONSTANT_VALUE", -1, 1.0, {"y": ["name", 0, 0]}]`. */
function operandsOf(value: Json | undefined): readonly (Tensor | number)[] {
  if (!isList(value)) return [];
  const [name, , constant] = value;
  if (name === '_CONSTANT_VALUE') return typeof constant === 'number' ? [constant] : [];
  if (typeof name === 'string') return tensorsIn(value);
  return value.flatMap((item) => (isList(item) && typeof item[0] === 'string' ? operandsOf(item) : []));
}

/** Of Keras 3. */
function operandsIn(value: Json | undefined, depth: number): readonly (Tensor | number)[] {
  if (depth > mostDepth) return [];
  if (typeof value === 'number') return [value];
  if (isList(value)) return value.flatMap((item) => operandsIn(item, depth + 1));
  if (!isRecord(value) || textIn(value, 'class_name') !== '__keras_tensor__') return [];
  return tensorsIn(valueIn(recordIn(value, 'config'), 'keras_history'));
}

/** `["name", 0, 0]`, or a list of such. */
function tensorsIn(value: Json | undefined): readonly Tensor[] {
  if (!isList(value)) return [];
  const [name, call, result] = value;
  const numberOf = (one: Json | undefined) => (typeof one === 'number' ? one : 0);
  if (typeof name === 'string') return [{ name, call: numberOf(call), result: numberOf(result) }];
  return value.flatMap((item) => (isList(item) && typeof item[0] === 'string' ? tensorsIn(item) : []));
}
