/** Code lenses above networks and modules: totals, budgets, instances. Titles, and which command each stands for. */

import { formatBytes } from '../base/number-format';
import type { Span } from '../base/span';
import type { SourceFile } from '../syntax/tree';
import { blockFigures, shapeRange, shareOfNetwork, shortSum, sumRange, totalSum } from './figures';
import { networkFile } from './layer-card';
import { budgetSummary, verdictSigns } from './network-card';
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
  readonly action: LensAction;
}

export function codeLenses(scene: Scene, file: SourceFile): readonly CodeLens[] {
  const lenses: CodeLens[] = [];
  for (const network of scene.analysis.networks) {
    if (networkFile(network) !== file.file) continue;
    const span = network.nameSpan;
    const { sums, peak } = network.main;
    const memory = peak === undefined ? '' : ` · peak ${formatBytes(sums.peakBytes.value)}`;
    const totals = `${totalSum(sums.multiplies)} multiplies · ${totalSum(sums.params)} params${memory}`;
    lenses.push({ span, title: totals, action: { kind: 'cost-table', network: network.name } });
    for (const budget of network.budgets.filter(({ path }) => path === '')) {
      const { text, metric, verdict } = budgetSummary(budget);
      const title = `${verdictSigns[verdict]} ${metric} ${text}`;
      lenses.push({ span, title, action: { kind: 'cost-table', network: network.name } });
    }
    lenses.push({ span, title: 'Preview', action: { kind: 'preview', network: network.name } });
    lenses.push({ span, title: 'Run', action: { kind: 'run', network: network.name } });
  }
  for (const declaration of file.declarations) {
    if (declaration.kind === 'module' && declaration.name !== undefined) {
      lenses.push(...moduleLenses(scene, file, declaration.name.text, declaration.name));
    }
  }
  return lenses.sort((a, b) => a.span.start - b.span.start);
}

function moduleLenses(scene: Scene, file: SourceFile, module: string, name: Span): readonly CodeLens[] {
  const span = { start: name.start, end: name.end };
  const { all, choice, shown } = moduleInstances(scene, module, file.file);
  const [first] = all;
  if (first === undefined) return [{ span, title: 'not called', action: { kind: 'none' } }];
  const sums = all.map(({ network, block }) => blockFigures(network, block).multiplies);
  const action = { kind: 'choose-instance', file: file.file, module } as const;
  const count = all.length === 1 ? '1 instance' : `${all.length} instances`;
  const lenses: CodeLens[] = [{ span, title: `${count} · ${sumRange(sums, shortSum)} multiplies`, action }];
  const isOneNetwork = all.every(({ network }) => network === first.network);
  const isKnown = sums.every((sum) => !sum.isPartial);
  if (isOneNetwork && isKnown) {
    const together = { value: sums.reduce((sum, part) => sum + part.value, 0), isPartial: false };
    const share = shareOfNetwork(first.network, together);
    if (share !== '') lenses.push({ span, title: `${share} of ${first.network.name}`, action: { kind: 'none' } });
  }
  if (choice !== undefined) {
    const shape = shapeRange(
      shown.map(({ network, block }) => (block.result < 0 ? undefined : network.shapes[block.result])),
    );
    lenses.push({ span, title: `shown as ${choice.path}, ${shape}`, action });
  }
  for (const { network } of all) {
    const own = network.budgets.filter(({ path, location }) => path !== '' && isInModule(file, name, location));
    const over = own.filter(({ verdict }) => verdict === 'over').length;
    if (own.length > 0) {
      const title = over === 0 ? `✓ budgets hold in ${network.name}` : `✗ ${over} of ${own.length} budgets exceeded`;
      lenses.push({ span, title, action: { kind: 'cost-table', network: network.name } });
      break;
    }
  }
  return lenses;
}

function isInModule(file: SourceFile, name: Span, location: { readonly file: string; readonly span: Span }): boolean {
  const declaration = file.declarations.find(({ start, end }) => start <= name.start && name.end <= end);
  return (
    declaration !== undefined &&
    location.file === file.file &&
    declaration.start <= location.span.start &&
    location.span.end <= declaration.end
  );
}
