/** What a preview shows of a network: its picture, the explanation of a part, the edits of a fix. */

import { type Explanation, explainPath } from '../advice/explain';
import type { TextEdit } from '../base/diagnostic';
import type { FileId } from '../base/span';
import type { VersionedView } from '../protocol/server-messages';
import { buildFileView, lineIndexes } from '../view/build';
import { findFix } from '../view/build-errors';
import { type Eventual, whenReady } from '../workspace/eventual';
import type { Overrides } from '../workspace/overrides';
import { type Comparison, compareNetworks } from './compare';
import { overriddenNetwork, type Session } from './look';

/** Which network of a file, and as it would be with which overrides. */
export interface NetworkAsked {
  /** Without one, or of none in the file, the last one. */
  readonly network?: string | undefined;
  readonly overrides?: Overrides | undefined;
}

/** As the texts alone give it, whatever was asked before; undefined where there is no such file. */
export function viewOf(
  session: Session,
  id: FileId,
  { network, overrides = {} }: NetworkAsked = {},
): Eventual<VersionedView | undefined> {
  return whenReady(session.workspace.analyze(id, overrides), (found) => {
    if (found === undefined) return undefined;
    const { analysis, refused } = found;
    const documentVersion = session.workspace.openText(id)?.version ?? 0;
    return { ...buildFileView(analysis, network, session.settings().words), refused, documentVersion };
  });
}

/** How every number of a layer or block arises; undefined for an unknown path. */
export function explain(
  session: Session,
  id: FileId,
  path: string,
  { network, overrides }: NetworkAsked = {},
): Eventual<Explanation | undefined> {
  return whenReady(overriddenNetwork(session, id, network, overrides), (found) => found && explainPath(found, path));
}

/** The edits of a fix of an error, both by the ids of the view; none where the text has it no longer. */
export function fixEdits(session: Session, id: FileId, error: string, fix: string): Eventual<readonly TextEdit[]> {
  return whenReady(session.workspace.analysis(id), (analysis) =>
    analysis === undefined ? [] : (findFix(analysis, lineIndexes(analysis), error, fix)?.edits ?? []),
  );
}

/** A network as it is written beside what overrides make of it; undefined where there is no such network. */
export function whatIf(
  session: Session,
  id: FileId,
  { network, overrides = {} }: NetworkAsked,
): Eventual<Comparison | undefined> {
  return whenReady(overriddenNetwork(session, id, network, undefined), (before) =>
    whenReady(overriddenNetwork(session, id, before?.name, overrides), (after) =>
      before === undefined || after === undefined ? undefined : compareNetworks(before, after),
    ),
  );
}
