/**
 * A network of a file beside another one: as a picture of both, as the lines of text that differ, and as Markdown. The
 * other one is of the file as it was committed, of another file, another one of the same file, or what the text says while
 * something else is tried out.
 */

import type { NetworkAnalysis } from '../analysis/analysis';
import { type FileId, fileName } from '../base/span';
import type { CompareBase, CompareOutcome } from '../protocol/compare';
import type { WrittenLines } from '../protocol/what-if';
import { buildFileView } from '../view/build';
import { unionView } from '../view/union';
import { MemoryFiles } from '../workspace/memory-files';
import { changedLines } from '../workspace/text-edits';
import { idOf } from '../workspace/uri';
import { Workspace } from '../workspace/workspace';
import { compareNetworks } from './compare';
import { type DiffSide, diffMarkdown } from './diff-tables';
import type { DesignSession } from './look';
import { matchLayers } from './match-layers';
import { type NetworkAsked, type Overridden, overridden } from './overrides';

export async function compareWith(
  session: DesignSession,
  id: FileId,
  asked: NetworkAsked,
  base: CompareBase,
): Promise<CompareOutcome> {
  const { words } = session.settings();
  const none = (reason: 'file' | 'network'): CompareOutcome => ({
    kind: 'none',
    reason: words.compare(`no-${reason}`),
  });
  const now = await overridden(session, id, asked);
  if (now?.network === undefined) return none('network');
  const { files, session: elsewhere } = await worldOf(session, base);
  const file = base.kind === 'file' ? idOf(base.uri) : id;
  const network = base.kind === 'network' ? base.network : now.network.name;
  const old = await overridden(elsewhere, file, { network });
  const more = files?.missing() ?? [];
  if (more.length > 0) return { kind: 'more', files: more.map((one) => session.workspace.uriOf(one)) };
  if (old === undefined) return none('file');
  if (old.network === undefined) return none('network');
  const other = { ...old, network: old.network, side: sideOf(file, old.network, base) };
  const own = { ...now, network: now.network, side: sideOf(id, now.network, undefined) };
  const isSwapped = base.isSwapped === true;
  const [from, to] = isSwapped ? [own, other] : [other, own];
  const match = matchLayers(from.network, to.network);
  const comparison = compareNetworks(from.network, to.network, match);
  const changed = new Set(comparison.layers.flatMap((layer) => (layer.kind === 'changed' ? [layer.path] : [])));
  const [was, is] = [viewOf(from, session), viewOf(to, session)];
  if (was === null || is === null) return none('network');
  const pairs = to.network.graph.layers.flatMap(({ id: layer, path }) => {
    const before = match[layer];
    if (before === undefined) return [];
    return [{ old: from.network.graph.layers[before]?.path ?? '', new: path, isChanged: changed.has(path) }];
  });
  const { view: union, ...both } = unionView(was, is, pairs, isSwapped);
  const markdown = diffMarkdown({ old: from.side, new: to.side }, comparison, words);
  return { kind: 'done', union, ...both, lines: linesOf(id, from, to, base), markdown };
}

function viewOf({ analysis, network }: Overridden, session: DesignSession) {
  return buildFileView(analysis, network?.name, session.settings().words).view;
}

/** Of other files there is nothing to be put side by side. */
function linesOf(file: FileId, old: Overridden, now: Overridden, base: CompareBase): readonly WrittenLines[] {
  if (base.kind !== 'commit') return [];
  const lines = changedLines(old.analysis.file.text, now.analysis.file.text);
  return lines.map((changed) => ({ fileName: fileName(file), ...changed }));
}

function sideOf(file: FileId, { name }: NetworkAnalysis, base: CompareBase | undefined): DiffSide {
  const called = fileName(file);
  return { file: base?.kind === 'commit' ? `HEAD:${called}` : called, network: name };
}

interface World {
  readonly session: DesignSession;
  /** Set where they are not those of the session. */
  readonly files: CommittedFiles | undefined;
}

/** Where the other network is looked for. */
async function worldOf(session: DesignSession, base: CompareBase): Promise<World> {
  if (base.kind !== 'commit') return { session, files: undefined };
  const files = new CommittedFiles(base.texts);
  const workspace = new Workspace(files);
  workspace.setRoots(session.workspace.roots);
  return { session: { workspace, settings: () => session.settings() }, files };
}

/** Files of a commit, as far as they were asked for so far. */
class CommittedFiles extends MemoryFiles {
  private readonly known: ReadonlySet<FileId>;
  private readonly wanted = new Set<FileId>();

  constructor(texts: Extract<CompareBase, { kind: 'commit' }>['texts']) {
    super(Object.fromEntries(texts.flatMap(({ uri, text }) => (text === null ? [] : [[uri, text]]))));
    this.known = new Set(texts.map(({ uri }) => idOf(uri)));
  }

  /** That were wanted and of which nothing is known. */
  missing(): readonly FileId[] {
    return [...this.wanted];
  }

  override async readText(id: FileId): Promise<string | undefined> {
    if (!this.known.has(id)) this.wanted.add(id);
    return super.readText(id);
  }

  override async canonical(id: FileId): Promise<FileId | undefined> {
    // What is in the commit has its own name; links are texts there.
    return id;
  }
}
