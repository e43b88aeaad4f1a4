/** The extension as a web extension host sees it: the same folder without the entry for Node. */

import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messagePages } from '../../../src/words/message-pages';
import { projectRoot } from './install';
import { openSession, type Session, type SessionOptions } from './session';

const shipped = [
  'package.nls.json',
  'package.nls.zh-cn.json',
  'dist/web',
  'dist/webview',
  'examples',
  'icons',
  'syntaxes',
  ...Object.values(messagePages),
];

/**
 * A window with it, in a temporary folder that is removed when the session is closed.
 *
 * @param extend Is given that folder before.
 */
export async function openWebSession(
  options: Omit<SessionOptions, 'extension'>,
  extend: (extension: string) => void = () => {},
): Promise<Session> {
  const extension = webExtension();
  const remove = () => rmSync(extension, { recursive: true, force: true });
  try {
    extend(extension);
    const session = await openSession({ ...options, extension });
    const close = () => session.close().finally(remove);
    return { ...session, close };
  } catch (problem) {
    remove();
    throw problem;
  }
}

/** A new temporary folder with it. */
function webExtension(): string {
  const folder = mkdtempSync(join(tmpdir(), 'incept-web-'));
  const { main, ...manifest } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  if (main !== 'dist/extension.js') throw new Error(`another entry for Node: ${main}`);
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  for (const path of shipped) cpSync(join(projectRoot, path), join(folder, path), { recursive: true });
  return folder;
}

/**
 * Has the extension do more, as VS Code takes one under development only: commands for the palette, by their ids, and a script that
 * is run where the extension is loaded. In it `vscode` is the API, and `activated` is called with what each activation is given.
 */
export function extendWebExtension(
  extension: string,
  commands: Readonly<Record<string, string>>,
  script: string,
): void {
  const path = join(extension, 'package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  for (const [command, title] of Object.entries(commands)) manifest.contributes.commands.push({ command, title });
  writeFileSync(path, JSON.stringify(manifest));
  const extended = `;{
    const vscode = require('vscode');
    let activated;
    ${script}
    const own = module.exports;
    module.exports = { ...own, activate: (context) => { activated(context); return own.activate(context); } };
  }`;
  appendFileSync(join(extension, manifest.browser), extended);
}
