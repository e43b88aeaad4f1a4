/**
 * The totals of the network at the cursor in the status bar: multiplies, parameters, budgets, expectations; more in its tooltip; a
 * click opens the cost table.
 */

import * as vscode from 'vscode';
import { requests } from '../protocol/requests';
import type { SummaryParams, SummaryResult } from '../protocol/server-messages';
import type { SayExtension } from '../words/extension';
import type { LanguageSession } from './language-session';

/** A cursor that is still moving is not followed. */
const restMs = 80;

export class NetworkStatus implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly disposables: vscode.Disposable[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;
  /** What the item is about. */
  private place: SummaryParams | undefined;

  constructor(
    private readonly session: LanguageSession,
    private readonly output: vscode.LogOutputChannel,
    private readonly say: SayExtension,
  ) {
    this.item = vscode.window.createStatusBarItem('incept.network', vscode.StatusBarAlignment.Left, 50);
    this.item.name = say('status.name');
    this.item.command = 'incept.showCostTable';
    this.disposables.push(
      this.item,
      vscode.window.onDidChangeActiveTextEditor(() => this.schedule()),
      vscode.window.onDidChangeTextEditorSelection(() => this.schedule()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('incept.statusBar') || event.affectsConfiguration('incept.convention'))
          this.schedule();
      }),
      session.onDidAnalyze(() => this.schedule()),
    );
    this.schedule();
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const disposable of this.disposables.splice(0)) disposable.dispose();
  }

  private schedule(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.update().catch((problem: unknown) => {
        this.output.warn(`status bar: ${problem}`);
        this.item.hide();
      });
    }, restMs);
  }

  private async update(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const isOn = vscode.workspace.getConfiguration('incept').get<boolean>('statusBar.enabled') !== false;
    // A preview in front has no text editor: the place in its file stays, and its totals follow the text.
    const isPreview =
      editor === undefined && vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputWebview;
    if (!isPreview) this.place = editor?.document.languageId === 'cnn' ? placeOf(editor) : undefined;
    this.asked++;
    const mine = this.asked;
    if (!isOn || this.place === undefined) {
      this.item.hide();
      return;
    }
    const summary = await this.session.request(requests.summary, this.place);
    // A later question has been asked meanwhile; its answer is the one to show.
    if (mine !== this.asked) return;
    if (summary === null) this.item.hide();
    else this.show(summary);
  }

  private show(summary: SummaryResult): void {
    const { network, spokenWork: work, params, expects } = summary;
    const over = summary.budgets.filter(({ verdict }) => verdict === 'over');
    const isMissed = expects?.verdict === 'missed';
    this.item.text = this.textOf(summary, over);
    this.item.backgroundColor =
      over.length > 0 || isMissed ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    const totals = this.say('status.spoken', { network, work, params, over: over.length });
    this.item.accessibilityInformation = {
      label: isMissed ? this.say('status.spoken-also', { totals, also: expects.text }) : totals,
    };
    const tooltip = new vscode.MarkdownString();
    tooltip.appendMarkdown(`**${network}**\n\n${summary.details}\n\n${this.say('status.click')}`);
    this.item.tooltip = tooltip;
    this.item.show();
  }

  private textOf(summary: SummaryResult, over: SummaryResult['budgets']): string {
    const { expects } = summary;
    const text = this.budgetsOf(summary, over);
    if (expects === undefined) return text;
    // A gauge of what all hold says no more than the words; beside what is over, VS Code would cut the words for it.
    const gauge = expects.verdict === 'ok' || over.length > 0 ? '' : expects.gauge;
    return `${text}  ${verdictIcons[expects.verdict]} ${expects.text} ${gauge}`.trimEnd();
  }

  private budgetsOf({ work, params, budgets }: SummaryResult, over: SummaryResult['budgets']): string {
    const totals = { work, params };
    if (budgets.length === 0) return this.say('status', totals);
    const [first, ...others] = over;
    if (first !== undefined) {
      // VS Code cuts what is long: the others are in the tooltip.
      const more = others.length > 0 ? ` +${others.length}` : '';
      return this.say('status.over', { ...totals, budgets: `${first.metric} ${first.text}${more}` });
    }
    const isOpen = budgets.some(({ verdict }) => verdict === 'open');
    // That of the budget that is used most.
    const gauge = budgets
      .map((budget) => budget.gauge)
      .reduce((most, one) => (full(one) > full(most) ? one : most), '');
    return `${this.say(isOpen ? 'status.open' : 'status.met', totals)} ${gauge}`.trimEnd();
  }
}

const verdictIcons = { ok: '$(check)', missed: '$(error)', open: '$(question)' } as const;

function full(gauge: string): number {
  return gauge.split('▰').length;
}

function placeOf({ document, selection }: vscode.TextEditor): SummaryParams {
  const { line, character } = selection.active;
  return { uri: document.uri.toString(), position: { line, character } };
}
