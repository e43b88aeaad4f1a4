/** The open challenge: the rules of lesson 11, and marks at less and less of the original. */

import { Edited } from './edited';
import { challengeMarks, challengeRules, limitAt } from './googlenet';
import type { LessonSource, RuleResult } from './lesson';
import { Design, designOf, read } from './measure';

export interface ChallengeResult {
  readonly rules: readonly RuleResult[];
  /** The line of the first mistake in the text. */
  readonly mistakeLine: number | undefined;
  /** `over` is how many multiplies there are above a mark; 0 or less where it is reached. */
  readonly marks: readonly { readonly share: number; readonly over: number }[];
  /** What the design comes to, where it keeps to the rules. */
  readonly design: { readonly multiplies: number; readonly params: number; readonly peakBytes: number } | undefined;
}

export interface ChangedLayer {
  readonly path: string;
  /** Multiplies; undefined where there is no such layer. */
  readonly was: number | undefined;
  readonly now: number | undefined;
}

/** Layers of the main output that multiply otherwise than those of the original, in the order of the original and then of the design. */
export function changedLayers(text: string, { googlenet }: LessonSource): readonly ChangedLayer[] {
  const network = read(text).networks.at(-1);
  if (network === undefined) return [];
  const multiplies = (design: Design): ReadonlyMap<string, number> =>
    new Map(design.layers().map((layer) => [layer.path, design.multiplies(layer)]));
  const [before, after] = [multiplies(designOf(googlenet)), multiplies(new Design(network))];
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((path) => ({ path, was: before.get(path), now: after.get(path) }))
    .filter(({ was, now }) => was !== now);
}

export function judgeChallenge(text: string, { googlenet }: LessonSource): ChallengeResult {
  const original = designOf(googlenet);
  const reading = read(text);
  const { mistake } = reading;
  let sums: ChallengeResult['design'];
  const { rules } = Edited.look(reading, original, (edited) => {
    const { multiplies, params, peakBytes } = edited.network.main.sums;
    sums = { multiplies: multiplies.value, params: params.value, peakBytes: peakBytes.value };
    return { rules: challengeRules(edited, original, limitAt(original, challengeMarks[0])) };
  });
  const counted = sums?.multiplies ?? Number.POSITIVE_INFINITY;
  return {
    rules,
    mistakeLine: mistake === undefined ? undefined : text.slice(0, mistake.span.start).split('\n').length,
    marks:
      sums === undefined ? [] : challengeMarks.map((share) => ({ share, over: counted - limitAt(original, share) })),
    design: mistake === undefined && rules.every(({ isMet }) => isMet) ? sums : undefined,
  };
}
