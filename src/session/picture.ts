/** What a preview shows of a network: its picture, the explanation of a part, the edits of a fix. */

import { type Explanation, explainPath } from '../advice/explain';
import type { TextEdit } from '../base/diagnostic';
import type { FileId } from '../base/span';
import type { VersionedView } from '../protocol/server-messages';
import { buildFigures, buildFileView, lineIndexes } from '../view/build';
import { findFix } from '../view/build-errors';
import { type Insides, withInsides } from '../view/insides';
import type { ViewFigures } from '../view/model';
import { type Eventual, whenReady } from '../workspace/eventual';
import type { DesignSession } from './look';
import { overrideMistake } from './override-mistake';
import { type NetworkAsked, type Overridden, overridden, overriddenNetwork, refusedText } from './overrides';

/** As the texts alone give it, whatever was asked before; of a large network with the insides that are wanted; undefined where there is no such file. */
export function viewOf(
  session: DesignSession,
  id: FileId,
  asked: NetworkAsked = {},
  insides: Insides = 'all',
): Eventual<VersionedView | undefined> {
  const { workspace } = session;
  const answer = (revision: number) => (found: Overridden | undefined) => {
    if (found === undefined) return undefined;
    const { words } = session.settings();
    const { analysis, network, refused } = found;
    const refusedParameters = found.refusedParameters.map((one) => ({
      name: one.name,
      value: one.value,
      message: refusedText(one, words.diagnostics),
    }));
    const documentVersion = workspace.openText(id)?.version ?? 0;
    const view = withInsides(buildFileView(analysis, network?.name, words), insides);
    const mistake = asked.overrides === undefined ? undefined : overrideMistake(session, id, asked);
    return whenReady(mistake, (message) => ({
      ...view,
      refused,
      refusedParameters,
      mistake: message ?? null,
      documentVersion,
      revision,
    }));
  };
  return whenReady(workspace.analysis(id), (written) => {
    if (written === undefined) return undefined;
    return whenReady(overridden(session, id, asked), answer(workspace.revisionOf(written)));
  });
}

/** What stands over the picture of a view, without the view: undefined where that gives none to show, or says that it is refused. */
export function figuresOf(session: DesignSession, id: FileId, asked: NetworkAsked): Eventual<ViewFigures | undefined> {
  return whenReady(overridden(session, id, asked), (found) => {
    if (found === undefined) return undefined;
    const figures = buildFigures(found.analysis, found.network?.name);
    if (asked.overrides === undefined) return figures;
    return whenReady(overrideMistake(session, id, asked), (mistake) => (mistake === undefined ? figures : undefined));
  });
}

/** How every number of a layer or block arises; undefined for an unknown path. */
export function explain(
  session: DesignSession,
  id: FileId,
  path: string,
  asked: NetworkAsked = {},
): Eventual<Explanation | undefined> {
  return whenReady(overriddenNetwork(session, id, asked), (found) => found && explainPath(found, path));
}

/** The edits of a fix of an error, both by the ids of the view; none where the text has it no longer. */
export function fixEdits(
  session: DesignSession,
  id: FileId,
  error: string,
  fix: string,
): Eventual<readonly TextEdit[]> {
  return whenReady(session.workspace.analysis(id), (analysis) =>
    analysis === undefined ? [] : (findFix(analysis, lineIndexes(analysis), error, fix)?.edits ?? []),
  );
}
