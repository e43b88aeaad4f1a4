/**
 * The way from a file's id to what questions about it are answered from: its analysis, those of the open designs that use
 * it, what the user has chosen to see. What is loaded is answered at once.
 */

import type { Analysis, NetworkAnalysis } from '../analysis/analysis';
import { defaultNetwork } from '../analysis/default-network';
import type { Diagnostic } from '../base/diagnostic';
import type { FileId } from '../base/span';
import { declarationAt } from '../ide/definition';
import { networksOf, type Scene, sceneNetwork } from '../ide/scene';
import { tokenAt } from '../syntax/tree-walk';
import { type Eventual, whenReady } from '../workspace/eventual';
import type { Workspace } from '../workspace/workspace';

/** What a surface has for all its files. */
export interface DesignSession {
  readonly workspace: Workspace;
  /** Choices, words and times as they are now. */
  settings(): Omit<Scene, 'analysis' | 'users'>;
}

/** A file with what the questions about it need. */
export interface Look {
  readonly id: FileId;
  readonly scene: Scene;
  readonly analysis: Analysis;
  readonly file: Analysis['file'];
}

/** Undefined where there is no such file. */
export function lookAt(session: DesignSession, id: FileId): Eventual<Look | undefined> {
  const { workspace } = session;
  return whenReady(workspace.analysis(id), (analysis) => {
    if (analysis === undefined) return undefined;
    return whenReady(workspace.openUsers(id), (users) => {
      const scene = { analysis, users, ...session.settings() };
      return { id, scene, analysis, file: analysis.file };
    });
  });
}

/** The named network of a file, or of a design that uses it; without one of that name the file's last. */
export function networkNamed(look: Look, name: string | undefined): NetworkAnalysis | undefined {
  return networksOf(look.scene).find((network) => network.name === name) ?? sceneNetwork(look.scene);
}

/** The named network of the file itself; without one of that name its last. */
export function ownNetwork(analysis: Analysis, name: string | undefined): NetworkAnalysis | undefined {
  return analysis.networks.find((network) => network.name === name) ?? defaultNetwork(analysis);
}

/** What is found in a file, of one network without what stands in the others of the file. */
export function foundIn(analysis: Analysis, network: string | undefined): readonly Diagnostic[] {
  return within(analysis, network, analysis.diagnostics);
}

/** Of diagnostics of an analysis those that do not stand in other networks of its file than the named one. */
export function within(
  analysis: Analysis,
  network: string | undefined,
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  const { file, declarations } = analysis.file;
  const others = declarations.filter(
    (one) => network !== undefined && one.kind === 'network' && (one.name?.text ?? '') !== network,
  );
  if (others.length === 0) return diagnostics;
  return diagnostics.filter(
    ({ file: place, span }) =>
      place !== file || !others.some(({ start, end }) => span.start >= start && span.end <= end),
  );
}

/** The scene of the name at an offset with all files that may use it, open or not. */
export async function sceneOfAllUses({ workspace }: DesignSession, look: Look, offset: number): Promise<Scene> {
  const { start } = tokenAt(look.file, offset);
  const declaration = declarationAt(look.analysis, look.file, start);
  if (declaration === undefined) return look.scene;
  const home = await workspace.analysis(declaration.file);
  const users = [...(home === undefined ? [] : [home]), ...(await workspace.users(declaration.file))];
  return { ...look.scene, users: users.filter((analysis) => analysis.file !== look.file) };
}
