/** Addresses of VS Code that have a design in them, as a page or a chat would give them. */

import * as assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import * as vscode from 'vscode';
import { openDesignLink } from '../../../src/extension/design-links';
import type { PreviewPanels } from '../../../src/extension/preview/panels';
import { type LinkedDesign, writeDesignLink } from '../../../src/session/design-link';
import { extensionWords } from '../../../src/words/extension';
import { eventually, press, texts, type, waitFor } from '../rig/ui';

const page = { webview: 0 } as const;
const small = 'network Small() {\n  input x: 8x8x2\n  conv(4, 1x1)\n}\n';

function linkOf(design: LinkedDesign): string {
  const written = writeDesignLink(design);
  return 'link' in written ? written.link : assert.fail(written.problem);
}

/** Opens an address. That the extension may have it is asked of people only, not of tests. */
async function follow(address: string): Promise<void> {
  const opened = vscode.commands.executeCommand('workbench.action.url.openUrl');
  await waitFor('.quick-input-widget input');
  await type(`${vscode.env.uriScheme}://incept.incept/${address}`);
  await press('Enter');
  await opened;
}

/** What the handler does with an address, where the user chooses a folder. Gives what was shown as a preview. */
async function handled(query: string, folder?: vscode.Uri, path = '/open'): Promise<string[]> {
  const shown: string[] = [];
  const controller = { showNetwork: async () => {}, showNode: async () => {} };
  const open = (uri: vscode.Uri) => {
    shown.push(uri.toString());
    return { controller };
  };
  const panels = { open } as unknown as PreviewPanels;
  const { showOpenDialog } = vscode.window;
  vscode.window.showOpenDialog = async () => folder && [folder];
  try {
    await openDesignLink(vscode.Uri.from({ scheme: 'vscode', path, query }), panels, extensionWords('en'));
  } finally {
    vscode.window.showOpenDialog = showOpenDialog;
  }
  return shown;
}

describe('a link with a design', function () {
  this.timeout(120_000);
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('opens it as an unsaved file beside its preview', async () => {
    const text = `${small}network Last() { input x: 4x4x1 relu() }\n`;
    const link = linkOf({ files: [{ name: 'main.cnn', text }], shown: 0, network: 'Small', node: 'conv_1' });
    await follow(`open?d=${link}`);
    const editor = await eventually('the editor', () => vscode.window.activeTextEditor);
    const { document } = editor;
    assert.deepEqual([document.isUntitled, document.languageId, document.getText()], [true, 'cnn', text]);
    await waitFor('svg.scene rect.body', page, 60_000);
    await eventually('the layer', async () => (await texts('body', page))[0]?.includes('conv_1') || undefined);
  });

  it('puts several files where the user says, and replaces none', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const place = vscode.Uri.joinPath(folder.uri, 'from-link');
    await vscode.workspace.fs.createDirectory(place);
    const files = [
      { name: 'main.cnn', text: `import { part } from "./parts/part.cnn"\n${small.replace('conv(4, 1x1)', 'part()')}` },
      { name: 'parts/part.cnn', text: 'module part() { conv(4, 3x3) }\n' },
    ];
    const link = `d=${linkOf({ files, shown: 0 })}`;
    assert.deepEqual(await handled(link), []);
    const main = vscode.Uri.joinPath(place, 'main.cnn');
    assert.deepEqual(await handled(link, place), [main.toString()]);
    assert.equal(vscode.window.activeTextEditor?.document.getText(), files[0]?.text);
    const part = vscode.Uri.joinPath(place, 'parts', 'part.cnn');
    await vscode.workspace.fs.writeFile(part, new TextEncoder().encode('// mine\n'));
    await vscode.workspace.fs.delete(main);
    await assert.rejects(handled(link, place), /parts\/part\.cnn exists in this folder/);
    assert.equal(new TextDecoder().decode(await vscode.workspace.fs.readFile(part)), '// mine\n');
    assert.equal((await vscode.workspace.findFiles('from-link/main.cnn')).length, 0);
  });

  it('says what is wrong with what a stranger made', async () => {
    const outside = JSON.stringify({ files: [{ name: '../../outside.cnn', text: small }], shown: 0 });
    const bomb = deflateRawSync(Buffer.alloc(2 ** 26)).toString('base64url');
    const packed = (text: string): string => `d=1.${deflateRawSync(text).toString('base64url')}`;
    await assert.rejects(handled('d=1.AAAA'), /holds no whole design/);
    await assert.rejects(
      handled(packed(outside), vscode.workspace.workspaceFolders?.[0]?.uri),
      /holds no whole design/,
    );
    await assert.rejects(handled(`d=1.${bomb}`), /too large/);
    await assert.rejects(handled('d=2.AAAA'), /newer version/);
    for (const [query, path] of [
      ['', '/open'],
      ['d=1.AAAA', '/run'],
      ['', ''],
    ] as const) {
      await assert.rejects(handled(query, undefined, path), /asks for nothing that Incept does/);
    }
    assert.equal(vscode.window.activeTextEditor, undefined);
  });
});
