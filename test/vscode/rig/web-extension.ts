/** The extension as a web extension host sees it: the same folder without the entry for Node. */

import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messagePages } from '../../../src/words/message-pages';
import { projectRoot } from './install';

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

/** A new temporary folder with it; whoever asks removes it. */
export function webExtension(): string {
  const folder = mkdtempSync(join(tmpdir(), 'incept-web-'));
  const { main, ...manifest } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  if (main !== 'dist/extension.js') throw new Error(`another entry for Node: ${main}`);
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  for (const path of shipped) cpSync(join(projectRoot, path), join(folder, path), { recursive: true });
  return folder;
}
