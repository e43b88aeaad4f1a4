/**
 * What a layer says of itself, for hover and completion, and the whole registry as Markdown: the part of docs/layers.md
 * between its two markers is that text (a test compares them, UPDATE_GOLDEN=1 writes it).
 */

import { valueText } from '../base/message-text';
import type { DiagnosticWords } from '../words/english/diagnostics';
import type { layers } from '../words/english/layers';
import type { parameters } from '../words/english/parameters';
import type { reference } from '../words/english/reference';
import type { Words } from '../words/text';
import { takenBy } from './accept';
import { formatValue } from './format-value';
import { isRequired, type Op, type OpParameter, opGroups } from './op';
import { allOps, isOpName } from './registry';

/** What layers and their parameters say; what a parameter takes is said by diagnostics too. */
export type LayerWords = Words<{ layers: typeof layers; parameters: typeof parameters }> & {
  readonly diagnostics: DiagnosticWords;
};

export type ReferenceWords = LayerWords & Words<{ reference: typeof reference }>;

/** One line: what a layer does. Empty for what stands in a graph for a layer that there is not. */
export function summaryOf({ name }: Op, words: LayerWords): string {
  return isOpName(name) ? words.layers(name) : '';
}

/** Markdown: result shape, counting rule, conventions, source. */
export function documentationOf({ name }: Op, words: LayerWords): string {
  return isOpName(name) ? words.layers(`${name}.documentation`) : '';
}

/** `filters` or `stride = 1`, as it stands in a signature. */
function parameterLabel({ name, defaultValue }: OpParameter): string {
  return defaultValue === undefined ? name : `${name} = ${formatValue(defaultValue)}`;
}

/** `maxpool(kernel, stride = 1, padding = same, rounding = floor)`; nodes that are no calls as they are written. */
export function callSignature(op: Op, words: ReferenceWords): string {
  if (op.group === 'input') return 'input name: 224x224x3';
  if (op.group === 'join') {
    const block = `${op.name} { branch { ... } branch { ... } }`;
    return words.reference('join', { block, call: `${op.name}(a, b, ...)` });
  }
  return `${op.name}(${op.parameters.map(parameterLabel).join(', ')})`;
}

/** All layers, by group, each with signature, documentation and parameters. */
export function layersMarkdown(words: ReferenceWords): string {
  const sections: string[] = [];
  for (const group of opGroups) {
    sections.push(`## ${words.reference(`group.${group}`)}`);
    for (const op of allOps) if (op.group === group) sections.push(layerMarkdown(op, words));
  }
  return `${sections.join('\n\n')}\n`;
}

function layerMarkdown(op: Op, words: ReferenceWords): string {
  const parts = [`### ${op.name}`, `\`${callSignature(op, words)}\``, summaryOf(op, words), documentationOf(op, words)];
  if (op.parameters.length > 0 && op.group !== 'input') parts.push(parametersTable(op, words));
  return parts.join('\n\n');
}

function parametersTable(op: Op, { reference, parameters, diagnostics }: ReferenceWords): string {
  const columns = ['parameter', 'takes', 'default', 'meaning'] as const;
  const rows = op.parameters.map((parameter) => [
    `\`${parameter.name}\``,
    valueText(takenBy(parameter), diagnostics),
    parameter.defaultValue === undefined
      ? reference(isRequired(parameter) ? 'required' : 'optional')
      : `\`${formatValue(parameter.defaultValue)}\``,
    parameters(parameter.text),
  ]);
  const [head = '', ...body] = [columns.map((column) => reference(column)), ...rows].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
  return [head, '|---|---|---|---|', ...body].join('\n');
}
