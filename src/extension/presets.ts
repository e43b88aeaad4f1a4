/** The networks of the field that the extension brings: their files, the list to choose from, and copies to play with. */

import * as vscode from 'vscode';
import { formatShort } from '../base/number-format';
import type { FileId } from '../base/span';
import type { Preset } from '../session/presets';
import type { ExtensionWords } from '../words/extension';

export async function presetFiles(extensionUri: vscode.Uri): Promise<readonly FileId[]> {
  const folder = vscode.Uri.joinPath(extensionUri, 'examples');
  return (await vscode.workspace.fs.readDirectory(folder))
    .filter(([name, type]) => name.endsWith('.cnn') && type === vscode.FileType.File)
    .map(([name]) => vscode.Uri.joinPath(folder, name).toString());
}

export async function presetText({ file }: Preset): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.parse(file)));
}

/** Lets the user choose; undefined where nothing was chosen. */
export async function pickPreset(
  presets: Promise<readonly Preset[]>,
  { extension: say, presets: sayPreset }: ExtensionWords,
): Promise<Preset | undefined> {
  const items = presets.then((all) =>
    all.map((preset) => ({
      label: preset.title,
      description: sayPreset('costs', {
        multiplies: formatShort(preset.main.multiplies, 4),
        params: formatShort(preset.main.params, 4),
      }),
      detail: [capitalized(preset.sentence), preset.paper].filter(Boolean).join(' '),
      preset,
    })),
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: say('preset.title'),
    placeHolder: say('preset.hint'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.preset;
}

/** A sentence that stands by itself, and behind the name elsewhere. */
function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** Opens its text as a new document, with the cursor at its network: the file itself belongs to the extension. */
export async function openPreset(preset: Preset, viewColumn?: vscode.ViewColumn): Promise<void> {
  const content = await presetText(preset);
  const document = await vscode.workspace.openTextDocument({ language: 'cnn', content });
  const caret = document.positionAt(preset.caret);
  await vscode.window.showTextDocument(document, {
    preview: false,
    selection: new vscode.Range(caret, caret),
    ...(viewColumn === undefined ? {} : { viewColumn }),
  });
}
