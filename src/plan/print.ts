/** A plan as aligned text, for `incept debug plan` and for goldens: one line per step, then weights and memory. */

import { formatExact } from '../base/number-format';
import type { BatchNorm, ChannelFactors, Plan, PlanWindow, Pointwise, Step, TensorView } from './plan';

export function printPlan(plan: Plan): string {
  const rows = plan.steps.map((step, index) => [
    String(index),
    plan.layers[step.layer]?.path ?? '?',
    step.kernel,
    step.inputs.map(printView).join(' + '),
    '->',
    printView(step.output),
    printDetail(plan, step),
  ]);
  const lines = [
    `plan of ${plan.network}`,
    `arena ${formatExact(plan.arenaBytes)} bytes, peak ${formatExact(plan.peakBytes)} bytes`,
    `input ${plan.input.name}: ${printView(plan.input.view)}`,
    ...align(rows),
    ...plan.outputs.map(({ name, kind, view }) => `${kind} ${name}: ${printView(view)}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** `28x28x96@4096`; with `/256` where pixels are that far apart, because the storage has more channels. */
function printView(view: TensorView): string {
  const stride = view.pixelStride === view.channels ? '' : `/${view.pixelStride}`;
  const borders = view.borders.some((side) => side > 0) ? `[${view.borders.join(',')}]` : '';
  return `${view.height}x${view.width}x${view.channels}@${view.offset}${stride}${borders}`;
}

function printDetail(plan: Plan, step: Step): string {
  const weight = (index: number): string => plan.weights[index]?.shape.join('x') ?? '?';
  switch (step.kernel) {
    case 'convolution':
    case 'convtranspose':
    case 'dense': {
      const parts: string[] = [];
      if (step.kernel !== 'dense') {
        parts.push(printWindow(step.window));
        if (step.groups !== 1) parts.push(`groups ${step.groups}`);
      }
      parts.push(`weight ${weight(step.weight)}`);
      if (step.bias !== null) parts.push('bias');
      if (step.norm !== null) parts.push(printNorm(step.norm));
      if (step.activation !== null) parts.push(printActivation(step.activation));
      return parts.join(', ');
    }
    case 'maxpool':
      return printWindow(step.window);
    case 'avgpool':
      return `${printWindow(step.window)}${step.countPadding ? ', padding counts' : ''}`;
    case 'lrn':
      return `${step.within ? 'within, ' : ''}size ${step.size}, alpha ${step.alpha}, beta ${step.beta}, k ${step.k}${
        step.activation === null ? '' : `, ${printActivation(step.activation)}`
      }`;
    case 'batchnorm':
      return printNorm(step.norm);
    case 'activation':
      return printActivation(step.activation);
    case 'scale':
      return `by ${step.factor}`;
    case 'statistics':
      return `${step.groups === null ? 'per pixel' : `groups ${step.groups}`}, epsilon ${step.epsilon}${absent(step.factors)}`;
    case 'l2norm':
      return `epsilon ${step.epsilon}${absent({ gamma: step.gamma, beta: 0 })}`;
    case 'prelu':
      return `slope ${weight(step.slope)}`;
    case 'pad':
      return `${step.mode} ${step.amount.join(',')}`;
    case 'resize':
      return step.mode;
    case 'slice':
      return `from ${step.start}`;
    case 'shuffle':
      return `groups ${step.groups}`;
    case 'spacetodepth':
    case 'depthtospace':
      return `block ${step.block}, ${step.order}`;
    case 'adaptiveavgpool':
    case 'globalavgpool':
    case 'globalmaxpool':
    case 'softmax':
    case 'add':
    case 'multiply':
    case 'copy':
    case 'view':
      return '';
  }
}

function printWindow({ kernel, stride, dilation, pads }: PlanWindow): string {
  const parts = [kernel.join('x')];
  if (stride[0] !== 1 || stride[1] !== 1) parts.push(`stride ${stride.join('x')}`);
  if (dilation[0] !== 1 || dilation[1] !== 1) parts.push(`dilation ${dilation.join('x')}`);
  if (pads.some((side) => side > 0)) parts.push(`pads ${pads.join(',')}`);
  return parts.join(' ');
}

function printNorm(norm: BatchNorm): string {
  const kind = norm.stored === null ? 'affine' : `batchnorm ${norm.stored.epsilon}`;
  return `${kind}${absent(norm)}`;
}

function absent({ gamma, beta }: ChannelFactors): string {
  return `${gamma === null ? ' without gamma' : ''}${beta === null ? ' without beta' : ''}`;
}

function printActivation(activation: Pointwise): string {
  const { kind, ...numbers } = activation;
  return [kind, ...Object.values(numbers)].join(' ');
}

/** Pads every column but the last to its widest cell. */
function align(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] as number))
      .join('  ')
      .trimEnd(),
  );
}
