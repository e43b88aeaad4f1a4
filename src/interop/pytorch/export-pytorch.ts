/**
 * A network as a PyTorch program: NAME.py with a class for each module, NAME.safetensors with the state dict that fits it,
 * train.py. docs/export.md is the user's view.
 */

import type { Analysis, NetworkAnalysis } from '../../analysis/analysis';
import { present } from '../../base/assert';
import type { NamedTensor } from '../../base/tensor';
import type { Output } from '../../graph/graph';
import { listOrder } from '../list-order';
import { isIdentifier, pythonName } from '../python-names';
import { writeSafetensors } from '../safetensors';
import { whyNotWritten } from '../whole-network';
import type { Written } from '../written';
import { ClassWriter } from './classes';
import { Design } from './design';
import { helperNames, helpersFor } from './prelude';
import { stateDict } from './state-dict';
import { trainingScript } from './training-script';
import { readUnits, type Unit } from './units';

/** Names that Python's import would find in place of the network. */
const modules = new Set(['torch', 'torchvision', 'argparse', 'contextlib', 'os', 'pathlib', 'train', 'safetensors']);

/** `network` is of `analysis`; `weights` are by our names, and all there. Refuses what is not known whole. */
export function exportPytorch(
  analysis: Analysis,
  network: NetworkAnalysis,
  weights: ReadonlyMap<string, NamedTensor>,
  version: string,
): Written {
  const refusal = whyNotWritten(network);
  if (refusal !== undefined) return { refusal };
  const name = isIdentifier(network.name) && !modules.has(network.name) ? pythonName(network.name) : `${network.name}_`;
  const state = stateDict(network, weights);
  const counters = state.filter(({ type }) => type === 'I64');
  // The wider type first, so that all is aligned.
  const tensors = [...counters, ...state.filter(({ type }) => type === undefined)];
  const [height, width, channels] = present(network.shapes[network.graph.input], 'shape') as [number, number, number];
  const outputs = network.graph.outputs.filter(({ kind }) => kind === 'output');
  const channelsOf = (output: Output) => present(network.shapes[output.layer]?.[2], 'channels');
  const classes = channelsOf(present(outputs[0] ?? network.graph.outputs[0], 'output'));
  const hasOthers = network.graph.outputs.some((output) => channelsOf(output) !== classes);
  const text = (content: string) => new TextEncoder().encode(content);
  const files = [
    { name: `${name}.py`, bytes: text(programText(analysis, network, name, version)) },
    { name: `${name}.safetensors`, bytes: writeSafetensors(tensors, { format: 'pt', network: network.name }) },
    {
      name: 'train.py',
      bytes: text(trainingScript({ name, height, width, channels, classes, outputs: outputs.length, hasOthers })),
    },
  ];
  return { files };
}

/** The text of NAME.py. */
export function programText(analysis: Analysis, network: NetworkAnalysis, name: string, version: string): string {
  const design = new Design(analysis);
  const units = readUnits(network, design, listOrder(network));
  const writer = new ClassWriter(units, design, name, helperNames);
  const documentationOf = ({ block, bodyFile }: Unit): string | undefined => {
    if (block.kind === 'network') return network.declaration.documentation;
    return block.kind === 'module' ? design.moduleNamed(bodyFile, block.module ?? '')?.documentation : undefined;
  };
  const classes = writer.text(documentationOf);
  const [height, width, channels] = network.shapes[network.graph.input] ?? [];
  const head =
    `# Written by incept ${version}. Images are batch, ${channels} channels, height ${height}, width ${width};\n` +
    '# padding is for this size. A softmax at the end is left out: outputs are logits.\n\n';
  const all = [...helpersFor(classes), classes].join('\n\n');
  const imports = ['import torch\n', 'import torch.nn.functional as F\n', 'from torch import nn\n'].filter((line) => {
    if (line.includes('torch.nn.functional')) return /\bF\./.test(all);
    return !/^import torch\n/.test(line) || /\btorch\./.test(all);
  });
  return `${head}${imports.join('')}\n\n${all}`;
}
