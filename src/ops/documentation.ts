/**
 * The registry as Markdown: signatures and parameter tables for hover and for docs/layers.md, whose part
 * between the two markers is this text (a test compares them, UPDATE_GOLDEN=1 writes it).
 */

import { describeParameterType } from './accept';
import type { Op, OpGroup, OpParameter } from './op';
import { allOps } from './registry';
import { formatValue } from './value';

const groupTitles: Readonly<Record<OpGroup, string>> = {
  input: 'Input',
  convolution: 'Convolutions',
  pooling: 'Pooling',
  dense: 'Dense layers',
  normalization: 'Normalization',
  activation: 'Activations',
  regularization: 'Regularization',
  arithmetic: 'Arithmetic',
  reshape: 'Shape',
  join: 'Joins',
};

/** `filters` or `stride = 1`, as it stands in a signature. */
export function parameterLabel({ name, defaultValue }: OpParameter): string {
  return defaultValue === undefined ? name : `${name} = ${formatValue(defaultValue)}`;
}

/** `maxpool(kernel, stride = 1, padding = same, rounding = floor)`; nodes that are no calls as they are written. */
export function signatureOf(op: Op): string {
  if (op.group === 'input') return 'input name: 224x224x3';
  if (op.group === 'join') return `${op.name} { branch { ... } branch { ... } } or ${op.name}(a, b, ...)`;
  return `${op.name}(${op.parameters.map(parameterLabel).join(', ')})`;
}

/** All layers, by group, each with signature, documentation and parameters. */
export function layersMarkdown(): string {
  const sections: string[] = [];
  for (const [group, title] of Object.entries(groupTitles)) {
    sections.push(`## ${title}`);
    for (const op of allOps) if (op.group === group) sections.push(layerMarkdown(op));
  }
  return `${sections.join('\n\n')}\n`;
}

function layerMarkdown(op: Op): string {
  const parts = [`### ${op.name}`, `\`${signatureOf(op)}\``, op.summary, op.documentation];
  if (op.parameters.length > 0 && op.group !== 'input') parts.push(parametersTable(op));
  return parts.join('\n\n');
}

function parametersTable({ parameters }: Op): string {
  const rows = parameters.map((parameter) => {
    const { name, defaultValue, documentation } = parameter;
    const standard = defaultValue === undefined ? 'required' : `\`${formatValue(defaultValue)}\``;
    return `| \`${name}\` | ${describeParameterType(parameter)} | ${standard} | ${documentation} |`;
  });
  return ['| parameter | takes | default | meaning |', '|---|---|---|---|', ...rows].join('\n');
}
