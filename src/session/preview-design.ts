/**
 * The design that a preview shows in place of the text's own: what was changed of it, what is wanted next, and the picture
 * that the text alone gives. A design that makes something wrong is refused, and the one before stays.
 */

import type { HostMessage } from '../protocol/messages';
import type { SentOverrides } from '../protocol/server-messages';
import { type DesignChange, overridesOf } from '../protocol/what-if';
import type { ViewModel, ViewShape } from '../view/model';

/** What the page asks to be shown. */
export interface WantedDesign {
  readonly changes: readonly DesignChange[];
  /** The last of the changes; null where several came at once, or one went. */
  readonly changed: DesignChange | null;
  readonly turn: number;
}

export class PreviewDesign {
  /** Those that are shown. */
  changes: readonly DesignChange[] = [];
  wanted: WantedDesign | undefined;
  /** As the text alone gives it; undefined where it has to be asked for. */
  textView: ViewModel | undefined;
  /** The page has been told of it. */
  isTextTold = false;

  get isOn(): boolean {
    return this.changes.length > 0 || (this.wanted?.changes.length ?? 0) > 0;
  }

  /** Of what is wanted, else of what is shown. */
  overrides(): SentOverrides | undefined {
    const changes = this.wanted?.changes ?? this.changes;
    const { textView } = this;
    return textView && overridesOf(changes, textView.network, knownSize(textView.inputShape));
  }

  /** What is wanted is shown now. */
  take(wanted: WantedDesign | undefined): void {
    if (wanted === undefined) return;
    this.changes = wanted.changes;
    // Another one may be wanted by now.
    if (this.wanted === wanted) this.wanted = undefined;
  }

  /** What the page is told of a design that is not shown; undefined where it wants another one by now. */
  refusal(
    wanted: WantedDesign,
    message: string,
    nearest: readonly string[] | null,
  ): Extract<HostMessage, { type: 'designRefused' }> | undefined {
    const refused = wanted.changed ?? wanted.changes.at(-1);
    if (refused === undefined) return undefined;
    return { type: 'designRefused', turn: wanted.turn, changes: this.changes, refused, message, nearest };
  }

  /** The text may be another, or the page. */
  forgetText(): void {
    this.textView = undefined;
    this.isTextTold = false;
  }

  clear(): void {
    this.changes = [];
    this.wanted = undefined;
    this.forgetText();
  }
}

function knownSize(shape: ViewShape | null): readonly [number, number, number] | null {
  const [height, width, channels] = shape ?? [null, null, null];
  return height === null || width === null || channels === null ? null : [height, width, channels];
}
