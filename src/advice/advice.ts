/**
 * A rewrite that was tried: what it would save, by two analyses of the texts before and after, and the edits that make it.
 * Plain data, which every surface puts into the words of its language here.
 */

import type { TextEdit } from '../base/diagnostic';
import { formatExact, formatShare } from '../base/number-format';
import type { Location } from '../base/span';
import type { advice } from '../words/english/advice';
import type { Say } from '../words/text';
import type { AdviceKind } from './rewrites';

/** Totals of the main outputs; null is not known whole. */
export interface AdviceFigures {
  readonly multiplies: number | null;
  readonly params: number | null;
  readonly peakBytes: number | null;
}

export interface Advice {
  /** `bottleneck:conv_1`: what it is and where, the same for the same text. */
  readonly id: string;
  readonly kind: AdviceKind;
  /** Of the layer that it is named after; of several that one call makes the first. */
  readonly path: string;
  /** The name in that call. */
  readonly location: Location;
  /** How many layers that call makes: all of them change. */
  readonly layers: number;
  /** `5x5`; empty for a layer without a kernel. */
  readonly window: string;
  readonly before: AdviceFigures;
  readonly after: AdviceFigures;
  /** Exact: where something of the network is unknown it is the same before and after. */
  readonly savedMultiplies: number;
  /** Of the network's multiplies; null where these are not known whole. */
  readonly savedShare: number | null;
  /** Whether all outputs have the shapes that they had. */
  readonly keepsShape: boolean;
  /** Pixels of the image, vertical and horizontal, that a value of the result depends on; null is unknown. */
  readonly receptiveField: {
    readonly before: readonly [number, number] | null;
    readonly after: readonly [number, number] | null;
  };
  readonly choice: Readonly<Record<string, number>>;
  /** They do not overlap. */
  readonly edits: readonly TextEdit[];
}

/** What it does, in one line. */
export function adviceTitle({ kind, path, window, choice }: Advice, say: Say<typeof advice>): string {
  switch (kind) {
    case 'bottleneck':
      return say('bottleneck', { path, window, r: choice.r ?? 0 });
    case 'two-3x3':
      return say('two-3x3', { path });
    case 'asymmetric': {
      const [side = ''] = window.split('x');
      return say('asymmetric', { path, window, across: `1x${side}`, down: `${side}x1` });
    }
    case 'separable':
      return say('separable', { path, window });
    case 'groups':
      return say('groups', { path, groups: choice.groups ?? 0 });
    case 'pool-before-1x1':
      return say('pool-before-1x1', { path });
    case 'global-pool':
      return say('global-pool', { path });
    case 'early-stride':
      return say('early-stride', { path });
    case 'multiple-of-8':
      return say('multiple-of-8', { path, filters: choice.filters ?? choice.units ?? 0 });
  }
}

/** The same where the layer is known: `1x1 bottleneck of 16 channels`. */
export function adviceName({ kind, window, choice }: Advice, say: Say<typeof advice>): string {
  const [side = ''] = window.split('x');
  switch (kind) {
    case 'bottleneck':
      return say('short.bottleneck', { r: choice.r ?? 0 });
    case 'asymmetric':
      return say('short.asymmetric', { across: `1x${side}`, down: `${side}x1` });
    case 'separable':
      return say('short.separable', { window });
    case 'groups':
      return say('short.groups', { groups: choice.groups ?? 0 });
    case 'multiple-of-8':
      return say('short.multiple-of-8', { filters: choice.filters ?? choice.units ?? 0 });
    case 'two-3x3':
    case 'pool-before-1x1':
    case 'global-pool':
    case 'early-stride':
      return say(`short.${kind}`);
  }
}

/** With what it saves: `Put a 1x1 bottleneck of 16 channels in front of the 5x5 conv_1 (-107,978,752 multiplies, -89.7%)`. */
export function adviceOffer(one: Advice, say: Say<typeof advice>): string {
  const { savedMultiplies, savedShare } = one;
  const saved = `-${formatExact(savedMultiplies)}`;
  const title = adviceTitle(one, say);
  if (savedShare === null) return say('offer.partial', { title, saved });
  return say('offer', { title, saved, share: `-${formatShare(savedShare, 1)}` });
}

/** Who has shown it, and where. */
export function adviceSource(kind: AdviceKind, say: Say<typeof advice>): string {
  return say(`source.${kind}`);
}
