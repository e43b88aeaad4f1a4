/** What would make one layer cheaper, for the place where it is explained. */

import { type Advice, adviceName, adviceSource, adviceTitle } from '../advice/advice';
import type { TextEdit } from '../base/diagnostic';
import type { FileId } from '../base/span';
import type { CheaperWay } from '../protocol/cheaper';
import { type Eventual, whenReady } from '../workspace/eventual';
import { advise } from './advise';
import type { DesignSession } from './look';
import { type NetworkAsked, overriddenNetwork } from './overrides';

/** What saves most first; empty for what is no layer with a cost. */
export function cheaperWays(
  session: DesignSession,
  id: FileId,
  asked: NetworkAsked,
  path: string,
): Eventual<readonly CheaperWay[]> {
  const { advice: say } = session.settings().words;
  return whenReady(adviceOnLayer(session, id, asked, path), (all) =>
    all.map((one) => ({
      id: one.id,
      name: adviceName(one, say),
      title: adviceTitle(one, say),
      source: adviceSource(one.kind, say),
      savedMultiplies: one.savedMultiplies,
      savedShare: one.savedShare,
      params: change(one.before.params, one.after.params),
      peakBytes: change(one.before.peakBytes, one.after.peakBytes),
      keepsShape: one.keepsShape,
      layers: one.layers,
      fieldBefore: one.receptiveField.before,
      fieldAfter: one.receptiveField.after,
    })),
  );
}

/** The edits of one of them; none where the text has it no longer. */
export function cheaperEdits(
  session: DesignSession,
  id: FileId,
  asked: NetworkAsked,
  path: string,
  way: string,
): Eventual<readonly TextEdit[]> {
  return whenReady(adviceOnLayer(session, id, asked, path), (all) => all.find((one) => one.id === way)?.edits ?? []);
}

function adviceOnLayer(
  session: DesignSession,
  id: FileId,
  asked: NetworkAsked,
  path: string,
): Eventual<readonly Advice[]> {
  return whenReady(overriddenNetwork(session, id, asked), (network) => {
    const layer = network?.graph.layers.find((candidate) => candidate.path === path);
    if (network === undefined || layer === undefined) return [];
    const at = { file: layer.origin.file, span: layer.origin.nameSpan };
    return whenReady(advise(session, id, { ...asked, network: network.name }, { at }), (found) => found ?? []);
  });
}

function change(before: number | null, after: number | null): number | null {
  return before === null || after === null ? null : after - before;
}
