/**
 * The foreign formats as one table: how they are called, which endings their files have, and what can be done with
 * them. Whoever reads or writes a network asks here and knows no format by name; files of weights alone are read by
 * weight-readers.ts. A writer is loaded when it is used.
 */

import type { Analysis, NetworkAnalysis } from '../analysis/analysis';
import type { Refusal } from '../base/diagnostic';
import type { NamedTensor } from '../base/tensor';
import { type ForeignNetwork, ImportError, type ReadOptions } from './import/foreign-network';
import { networkWeights } from './network-weights';
import { writeSafetensors } from './safetensors';
import type { Written } from './written';
import { isZip } from './zip';

export interface WriteOptions {
  /** Of this program. */
  readonly version: string;
  /** Images at once: a number, or a name for any number. */
  readonly batch: number | string;
  /** The network's own, for formats that keep what its text says. */
  readonly analysis: Analysis;
  /** Levels of blocks that a picture shows open; all without it. */
  readonly depth?: number;
}

export interface Format {
  readonly name: string;
  /** With the dot. */
  readonly endings: readonly string[];
  /** Is written as a folder of files. */
  readonly isFolder?: true;
  /** What is written holds the weights of the network, which must be known whole. */
  readonly hasWeights?: true;
  /** A network with weights of the names and shapes of `networkWeights`; other tensors are left out. */
  readonly write?: (
    network: NetworkAnalysis,
    weights: readonly NamedTensor[],
    options: WriteOptions,
  ) => Promise<Written>;
  /** A network of another framework; its reader is loaded when it is used. */
  readonly readNetwork?: ReadNetwork;
  /** Of the files that it reads, where they are others than those that are written. */
  readonly networkEndings?: readonly string[];
  /** Its weights may stand in a second file. */
  readonly hasWeightsApart?: true;
}

/** A file of another framework's network. */
export type ReadNetwork = (
  bytes: Uint8Array,
  options: ReadOptions,
) => Promise<{ readonly network: ForeignNetwork } | { readonly refusal: Refusal }>;

export interface ImportableFormat {
  readonly name: string;
  readonly endings: readonly string[];
  readonly readNetwork: ReadNetwork;
  readonly hasWeightsApart: boolean;
}

export type WritableFormat = Format & Required<Pick<Format, 'write'>>;

const onnx: Format = {
  name: 'onnx',
  endings: ['.onnx'],
  hasWeights: true,
  readNetwork: (bytes, options) =>
    refusing(async () => {
      const { readOnnx } = await import('./late');
      return readOnnx(bytes, options);
    }),
  async write(network, weights, options) {
    const { exportOnnx } = await import('./late');
    return exportOnnx(network, new Map(weights.map((tensor) => [tensor.name, tensor])), options);
  },
};

const safetensors: Format = {
  name: 'safetensors',
  endings: ['.safetensors'],
  hasWeights: true,
  async write(network, weights) {
    const wanted = new Set(networkWeights(network, network.all.layers).map(({ name }) => name));
    const own = weights.filter(({ name }) => wanted.has(name));
    return { bytes: writeSafetensors(own, { format: 'incept', network: network.name }) };
  },
};

/** A Python program is written; models are read as they were saved. */
const keras: Format = {
  name: 'keras',
  endings: ['.py'],
  networkEndings: ['.h5', '.hdf5', '.keras'],
  hasWeightsApart: true,
  readNetwork: (bytes, options) =>
    refusing(async () => {
      const { readKerasArchive, readKerasHdf5 } = await import('./keras/read-keras');
      return isZip(bytes) ? readKerasArchive(bytes, options) : readKerasHdf5(bytes, options);
    }),
  async write(network, _weights, { version }) {
    const { exportKeras } = await import('./late');
    return exportKeras(network, version);
  },
};

/** model.json and weights.bin. */
const tfjs: Format = {
  name: 'tfjs',
  endings: [],
  isFolder: true,
  hasWeights: true,
  networkEndings: ['.json'],
  hasWeightsApart: true,
  readNetwork: (bytes, options) =>
    refusing(async () => {
      const { readKeras } = await import('./late');
      return readKeras(new TextDecoder('utf-8').decode(bytes), options);
    }),
  async write(network, weights, { version }) {
    const { exportTfjs } = await import('./late');
    return exportTfjs(network, new Map(weights.map((tensor) => [tensor.name, tensor])), version);
  },
};

const dot: Format = {
  name: 'dot',
  endings: ['.dot', '.gv'],
  async write(network, _weights, { depth }) {
    const { dotText, graphDocument } = await import('./late');
    return { text: dotText(graphDocument(network, depth)) };
  },
};

const mermaid: Format = {
  name: 'mermaid',
  endings: ['.mmd', '.mermaid'],
  async write(network, _weights, { depth }) {
    const { mermaidText, graphDocument } = await import('./late');
    return { text: mermaidText(graphDocument(network, depth)) };
  },
};

const json: Format = {
  name: 'json',
  endings: ['.json'],
  async write(network, _weights, { depth }) {
    const { graphDocument } = await import('./late');
    return { document: graphDocument(network, depth) };
  },
};

/** What draws the network as nodes and edges. */
export const graphFormats: readonly WritableFormat[] = [dot, mermaid, json].filter(isWritable);

const caffe: Format = {
  name: 'caffe',
  endings: ['.prototxt'],
  hasWeightsApart: true,
  readNetwork: (bytes, options) =>
    refusing(async () => {
      const { readCaffe } = await import('./late');
      return readCaffe(new TextDecoder('utf-8').decode(bytes), options);
    }),
  async write(network, _weights, { version }) {
    const { exportCaffe } = await import('./late');
    return exportCaffe(network, version);
  },
};

/** The weights that go with the prototxt. */
const caffemodel: Format = {
  name: 'caffemodel',
  endings: ['.caffemodel'],
  hasWeights: true,
  async write(network, weights) {
    const { exportCaffemodel } = await import('./late');
    return exportCaffemodel(network, new Map(weights.map((tensor) => [tensor.name, tensor])));
  },
};

async function refusing(read: () => Promise<ForeignNetwork>): ReturnType<ReadNetwork> {
  try {
    return { network: await read() };
  } catch (problem) {
    if (problem instanceof ImportError) return { refusal: problem.refusal };
    throw problem;
  }
}

/** NAME.py, NAME.safetensors and train.py. */
const pytorch: Format = {
  name: 'pytorch',
  endings: [],
  isFolder: true,
  hasWeights: true,
  async write(network, weights, { analysis, version }) {
    const { exportPytorch } = await import('./late');
    return exportPytorch(analysis, network, new Map(weights.map((tensor) => [tensor.name, tensor])), version);
  },
};

const formats: readonly Format[] = [onnx, safetensors, pytorch, keras, tfjs, dot, mermaid, json, caffe, caffemodel];

export const importableFormats: readonly ImportableFormat[] = formats.flatMap(
  ({ name, endings, networkEndings = endings, hasWeightsApart = false, readNetwork }) =>
    readNetwork === undefined ? [] : [{ name, endings: networkEndings, hasWeightsApart, readNetwork }],
);

export const writableFormats: readonly WritableFormat[] = formats.filter(isWritable);

function isWritable(format: Format): format is WritableFormat {
  return format.write !== undefined;
}
