/** What a preview's network is compared with: asks for it anew when the network has changed, one question at a time. */

import { type FileId, fileName } from '../base/span';
import type { CompareBase, ComparedWith, CompareOutcome } from '../protocol/compare';
import type { HostMessage } from '../protocol/messages';
import type { SentOverrides } from '../protocol/server-messages';
import type { CommittedTexts, PreviewPorts } from './preview-ports';

/** Imports are followed that deep into a commit. */
const mostRounds = 24;

/** What was chosen, as it is asked for. */
interface Chosen {
  readonly with: ComparedWith;
  readonly name: string;
  readonly base: CompareBase;
  readonly commit: CommittedTexts | undefined;
}

/** The network that is looked at. */
export interface LookedAt {
  readonly network: string;
  readonly overrides: SentOverrides | undefined;
}

export class PreviewCompare {
  private chosen: Chosen | undefined;
  /** It was chosen, and the page was not told of it yet. */
  private isNew = false;
  /** Grows with each question: an answer to an older one comes too late. */
  private turn = 0;

  constructor(
    private readonly file: FileId,
    private readonly ports: PreviewPorts,
    private readonly post: (message: HostMessage) => void,
  ) {}

  get isOn(): boolean {
    return this.chosen !== undefined;
  }

  /** What was compared when the page was last left, where nothing is by now; it does not come to the front. */
  async resume(wanted: ComparedWith, at: LookedAt): Promise<void> {
    if (!this.isOn) await this.start(wanted, at, false);
  }

  async start(wanted: ComparedWith, at: LookedAt, isNew = true): Promise<void> {
    const turn = ++this.turn;
    const chosen = await this.choose(wanted);
    if (turn !== this.turn) return;
    if (chosen === undefined && this.chosen !== undefined) {
      // What is compared stays.
      await this.refresh(at);
      return;
    }
    if (chosen === undefined || typeof chosen === 'string') {
      this.end(chosen);
      return;
    }
    this.chosen = chosen;
    this.isNew = isNew;
    await this.refresh(at);
  }

  async swap(at: LookedAt): Promise<void> {
    if (this.chosen === undefined) return;
    const { with: wanted, base } = this.chosen;
    const isSwapped = wanted.isSwapped !== true;
    this.chosen = { ...this.chosen, with: { ...wanted, isSwapped }, base: { ...base, isSwapped } };
    await this.refresh(at);
  }

  /** The network, or what it is compared with, may have changed. */
  async refresh({ network, overrides }: LookedAt): Promise<void> {
    const { chosen } = this;
    if (chosen === undefined) return;
    const turn = ++this.turn;
    let base = chosen.base;
    const isUnread = base.kind === 'commit' && base.texts.length === 0;
    let outcome: CompareOutcome = isUnread
      ? { kind: 'more', files: [this.file] }
      : await this.ports.source.compare(this.file, network, overrides, base);
    for (let round = 0; outcome.kind === 'more' && round < mostRounds && chosen.commit !== undefined; round++) {
      const known = base.kind === 'commit' ? base.texts : [];
      const { commit } = chosen;
      const more = await Promise.all(outcome.files.map(async (uri) => ({ uri, text: await commit.read(uri) })));
      base = { ...base, kind: 'commit', texts: [...known, ...more] };
      outcome = await this.ports.source.compare(this.file, network, overrides, base);
    }
    if (turn !== this.turn) return;
    if (outcome.kind === 'done') {
      const { kind: _, ...report } = outcome;
      // What was read of the commit stays the same.
      this.chosen = { ...chosen, base };
      this.post({ type: 'comparison', with: chosen.with, name: chosen.name, isNew: this.isNew, report });
      this.isNew = false;
    } else this.end(outcome.kind === 'none' ? outcome.reason : this.ports.say('compare.imports'));
  }

  end(reason = ''): void {
    this.turn++;
    this.chosen = undefined;
    this.post({ type: 'comparisonEnded', reason });
  }

  /** A reason in words where there is nothing of the kind; undefined where a person chose nothing. */
  private async choose(wanted: ComparedWith): Promise<Chosen | string | undefined> {
    const { editor, say } = this.ports;
    const direction = wanted.isSwapped === true ? { isSwapped: true } : {};
    switch (wanted.kind) {
      case 'commit': {
        const commit = await editor.lastCommit(this.file);
        if (typeof commit === 'string') return commit;
        const name = say('compare.commit', { commit: commit.name });
        return { with: wanted, name, base: { kind: 'commit', texts: [], ...direction }, commit };
      }
      case 'file': {
        const uri = wanted.uri ?? (await editor.pickDesign(this.file));
        if (uri === undefined) return undefined;
        const file = { kind: 'file', uri, ...direction } as const;
        return { with: file, name: fileName(uri), base: file, commit: undefined };
      }
      case 'network':
        return { with: wanted, name: wanted.network, base: wanted, commit: undefined };
      case 'text':
        return { with: wanted, name: say('compare.text'), base: wanted, commit: undefined };
    }
  }
}
