/**
 * Reads a Caffe network: a `.prototxt`, for deployment or for training, in today's form or with the older `layers`; and
 * its weights from a `.caffemodel`. Of a network for training the test phase is read; losses are left out, and what goes
 * into them is an output. What each layer is, is in layers.ts.
 */

import { phrase } from '../../base/diagnostic';
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
import { readCaffemodel } from './caffemodel';
import { type CaffeValue, oldTypes, turnLayer } from './layers';
import { parsePrototxt, type TextMessage } from './prototxt';

/** Where images come from in training; the second result is the label. */
const dataTypes = new Set(['Data', 'ImageData', 'MemoryData', 'HDF5Data', 'DummyData', 'WindowData', 'Python']);

const lossTypes = /Loss$|^(Accuracy|Silence)$/;

/** A blob that something was made of; undefined for what the language cannot express. */
type Blobs = Map<string, CaffeValue | undefined>;

/** Throws an `ImportError`. */
export function readCaffe(text: string, { size, weights }: ReadOptions): ForeignNetwork {
  const net = parsePrototxt(text);
  const all = layersOf(net);
  if (all.length === 0) throw new ImportError({ code: 'foreign.no-layers', values: {} });
  const tensors = weights === undefined ? undefined : readCaffemodel(weights);
  const reading = new Reading(net, size, /^# Written by incept\b/.test(text) ? namesOf(all) : undefined);
  for (const layer of all) {
    if (!isInTest(layer)) continue;
    reading.layer(layer, tensors?.get(layer.text('name')), tensors !== undefined);
  }
  return reading.finish();
}

class Reading {
  private readonly builder = new NetworkBuilder();
  private readonly blobs: Blobs = new Map();
  private readonly missing: Missing[] = [];
  private readonly notes: ForeignNetwork['notes'][number][] = [];
  private readonly preprocessing: ForeignNetwork['notes'][number][] = [];
  private readonly outputs: ForeignOutput[] = [];
  /** Blobs that some layer has read since they were made. */
  private readonly isRead = new Set<string>();
  private readonly lastNames = new Map<number, string>();
  private hasWeights = false;
  /** What is known and goes into something that is not: an output if nothing else reads it. */
  private readonly beside: CaffeValue[] = [];

  constructor(
    private readonly net: TextMessage,
    private readonly size: KnownShape | undefined,
    /** Names of the layers, where they say which are one: the file was written from a network in our terms. */
    private readonly nodes: ReadonlySet<string> | undefined,
  ) {
    const [name] = net.texts('input');
    if (name === undefined) return;
    const shape = net.has('input_shape') ? net.messages('input_shape')[0]?.numbers('dim') : net.numbers('input_dim');
    this.input(name, shape ?? []);
    for (const other of net.texts('input').slice(1)) this.blobs.set(other, undefined);
  }

  layer(layer: TextMessage, blobs: Parameters<typeof turnLayer>[0]['blobs'], hasWeights: boolean): void {
    const type = typeOf(layer);
    const tops = layer.texts('top');
    if (type === 'Input' || dataTypes.has(type)) {
      this.source(layer, type, tops);
      return;
    }
    const name = layer.text('name');
    const bottoms = layer.texts('bottom');
    if (lossTypes.test(type)) {
      this.loss(type, name, bottoms);
      return;
    }
    const inputs = bottoms.map((bottom) => {
      if (this.blobs.has(bottom)) return this.blobs.get(bottom);
      throw new ImportError({ code: 'foreign.no-blob', values: { node: name, name: bottom } });
    });
    const known = inputs.filter((input) => input !== undefined);
    for (const bottom of bottoms) this.isRead.add(bottom);
    if (known.length < inputs.length || known.length === 0) {
      for (const top of tops) this.put(top, undefined);
      this.beside.push(...known);
      return;
    }
    try {
      const { builder, nodes, notes } = this;
      const own = nodes === undefined ? name : pathOfPart(name, nodes, '/');
      const results = turnLayer({ builder, layer, type, name: own, inputs: known, blobs, hasWeights, notes });
      for (const [i, top] of tops.entries()) this.put(top, results[i] ?? results[0]);
      for (const { layer: id } of results) if (!this.lastNames.has(id)) this.lastNames.set(id, tops[0] ?? name);
      if (blobs !== undefined) this.hasWeights = true;
    } catch (problem) {
      if (!(problem instanceof Inexpressible)) throw problem;
      this.missing.push({ node: name, op: type, reason: problem.reason });
      for (const top of tops) this.put(top, undefined);
      for (const value of known) this.cut(value);
    }
  }

  finish(): ForeignNetwork {
    const read = new Set(this.builder.layers.flatMap(({ inputs }) => inputs));
    for (const value of this.beside) if (!read.has(value.layer)) this.cut(value);
    for (const [blob, value] of this.blobs) {
      if (value === undefined || value.layer === 0 || this.isRead.has(blob)) continue;
      this.output(blob, value);
    }
    const [first] = this.missing;
    if (this.outputs.length === 0) {
      if (first !== undefined) {
        throw new ImportError({
          code: 'foreign.nothing',
          values: { node: first.node, op: first.op, reason: first.reason },
        });
      }
      throw new ImportError({ code: 'foreign.no-output', values: {} });
    }
    return withWholeFunctions({
      source: { format: 'caffe', producer: null, opset: null },
      name: this.net.text('name'),
      layers: this.builder.layers,
      outputs: this.outputs,
      hasWeights: this.hasWeights,
      isByName: this.nodes !== undefined,
      missing: this.missing,
      notes: this.notes,
      preprocessing: this.preprocessing,
    });
  }

  private put(top: string, value: CaffeValue | undefined): void {
    this.blobs.set(top, value);
    this.isRead.delete(top);
  }

  /** An output for what goes into a node that cannot be expressed. */
  private cut(value: CaffeValue): void {
    if (value.layer !== 0) this.output(this.lastNames.get(value.layer) ?? '', value);
  }

  private output(name: string, value: CaffeValue): void {
    const said = identifier(name);
    if (this.outputs.some((output) => output.layer === value.layer || output.name === said)) return;
    const [height, width, channels] = this.builder.shapeOf(value.layer);
    if (value.isFlat && height * width > 1 && channels > 1) {
      this.missing.push({ node: name, op: 'Flatten', reason: phrase('foreign.flat-order') });
    }
    this.outputs.push({ name: said, layer: value.layer });
  }

  private loss(type: string, name: string, bottoms: readonly string[]): void {
    const [bottom] = bottoms;
    const value = bottom === undefined ? undefined : this.blobs.get(bottom);
    // What is sent there is no output.
    if (type === 'Silence') for (const silent of bottoms) this.isRead.add(silent);
    if (bottom === undefined || value === undefined || !/Loss$/.test(type)) return;
    this.notes.push(phrase('foreign.loss', { node: name, op: type, input: bottom }));
    this.output(bottom, value);
  }

  private source(layer: TextMessage, type: string, tops: readonly string[]): void {
    const [top = 'data', ...others] = tops;
    for (const other of others) this.blobs.set(other, undefined);
    const transform = layer.message('transform_param');
    this.tellPreprocessing(transform);
    if (type === 'Input') {
      this.input(top, layer.message('input_param').messages('shape')[0]?.numbers('dim') ?? []);
      return;
    }
    if (type === 'MemoryData') {
      const data = layer.message('memory_data_param');
      this.input(
        top,
        ['batch_size', 'channels', 'height', 'width'].map((key) => data.number(key, 1)),
      );
      return;
    }
    const [shape] = layer.message('dummy_data_param').messages('shape');
    if (shape !== undefined) {
      this.input(top, shape.numbers('dim'));
      return;
    }
    // In the older form the crop stands with the data itself.
    const crop = [transform, layer.message('data_param'), layer.message('image_data_param')]
      .map((message) => message.number('crop_size', 0))
      .find((side) => side > 0);
    if (crop === undefined) {
      this.input(top, []);
      return;
    }
    const channels = transform.boolean('force_gray', false) ? 1 : 3;
    if (this.size === undefined) this.notes.push(phrase('foreign.channels', { input: top, channels }));
    this.input(top, [1, channels, crop, crop]);
  }

  private tellPreprocessing(transform: TextMessage): void {
    const means = transform.numbers('mean_value');
    if (means.length > 0) this.preprocessing.push(phrase('foreign.mean-values', { values: means.join(', ') }));
    else if (transform.has('mean_file'))
      this.preprocessing.push(phrase('foreign.mean-file', { file: transform.text('mean_file') }));
    const scale = transform.number('scale', 1);
    if (scale !== 1) this.preprocessing.push(phrase('foreign.scale', { factor: scale }));
    if (means.length > 1 || transform.has('mean_file')) this.preprocessing.push(phrase('foreign.bgr'));
  }

  private input(name: string, dims: readonly number[]): void {
    if (this.builder.layers.length > 0) {
      this.blobs.set(name, undefined);
      return;
    }
    const [, channels = 0, height = 1, width = 1] = dims;
    const shape = this.size ?? (dims.length >= 2 ? ([height, width, channels] as const) : undefined);
    if (shape === undefined) throw new ImportError({ code: 'foreign.input-size', values: { name } });
    if (shape.some((side) => !Number.isSafeInteger(side) || side < 1)) {
      throw new ImportError({ code: 'foreign.input-shape', values: { name, shape: dims.join(', ') } });
    }
    this.blobs.set(name, { layer: this.builder.input(name, shape), isFlat: false });
  }
}

function layersOf(net: TextMessage): TextMessage[] {
  return net.has('layer') ? net.messages('layer') : net.messages('layers');
}

/** Without those that only give a result another name. */
function namesOf(layers: readonly TextMessage[]): ReadonlySet<string> {
  return new Set(layers.filter((layer) => typeOf(layer) !== 'Split').map((layer) => layer.text('name')));
}

function typeOf(layer: TextMessage): string {
  const type = layer.text('type');
  return oldTypes.get(type) ?? type;
}

/** Rules of phases, levels and stages, for the test phase without any. */
function isInTest(layer: TextMessage): boolean {
  const meets = (rule: TextMessage): boolean => {
    const phase = rule.text('phase');
    if (phase !== '' && phase !== 'TEST' && phase !== '1') return false;
    if (rule.number('min_level', 0) > 0 || rule.number('max_level', 0) < 0) return false;
    return !rule.has('stage');
  };
  const includes = layer.messages('include');
  if (includes.length > 0) return includes.some(meets);
  return !layer.messages('exclude').some(meets);
}
