/**
 * A network as a function that makes a Keras 3 model: functional code, one line a layer, under the layers' paths with dots. What
 * Keras has no layer for is a class of its own at the head. docs/export.md is the user's view.
 */

import { blockCallText } from '../../advice/call-text';
import type { NetworkAnalysis } from '../../analysis/analysis';
import { present } from '../../base/assert';
import { docstring, pythonName, pythonString } from '../python-names';
import { whyNotWritten } from '../whole-network';
import type { Written } from '../written';
import { kerasNetwork } from './keras-layers';
import type { KerasNetwork, KerasNode } from './keras-network';
import { ownLayers } from './own-layers';

/** Arguments that are written by their place. */
const placed: Readonly<Record<string, readonly string[]>> = {
  Conv2D: ['filters', 'kernel_size'],
  Conv2DTranspose: ['filters', 'kernel_size'],
  SeparableConv2D: ['filters', 'kernel_size'],
  DepthwiseConv2D: ['kernel_size'],
  Dense: ['units'],
  Activation: ['activation'],
  Dropout: ['rate'],
  Rescaling: ['scale'],
  Reshape: ['target_shape'],
  Permute: ['dims'],
  ZeroPadding2D: ['padding'],
  Cropping2D: ['cropping'],
  MaxPooling2D: ['pool_size'],
  AveragePooling2D: ['pool_size'],
  UpSampling2D: ['size'],
  Resizing: ['height', 'width'],
  GroupNormalization: ['groups'],
};

/** What an argument is where it is not said. */
const standard: Readonly<Record<string, unknown>> = { padding: 'valid', offset: 0, interpolation: 'nearest' };

/** Arguments that are one number where both axes have the same. */
const sizes = new Set(['kernel_size', 'strides', 'dilation_rate', 'pool_size', 'size']);

export function exportKeras(network: NetworkAnalysis, version: string): Written {
  const refusal = whyNotWritten(network);
  if (refusal !== undefined) return { refusal };
  const lowered = kerasNetwork(network, 'keras');
  if ('refusal' in lowered) return lowered;
  return { text: programText(network, withActivations(lowered.network), version) };
}

function programText(network: NetworkAnalysis, { nodes, outputs }: KerasNetwork, version: string): string {
  const variables = new Variables(nodes, outputs);
  const lines: string[] = [];
  let heading = '';
  nodes.forEach((node, i) => {
    const own = headingOf(network, node);
    if (own !== '' && own !== heading) lines.push(`    # ${own}`);
    heading = own;
    const reads = node.inputs.map((input) => variables.of(input));
    lines.push(`    ${variables.name(node, i)} = ${callText(node, reads)}`);
  });
  const results = outputs.map(({ node }) => variables.of(node));
  const body = lines.join('\n');
  const own = ownLayers.filter(({ name }) => body.includes(`= ${name}(`)).map(({ text }) => text);
  const imports = own.some((text) => text.includes('ops.')) ? 'layers, ops' : 'layers';
  const { documentation } = network.declaration;
  const name = pythonName(network.name);
  const [input] = nodes;
  const model = [
    variables.of(present(input, 'input').name),
    results.length === 1 ? results[0] : `[${results.join(', ')}]`,
    `name=${pythonString(network.name)}`,
  ];
  return [
    `# Written by incept ${version} for Keras 3. Images are batch, height, width, channels.\n\n`,
    `import keras\nfrom keras import ${imports}\n\n\n`,
    ...own.map((text) => `${text}\n\n`),
    `def ${name}():\n${documentation === undefined ? '' : docstring(documentation, '    ')}${body}\n`,
    `    return keras.Model(${model.join(', ')})\n\n\n`,
    `if __name__ == "__main__":\n    ${name}().summary()\n`,
  ].join('');
}

/** The flow is `x`; what is read again after the next layer has a name. */
class Variables {
  private readonly names = new Map<string, string>();
  private readonly lastReads = new Map<string, number>();
  private readonly taken = new Set(['x', 'keras', 'layers', 'ops']);
  private flowEnds = -1;

  constructor(nodes: readonly KerasNode[], outputs: KerasNetwork['outputs']) {
    nodes.forEach(({ inputs }, i) => {
      for (const input of inputs) this.lastReads.set(input, i);
    });
    // The model names what it begins and ends with.
    const [input] = nodes;
    for (const node of [present(input, 'input').name, ...outputs.map((output) => output.node)])
      this.lastReads.set(node, Number.POSITIVE_INFINITY);
  }

  of(node: string): string {
    return present(this.names.get(node), node);
  }

  name({ name }: KerasNode, place: number): string {
    const last = this.lastReads.get(name) ?? place;
    const isFlow = last <= place + 1 && this.flowEnds <= place;
    const variable = isFlow ? 'x' : this.free(pythonName(name));
    if (isFlow) this.flowEnds = last;
    this.names.set(name, variable);
    return variable;
  }

  private free(name: string): string {
    let free = name;
    for (let i = 2; this.taken.has(free); i++) free = `${name}_${i}`;
    this.taken.add(free);
    return free;
  }
}

/** An activation behind sums that nothing else reads is an argument of theirs. */
function withActivations({ nodes, outputs }: KerasNetwork): KerasNetwork {
  const readers = new Map<string, number>();
  for (const node of [...nodes.flatMap(({ inputs }) => inputs), ...outputs.map(({ node }) => node)]) {
    readers.set(node, (readers.get(node) ?? 0) + 1);
  }
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const merged = new Map<string, string>();
  const activations = new Map<string, unknown>();
  for (const { name, className, config, inputs, layer } of nodes) {
    const before = byName.get(inputs[0] ?? '');
    const isOwn = className === 'Activation' && before?.layer === layer && readers.get(before.name) === 1;
    if (!isOwn || !/Conv|Dense/.test(before.className)) continue;
    merged.set(name, before.name);
    activations.set(before.name, config.activation);
  }
  const of = (name: string) => merged.get(name) ?? name;
  return {
    nodes: nodes
      .filter(({ name }) => !merged.has(name))
      .map((node) => {
        const activation = activations.get(node.name);
        const config = activation === undefined ? node.config : { ...node.config, activation };
        return { ...node, config, inputs: node.inputs.map(of) };
      }),
    outputs: outputs.map(({ name, node }) => ({ name, node: of(node) })),
  };
}

/** The block of the network's own body that the layer stands in. */
function headingOf({ graph }: NetworkAnalysis, { layer }: KerasNode): string {
  let block = graph.blocks[present(graph.layers[layer], 'layer').block];
  while (block?.parent !== undefined && block.parent !== 0) block = graph.blocks[block.parent];
  if (block === undefined || block.kind === 'network') return '';
  const text = blockCallText(block, graph);
  return text === block.name || block.kind !== 'module' ? text : `${block.name}: ${text}`;
}

function callText({ name, className, config, shape }: KerasNode, reads: readonly string[]): string {
  if (className === 'InputLayer') {
    return `keras.Input(shape=${pythonValue(shape)}, name=${pythonString(name)})`;
  }
  const places = placed[className] ?? [];
  const written = Object.entries(config)
    .filter(([key, value]) => places.includes(key) || (standard[key] !== value && !isOnes(key, value, className)))
    .map(([key, value]) => {
      const text = pythonValue(sizes.has(key) ? oneOrBoth(value) : value);
      return places.includes(key) ? text : `${key}=${text}`;
    });
  const isOurs = ownLayers.some((own) => own.name === className);
  const args = [...written, `name=${pythonString(name)}`].join(', ');
  const input =
    reads.length === 1 && !/^(Concatenate|Add|Multiply)$/.test(className) ? reads[0] : `[${reads.join(', ')}]`;
  return `${isOurs ? '' : 'layers.'}${className}(${args})(${input})`;
}

/** A stride of one is what it is where it is not said, but in pools. */
function isOnes(key: string, value: unknown, className: string): boolean {
  return (
    key === 'strides' && !className.endsWith('Pooling2D') && Array.isArray(value) && value.every((step) => step === 1)
  );
}

function oneOrBoth(value: unknown): unknown {
  return Array.isArray(value) && value[0] === value[1] ? value[0] : value;
}

function pythonValue(value: unknown): string {
  if (typeof value === 'string') return pythonString(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (!Array.isArray(value)) return String(value);
  return `(${value.map(pythonValue).join(', ')}${value.length === 1 ? ',' : ''})`;
}
