/** What overrides of a network make wrong that is right as it is written, and which values near a wrong one are right. */

import { promiseCodes } from '../analysis/promises';
import type { DiagnosticCode } from '../base/codes';
import type { Diagnostic } from '../base/diagnostic';
import { messageOf } from '../base/message-text';
import type { FileId } from '../base/span';
import { type DesignChange, overridesOf, withChange } from '../protocol/what-if';
import { type Eventual, whenReady } from '../workspace/eventual';
import { type DesignSession, foundIn } from './look';
import { type NetworkAsked, overridden, refusedText } from './overrides';

/** The first of the mistakes, one line for people; undefined where there is none. */
export function overrideMistake(session: DesignSession, id: FileId, asked: NetworkAsked): Eventual<string | undefined> {
  const { diagnostics: words } = session.settings().words;
  return whenReady(session.workspace.analysis(id), (plain) =>
    whenReady(overridden(session, id, asked), (found) => {
      if (plain === undefined || found === undefined) return undefined;
      const [refused] = found.refusedParameters;
      if (refused !== undefined) return refusedText(refused, words);
      const known = counted(mistakesIn(foundIn(plain, found.network?.name)));
      for (const mistake of mistakesIn(foundIn(found.analysis, found.network?.name))) {
        const left = known.get(mistake.code) ?? 0;
        if (left === 0) return messageOf(mistake, words);
        known.set(mistake.code, left - 1);
      }
      return undefined;
    }),
  );
}

function mistakesIn(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ severity, code }) => severity === 'error' && !promiseCodes.has(code));
}

function counted(diagnostics: readonly Diagnostic[]): Map<DiagnosticCode, number> {
  const counts = new Map<DiagnosticCode, number>();
  for (const { code } of diagnostics) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

/** Values that are tried on either side; fewer of a large network. */
const mostTried = 24;
const mostLayersTried = 20_000;

/**
 * The nearest value below and above a refused one that makes nothing wrong, as far as there are some nearby; for numbers
 * and sizes alone. `changes` are the others that hold.
 */
export function nearestValues(
  session: DesignSession,
  id: FileId,
  network: string,
  changes: readonly DesignChange[],
  refused: DesignChange,
): Eventual<readonly string[]> {
  const form = numericForm(refused);
  if (form === undefined) return [];
  return whenReady(overridden(session, id, { network }), (found) => {
    const shape = found?.network?.shapes[found.network.graph.input];
    const [height, width, channels] = shape ?? [];
    if (found?.network === undefined || height === undefined || width === undefined || channels === undefined)
      return [];
    const tries = Math.max(2, Math.min(mostTried, Math.floor(mostLayersTried / found.network.graph.layers.length)));
    const works = (now: string): Eventual<boolean> => {
      const overrides = overridesOf(withChange(changes, { ...refused, now }), network, [height, width, channels]);
      return whenReady(overrideMistake(session, id, { network, overrides }), (mistake) => mistake === undefined);
    };
    const first = (step: number, left: number, from: number): Eventual<string | undefined> => {
      const next = form.beside(from, step);
      if (left === 0 || next <= 0) return undefined;
      return whenReady(works(form.write(next)), (does) => (does ? form.write(next) : first(step, left - 1, next)));
    };
    return whenReady(first(-1, tries, form.value), (below) =>
      whenReady(first(1, tries, form.value), (above) => [below, above].filter((value) => value !== undefined)),
    );
  });
}

interface NumericForm {
  readonly value: number;
  /** The next candidate in a direction. */
  beside(from: number, step: number): number;
  write(value: number): string;
}

/** Whole numbers and square sizes by ones, others by sixteenths of what the text has. */
function numericForm({ was, now }: DesignChange): NumericForm | undefined {
  const side = /^(\d+)x\1$/.exec(now);
  if (side !== null) {
    return { value: Number(side[1]), beside: (from, step) => from + step, write: (value) => `${value}x${value}` };
  }
  const [value, before] = [Number(now), Number(was)];
  if (now.trim() === '' || !Number.isFinite(value) || !Number.isFinite(before)) return undefined;
  const isWhole = Number.isInteger(value) && Number.isInteger(before);
  const unit = isWhole ? 1 : before / 16;
  const beside = (from: number, step: number): number =>
    Number(
      ((step > 0 ? Math.floor(from / unit + 1e-9) + 1 : Math.ceil(from / unit - 1e-9) - 1) * unit).toPrecision(12),
    );
  return { value, beside, write: String };
}
