/**
 * What a page asks about the design that it shows, where the answer changes nothing of what is shown when: each question is put to
 * the source, or to the editor, and its answer posted. What decides about the picture is in preview-controller.ts.
 */

import { fromBase64 } from '../base/base64';
import type { FileId } from '../base/span';
import type { HostMessage, OfferedPreset, ViewMessage } from '../protocol/messages';
import type { Presets } from './presets';
import type { LookedAt } from './preview-compare';
import type { PreviewPorts } from './preview-ports';
import { problemText } from './problem-text';

type QuestionType =
  | 'explain'
  | 'cheaper'
  | 'applyCheaper'
  | 'statement'
  | 'askStatement'
  | 'applyStatement'
  | 'memory'
  | 'report'
  | 'usePreset'
  | 'importModel'
  | 'applyFix'
  | 'save';

export type PreviewQuestion = Extract<ViewMessage, { readonly type: QuestionType }>;

export class PreviewAnswers {
  /** `lookedAt` waits for the first view. */
  constructor(
    private readonly file: FileId,
    private readonly ports: PreviewPorts,
    private readonly presets: Presets,
    private readonly lookedAt: () => Promise<LookedAt>,
    private readonly post: (message: HostMessage) => void,
  ) {}

  /** Rejects where there is no answer to be had. */
  async answer(question: PreviewQuestion): Promise<void> {
    const { file, post } = this;
    const { editor, source } = this.ports;
    switch (question.type) {
      case 'explain': {
        const { path } = question;
        const { network, overrides } = await this.lookedAt();
        post({ type: 'explanation', path, explanation: await source.explain(file, network, path, overrides) });
        return;
      }
      case 'cheaper': {
        const { path } = question;
        const { network, overrides } = await this.lookedAt();
        post({ type: 'cheaper', path, ways: await source.cheaper(file, network, path, overrides) });
        return;
      }
      case 'applyCheaper': {
        const { network, overrides } = await this.lookedAt();
        await editor.apply(await source.cheaperEdits(file, network, question.path, question.way, overrides));
        return;
      }
      case 'statement': {
        const { path } = question;
        const { network } = await this.lookedAt();
        post({ type: 'statement', path, statement: await source.statement(file, network, path) });
        return;
      }
      case 'askStatement': {
        const { network } = await this.lookedAt();
        const answer = await source.askStatement(file, network, question.path, question.question);
        post({ type: 'statementAnswer', asked: question.asked, answer });
        return;
      }
      case 'applyStatement': {
        const { network } = await this.lookedAt();
        await editor.apply(await source.statementEdits(file, network, question.path, question.text));
        return;
      }
      case 'memory': {
        const { network, overrides } = await this.lookedAt();
        const report = await source.memory(file, network, { ...overrides, batch: question.batch });
        post({ type: 'memory', report });
        return;
      }
      case 'report': {
        const { network, overrides } = await this.lookedAt();
        const asked = { ...overrides, batch: question.batch };
        post({ type: 'report', report: await source.report(file, network, question.metric, asked) });
        return;
      }
      case 'usePreset': {
        const all = this.presets.list();
        const preset =
          question.preset === null
            ? await editor.pickPreset(all)
            : (await all).find(({ name }) => name === question.preset);
        if (preset !== undefined) await editor.usePreset(file, preset);
        return;
      }
      case 'importModel':
        await editor.importModel(question.uri);
        return;
      case 'applyFix':
        await editor.apply(await source.fix(file, question.error, question.fix));
        return;
      case 'save': {
        const bytes = fromBase64(question.base64);
        if (bytes !== undefined) await editor.save(question.name, bytes);
        return;
      }
    }
  }

  /** What may be started from. A file without a network is shown as such also where nothing is to be had. */
  async offer(): Promise<{ readonly presets: readonly OfferedPreset[]; readonly presetCount: number }> {
    try {
      const { length: presetCount } = await this.presets.list();
      const presets = (await this.presets.offered()).map(({ name, title, sentence, main: { multiplies, params } }) => ({
        name,
        title,
        sentence,
        multiplies,
        params,
      }));
      return { presets, presetCount };
    } catch (problem) {
      this.ports.log(`preview: no presets: ${problemText(problem)}`);
      return { presets: [], presetCount: 0 };
    }
  }
}
