/**
 * Which files views were asked of. What an editor holds is analysed after every change, and told then; a file that no editor holds is
 * not, though what it reads changes too: on disk, or in an editor that holds a file which it imports. Who has its view is told once
 * that it is outdated, and asks again if it still shows it.
 */

import type { FileId } from '../base/span';
import type { Workspace } from '../workspace/workspace';

/** As many analyses are kept of files that no editor holds. */
const mostAsked = 32;

interface Answer {
  readonly uri: string;
  /** 0 where there was no such file. */
  readonly revision: number;
}

export class AskedViews {
  /** Of the last answers, the newest last. */
  private readonly answers = new Map<FileId, Answer>();

  constructor(
    private readonly workspace: Pick<Workspace, 'openText' | 'isRevisionCurrent'>,
    /** Tells of a file, as it was called by who asked. */
    private readonly tell: (uri: string) => void,
  ) {}

  /** Texts may have changed while the view was made. */
  answered(file: FileId, answer: Answer): void {
    this.answers.delete(file);
    this.answers.set(file, answer);
    const [oldest] = this.answers.keys();
    if (this.answers.size > mostAsked && oldest !== undefined) this.answers.delete(oldest);
    this.check(file, answer);
  }

  /** Some text has changed, or a file on disk. */
  textsChanged(): void {
    for (const [file, answer] of [...this.answers]) this.check(file, answer);
  }

  private check(file: FileId, { uri, revision }: Answer): void {
    if (this.workspace.openText(file) !== undefined || this.workspace.isRevisionCurrent(file, revision)) return;
    this.answers.delete(file);
    this.tell(uri);
  }
}
