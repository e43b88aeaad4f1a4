/**
 * Designs that come in an address: `vscode://incept.incept/open?d=DESIGN`, from a page with a design or from anybody else. What
 * stands in it is a stranger's: it becomes text in an editor, or files in a folder that the user chooses for them, and replaces none.
 */

import * as vscode from 'vscode';
import { type LinkedDesign, readDesignLink } from '../session/design-link';
import { KnownProblem } from '../session/problem-text';
import type { ExtensionWords } from '../words/extension';
import type { PreviewPanels } from './preview/panels';
import { writeWhole } from './whole-files';

/** Throws a `KnownProblem` for an address that asks for something else or holds no design. */
export async function openDesignLink(
  { path, query }: vscode.Uri,
  panels: PreviewPanels,
  words: ExtensionWords,
): Promise<void> {
  const link = new URLSearchParams(query).get('d');
  if (path !== '/open' || link === null) throw new KnownProblem(words.extension('link.unknown'));
  const found = readDesignLink(link);
  if ('problem' in found) throw new KnownProblem(words.designLink(found.problem));
  const document = await documentOf(found.design, words);
  if (document === undefined) return;
  await vscode.window.showTextDocument(document, { preview: false, viewColumn: vscode.ViewColumn.One });
  const { network, node } = found.design;
  const { controller } = panels.open(document.uri, network);
  if (network === undefined) return;
  if (node === undefined) await controller.showNetwork(network);
  else await controller.showNode('layer', network, node);
}

/** Undefined where no folder was chosen. */
async function documentOf(
  { files, shown }: LinkedDesign,
  words: ExtensionWords,
): Promise<vscode.TextDocument | undefined> {
  const [only, ...others] = files;
  if (only !== undefined && others.length === 0) {
    return vscode.workspace.openTextDocument({ language: 'cnn', content: only.text });
  }
  const { extension: say } = words;
  // Designs import each other by their places, which an unsaved text has none of.
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: say('link.folder', { count: files.length }),
      openLabel: say('button.folder'),
      canSelectFolders: true,
      canSelectFiles: false,
    })) ?? [];
  if (folder === undefined) return undefined;
  const places = files.map(({ name }) => vscode.Uri.joinPath(folder, name));
  for (const [i, place] of places.entries()) {
    if (await exists(place)) throw new KnownProblem(say('link.exists', { name: files[i]?.name ?? '' }));
  }
  await writeWhole(files.map(({ name, text }) => ({ uri: vscode.Uri.joinPath(folder, name), content: text })));
  const place = places[shown];
  return place && vscode.workspace.openTextDocument(place);
}

async function exists(place: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(place).then(
    () => true,
    () => false,
  );
}
