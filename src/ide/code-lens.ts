/** Code lenses above networks and modules: totals, budgets, expectations, instances. Titles, and which command each stands for. */

import type { NetworkAnalysis } from '../analysis/analysis';
import { addSums, blockFigures, shareOf } from '../analysis/figures';
import { formatBytes } from '../base/number-format';
import type { Location, Span } from '../base/span';
import type { SourceFile } from '../syntax/tree';
import type { EditorWords } from '../words/editor';
import { shapeRange, shareText, shortSum, sumRange, totalSum, workOf } from './figures';
import { networkFile } from './layer-card';
import { joined } from './markdown';
import { budgetSummary, type ExpectsSummary, expectsSummary, verdictSigns } from './promise-card';
import { moduleInstances, type Scene } from './scene';

export type LensAction =
  | { readonly kind: 'cost-table'; readonly network: string }
  | { readonly kind: 'preview'; readonly network: string }
  | { readonly kind: 'run'; readonly network: string }
  | { readonly kind: 'choose-instance'; readonly file: string; readonly module: string }
  /** Only text. */
  | { readonly kind: 'none' };

export interface CodeLens {
  readonly span: Span;
  readonly title: string;
  /** What there is room for besides above a line of text: how full a budget is, and what has exceeded it. */
  readonly more?: string;
  readonly action: LensAction;
}

export function codeLenses(scene: Scene, file: SourceFile): readonly CodeLens[] {
  const say = scene.words.editor;
  const lenses: CodeLens[] = [];
  for (const network of scene.analysis.networks) {
    if (networkFile(network) !== file.file) continue;
    const span = network.nameSpan;
    const { sums, peak } = network.main;
    const title = joined(
      say('multiplies', { amount: totalSum(workOf(scene.words, sums)) }),
      say('lens.params', { amount: totalSum(sums.params) }),
      peak === undefined ? '' : say('lens.peak', { amount: formatBytes(sums.peakBytes.value) }),
    );
    lenses.push({ span, title, action: { kind: 'cost-table', network: network.name } });
    lenses.push(...promiseLenses(scene, network));
    lenses.push({ span, title: say('lens.preview'), action: { kind: 'preview', network: network.name } });
    lenses.push({ span, title: say('lens.run'), action: { kind: 'run', network: network.name } });
  }
  for (const declaration of file.declarations) {
    if (declaration.kind === 'module' && declaration.name !== undefined) {
      lenses.push(...moduleLenses(scene, file, declaration.name.text, declaration.name));
    }
  }
  return lenses.sort((a, b) => a.span.start - b.span.start);
}

/**
 * Of its budgets one each, of its expectations one. What does not hold comes first: a line of lenses is often wider than the
 * window.
 */
function promiseLenses({ words }: Scene, network: NetworkAnalysis): readonly CodeLens[] {
  const { name, nameSpan: span } = network;
  const say = words.editor;
  const promises = network.budgets
    .filter(({ path }) => path === '')
    .map((budget) => {
      const { text, metric, verdict, gauge, blame } = budgetSummary(budget, network, words);
      const title = say('lens.budget', { sign: verdictSigns[verdict], metric, use: text });
      const most = blame === '' ? '' : say('budget.most', { layers: blame });
      const more = most === '' ? gauge : `${gauge} · ${most}`.trimStart();
      const lens: CodeLens = { span, title, more, action: { kind: 'cost-table', network: name } };
      return { lens, isBroken: verdict === 'over' };
    });
  const expects = expectsSummary(network, words);
  if (expects !== undefined) {
    promises.push({ lens: expectsLens(words, span, name, expects), isBroken: expects.verdict === 'missed' });
  }
  return promises.sort((a, b) => Number(b.isBroken) - Number(a.isBroken)).map(({ lens }) => lens);
}

function moduleLenses(scene: Scene, file: SourceFile, module: string, name: Span): readonly CodeLens[] {
  const say = scene.words.editor;
  const span = { start: name.start, end: name.end };
  const { all, choice, shown } = moduleInstances(scene, module, file.file);
  const isInside = insideOf(file, name);
  const [first] = all;
  if (first === undefined) return [{ span, title: say('lens.not-called'), action: { kind: 'none' } }];
  const figures = all.map(({ network, block }) => blockFigures(network, block.id));
  const sums = figures.map(({ sum }) => workOf(scene.words, sum.sums));
  const action = { kind: 'choose-instance', file: file.file, module } as const;
  const title = joined(
    say('lens.instances', { count: all.length }),
    say('multiplies', { amount: sumRange(sums, shortSum) }),
  );
  const lenses: CodeLens[] = [{ span, title, action }];
  const isOneNetwork = all.every(({ network }) => network === first.network);
  if (isOneNetwork) {
    const together = addSums(figures.map(({ main }) => main.sums.multiplies));
    const share = shareText(shareOf(together, first.network.main.sums.multiplies));
    if (share !== '') {
      const title = say('lens.share', { share, network: first.network.name });
      lenses.push({ span, title, action: { kind: 'none' } });
    }
  }
  if (choice !== undefined) {
    const shape = shapeRange(
      shown.map(({ network, block }) => (block.result < 0 ? undefined : network.shapes[block.result])),
    );
    lenses.push({ span, title: say('lens.chosen', { path: choice.path, shape }), action });
  }
  for (const { network } of all) {
    const own = network.budgets.filter(({ path, location }) => path !== '' && isInside(location));
    const exceeded = own.filter(({ verdict }) => verdict === 'over').length;
    if (own.length > 0) {
      const title =
        exceeded === 0
          ? say('lens.budgets-hold', { network: network.name })
          : say('lens.budgets-exceeded', { exceeded, count: own.length });
      lenses.push({ span, title, action: { kind: 'cost-table', network: network.name } });
      break;
    }
  }
  // Of several networks that call it the first in which something is missed.
  const expects = [...new Set(all.map(({ network }) => network))].flatMap((network) => {
    const summary = expectsSummary(network, scene.words, isInside);
    return summary === undefined ? [] : [{ network: network.name, summary }];
  });
  const told = expects.find(({ summary }) => summary.verdict === 'missed') ?? expects[0];
  if (told !== undefined) lenses.push(expectsLens(scene.words, span, told.network, told.summary));
  return lenses;
}

/** How many hold, and of those that do not the first with the layers to blame. */
function expectsLens(words: EditorWords, span: Span, network: string, summary: ExpectsSummary): CodeLens {
  const { verdict, text, gauge, missed } = summary;
  const [first] = missed;
  const most = first === undefined || first.blame === '' ? '' : words.editor('budget.most', { layers: first.blame });
  const blame = first === undefined ? '' : joined(`${first.subject}: ${first.text}`, most);
  const title = `${verdictSigns[verdict]} ${text}`;
  return { span, title, more: joined(gauge, blame), action: { kind: 'cost-table', network } };
}

/** Whether something stands in the declaration of this name, which is looked for once. */
function insideOf(file: SourceFile, name: Span): (location: Location) => boolean {
  const declaration = file.declarations.find(({ start, end }) => start <= name.start && name.end <= end);
  return (location) =>
    declaration !== undefined &&
    location.file === file.file &&
    declaration.start <= location.span.start &&
    location.span.end <= declaration.end;
}
