/** An explanation for people, and as JSON. What is said is made in src/advice/explain.ts. */

import type { Explanation } from '../advice/explain';
import { conventionText, differenceText, type ExplanationWords } from '../advice/explanation-words';
import type { NetworkAnalysis, ReceptiveFieldAxis, Sum } from '../analysis/analysis';
import type { HeldTensor } from '../analysis/figures';
import { formatBytes, formatExact, formatShape, formatShare, sumText } from '../base/number-format';
import { textTable } from '../base/text-table';
import type { CliWords } from '../words/cli';
import { shapeDocument } from './cost-document';
import type { NamedFiles } from './named-files';
import { type Style, visible } from './style';

export function explanationText(
  explanation: Explanation,
  network: NetworkAnalysis,
  workspace: NamedFiles,
  style: Style,
  words: CliWords,
): string {
  const say = words.explain;
  const { location } = explanation;
  const place = `${visible(workspace.name(location.file))}:${workspace.position(location.file, location.span.start).line}`;
  const lines = [
    `${style.strong(explanation.path)}  ${visible(explanation.callText)}  ${style.muted(place)}`,
    `${explanation.inputs.map((input) => `${formatShape(input.shape)} ${style.muted(say('from', { path: input.path }))}`).join(words.language.comma)} -> ${formatShape(explanation.shape)}`,
    '',
    `${say('multiplies', { amount: style.strong(multipliesText(explanation)) })}${shareText(explanation, network, words)}`,
  ];
  for (const { symbols, values, result } of explanation.formulas) {
    lines.push(`  ${symbols}`, `  ${values} = ${result}`);
  }
  lines.push(`  ${style.muted(conventionText(explanation, words))}`);
  if (explanation.effective.percent !== undefined && explanation.effective.percent < 100) {
    const { multiplies, percent } = explanation.effective;
    const without = { amount: formatExact(multiplies), percent: percent.toFixed(1) };
    lines.push(`  ${say('without-padding', without)}`);
  }
  if (explanation.parts.length > 0) {
    lines.push('', style.strong(say('parts')), ...indent(partsTable(explanation, words)));
  }
  if (explanation.otherTools.length > 0) {
    const rows = explanation.otherTools.map((tool) => [
      tool.tools.join(', '),
      formatExact(tool.value),
      [
        differenceText(tool, words),
        ...tool.terms.map((term) => `${words.explanation(`term.${term.of}`)} ${formatExact(term.value)}`),
      ].join(words.language.semicolon),
    ]);
    lines.push(
      '',
      style.strong(say('tools')),
      ...indent(alignedTable([say('column.tool'), say('column.figure'), say('column.difference')], 'lrl', rows)),
    );
  }
  if (explanation.movements.length > 0) {
    const rows = explanation.movements.map((movement) => [
      words.explanation(`change.${movement.change}`, { count: movement.by }),
      signed(movement.multiplies),
      signed(movement.params),
    ]);
    const titles = [say('column.change'), say('column.multiplies'), say('column.params')];
    lines.push('', style.strong(say('moves')), ...indent(alignedTable(titles, 'lrr', rows)));
  }
  if (explanation.heldAtPeak.length > 0) {
    const peak = { amount: sumText(network.main.sums.peakBytes, formatBytes), path: explanation.path };
    lines.push('', style.strong(say('alive', peak)), ...indent(heldTable(explanation.heldAtPeak, words)));
  }
  const counts = explanation.counts.map(({ name, isPart, value, unit }) => [
    `${isPart ? '  ' : ''}${words.explanation(`count.${name}`)}`,
    countText(value, unit),
  ]);
  const field = explanation.receptiveField;
  if (field !== undefined) {
    const axes = (of: (axis: ReceptiveFieldAxis) => number): string => field.map(of).join('x');
    const value = { size: axes((axis) => axis.size), jump: axes((axis) => axis.jump) };
    counts.push([say('receptive-field'), say('receptive-field.value', value)]);
  }
  lines.push('', style.strong(say('all')), ...indent(alignedTable(['', ''], 'lr', counts).slice(1)));
  return `${lines.join('\n')}\n`;
}

export function explanationDocument(
  explanation: Explanation,
  network: NetworkAnalysis,
  workspace: NamedFiles,
  words: ExplanationWords,
): object {
  const orNull = <T>(value: T | undefined): T | null => value ?? null;
  const { share } = explanation;
  return {
    schema: 1,
    network: network.name,
    kind: explanation.kind,
    path: explanation.path,
    name: explanation.name,
    call: explanation.callText,
    line: workspace.position(explanation.location.file, explanation.location.span.start).line,
    inputs: explanation.inputs.map((input) => ({ path: input.path, shape: shapeDocument(input.shape) })),
    shape: shapeDocument(explanation.shape),
    layers: explanation.layerCount,
    multiplies: orNull(explanation.multiplies),
    formulas: explanation.formulas.map(({ symbols, values, formula }) => ({
      symbols,
      values,
      result: orNull(formula.result),
    })),
    convention: conventionText(explanation, words),
    effectiveMultiplies: orNull(explanation.effective.multiplies),
    effectivePercent: orNull(explanation.effective.percent),
    otherTools: explanation.otherTools.map((tool) => ({
      tools: tool.tools,
      value: orNull(tool.value),
      difference: differenceText(tool, words),
      terms: tool.terms.map((term) => ({ label: words.explanation(`term.${term.of}`), value: orNull(term.value) })),
    })),
    heldAtPeak: explanation.heldAtPeak.map(heldDocument),
    movements: explanation.movements.map((movement) => ({
      change: words.explanation(`change.${movement.change}`, { count: movement.by }),
      multiplies: orNull(movement.multiplies),
      params: orNull(movement.params),
    })),
    counts: explanation.counts.map((count) => ({
      label: words.explanation(`count.${count.name}`),
      value: orNull(count.value),
      unit: count.unit,
    })),
    receptiveField:
      explanation.receptiveField === undefined
        ? null
        : {
            size: explanation.receptiveField.map((axis) => axis.size),
            jump: explanation.receptiveField.map((axis) => axis.jump),
            start: explanation.receptiveField.map((axis) => axis.start),
          },
    part: explanation.part,
    percentOfNetwork: share === undefined || share.isAtMost ? null : (100 * share.part) / share.whole,
    rank: orNull(explanation.rank),
    output: orNull(explanation.servedOutput),
    dead: explanation.dead === undefined || explanation.dead.isPartial ? null : explanation.dead.value,
    parts: explanation.parts.map((part) => ({
      path: part.path,
      multiplies: orNull(part.multiplies),
      percent: orNull(part.percentOfBlock),
      part: part.part,
    })),
  };
}

/** With `+` for what only heads need. */
function multipliesText({ kind, part, multiplies, knownMultiplies }: Explanation): string {
  const sign = part === 'head' && knownMultiplies > 0 ? '+' : '';
  if (multiplies !== undefined) return `${sign}${formatExact(multiplies)}`;
  return kind === 'block' && knownMultiplies > 0 ? `>= ${sign}${formatExact(knownMultiplies)}` : '?';
}

/** Share and rank, or why there are none; then what leads nowhere in it. */
function shareText(explanation: Explanation, network: NetworkAnalysis, words: CliWords): string {
  const say = words.explain;
  const { part, share, rank, servedOutput, multiplies, dead } = explanation;
  const notes: string[] = [];
  if (part === 'dead') notes.push(words.totals('leadsNowhere'));
  else if (part === 'head' && multiplies !== 0) {
    notes.push(say('only-for-head', { network: network.name, output: servedOutput ?? '?' }));
  } else if (share !== undefined) {
    const written = formatShare(share.part, share.whole, share.isAtMost ? '<=' : '');
    notes.push(say('share', { share: written, network: network.name }));
    if (rank !== undefined) notes.push(say('rank', { place: words.language.ordinal(rank.place), count: rank.of }));
  }
  const { comma, semicolon } = words.language;
  const besides =
    dead === undefined ? '' : `${semicolon}${words.totals('leadsNowherePart', { amount: atLeast(dead) })}`;
  return `${notes.map((note) => `${comma}${note}`).join('')}${besides}`;
}

function atLeast({ value, isPartial }: Sum): string {
  return `${isPartial ? '>= ' : ''}${formatExact(value)}`;
}

function partsTable(explanation: Explanation, words: CliWords): string[] {
  const rows = explanation.parts.map((part) => [
    part.name,
    formatExact(part.multiplies),
    part.percentOfBlock === undefined ? partNote(part, explanation, words) : formatShare(part.percentOfBlock, 100),
  ]);
  const say = words.explain;
  return alignedTable([say('column.part'), say('column.multiplies'), say('column.share')], 'lrr', rows);
}

/** A part that leads nowhere has no share of a block that is needed. */
function partNote(part: Explanation['parts'][number], whole: Explanation, words: CliWords): string {
  return part.part === 'dead' && whole.part !== 'dead' ? words.totals('leadsNowhere') : '';
}

/** Tensors that are alive at once, with the bytes of each. */
export function heldTable(held: readonly HeldTensor[], { explain: say }: CliWords): string[] {
  const rows = held.map(({ path, bytes }) => [path, countText(bytes, 'bytes')]);
  return alignedTable([say('column.tensor'), say('column.bytes')], 'lr', rows);
}

export function heldDocument({ path, bytes }: HeldTensor): object {
  return { path, bytes: bytes ?? null };
}

export function alignedTable(
  titles: readonly string[],
  alignment: string,
  rows: readonly (readonly string[])[],
): string[] {
  const columns = titles.map((title, i) => ({
    title,
    align: alignment[i] === 'r' ? ('right' as const) : ('left' as const),
  }));
  return textTable(columns, rows);
}

export function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

export function countText(value: number | undefined, unit: 'count' | 'bytes' | 'ratio'): string {
  if (value === undefined) return '?';
  if (unit === 'ratio') return value.toFixed(2);
  return unit === 'bytes' ? `${formatExact(value)} (${formatBytes(value)})` : formatExact(value);
}

function signed(value: number | undefined): string {
  return value === undefined ? '?' : `${value < 0 ? '' : '+'}${formatExact(value)}`;
}
