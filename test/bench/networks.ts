/** The networks that runtimes are compared on, without heads: what inference costs. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { analyze } from '../../src/analysis/analyze';
import type { NamedTensor } from '../../src/base/tensor';
import { exportOnnx } from '../../src/interop/onnx/export-onnx';
import { type Plan, viewElements } from '../../src/plan/plan';
import { planRun } from '../../src/plan/plan-run';
import { seededInput, seededWeights } from '../../src/runtime/weights';
import { parse } from '../../src/syntax/parser';

export const networkNames = [
  'googlenet',
  'googlenet without LRN',
  'inception-v3',
  'squeezenet',
  'resnet50',
  'resnext50',
  'densenet121',
  'mobilenet-v1',
  'mobilenet-v2',
  'efficientnet-b0',
  'xception',
  'inception-v4',
  'inception-resnet-v2',
  'vgg16',
] as const;

export type NetworkName = (typeof networkNames)[number];

export interface BenchNetwork {
  readonly network: NetworkAnalysis;
  readonly plan: Plan;
  readonly weights: readonly Float32Array[];
  /** Height x width x channels. */
  readonly input: Float32Array;
}

export function loadNetwork(root: string, name: NetworkName): BenchNetwork {
  const [file = name, variant] = name.split(' without ');
  const example = readFileSync(join(root, 'examples', `${file}.cnn`), 'utf8');
  const text = variant === undefined ? withoutHeads(example) : withoutHeads(example).replace(/^ *lrn\(\)$/gm, '');
  const analysis = analyze({ file: (id) => parse(id, text), resolve: () => 'outside' }, '/bench.cnn');
  const network = analysis.networks.at(-1);
  if (network === undefined) throw new Error(`${name} has no network`);
  const planned = planRun(network);
  if ('refusal' in planned) throw new Error(`${name}: ${planned.refusal.code}`);
  const { plan } = planned;
  return { network, plan, weights: seededWeights(plan, 1), input: seededInput(viewElements(plan.input.view), 1) };
}

/** Without the blocks that begin with `head`; braces in them are balanced. */
function withoutHeads(text: string): string {
  const start = text.search(/^ *head /m);
  if (start < 0) return text;
  let depth = 0;
  for (let at = text.indexOf('{', start); at < text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}' && --depth === 0) return withoutHeads(text.slice(0, start) + text.slice(at + 1));
  }
  return text;
}

export function onnxOf({ network, plan, weights }: BenchNetwork): Uint8Array {
  const tensors = plan.weights.map(({ name, shape }, index): [string, NamedTensor] => [
    name,
    { name, shape: [...shape], values: weights[index] as Float32Array },
  ]);
  const result = exportOnnx(network, new Map(tensors), { version: 'bench' });
  if ('refusal' in result) throw new Error(result.refusal.code);
  return result.bytes;
}
