/**
 * What package.json shows to people comes from package.nls.json, and in a window in Chinese from package.nls.zh-cn.json, which
 * VS Code and the packager put in by its keys: none is missing, none is left over, and no text stands in package.json itself.
 */

import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));

const manifest = read('package.json') as {
  displayName: string;
  description: string;
  capabilities: unknown;
  contributes: { commands: readonly { command: string }[] };
};
const texts = read('package.nls.json') as Readonly<Record<string, unknown>>;
const chinese = read('package.nls.zh-cn.json') as Readonly<Record<string, unknown>>;

/** Members of a manifest that VS Code shows: a text, or a list of them. */
const shown =
  /^(displayName|userDescription|fullName|title|shortTitle|category|label|description|markdownDescription|enumDescriptions|markdownEnumDescriptions|enumItemLabels|deprecationMessage|markdownDeprecationMessage|altText)$/;

interface Found {
  readonly path: string;
  readonly text: string;
  readonly isShown: boolean;
}

function stringsOf(value: unknown, path: string, isShown: boolean): Found[] {
  if (typeof value === 'string') return [{ path, text: value, isShown }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    // What a language model reads of a tool.
    key === 'inputSchema' ? [] : stringsOf(inner, `${path}/${key}`, Array.isArray(value) ? isShown : shown.test(key)),
  );
}

const { displayName, description, capabilities, contributes } = manifest;
const strings = stringsOf({ displayName, description, capabilities, contributes }, '', false);
const keyOf = (text: string) => /^%(.*)%$/.exec(text)?.[1];

describe('texts of the manifest', () => {
  it('stand in package.nls.json alone', () => {
    const visible = strings.filter(({ isShown }) => isShown);
    assert.ok(visible.length > 30, `only ${visible.length} texts found`);
    assert.deepEqual(
      visible.filter(({ text }) => keyOf(text) === undefined).map(({ path, text }) => `${path}: ${text}`),
      [],
    );
  });

  it('are there for every key, and each is used', () => {
    const keys = new Set(strings.flatMap(({ text }) => keyOf(text) ?? []));
    assert.deepEqual([...keys].sort(), Object.keys(texts).sort());
    assert.deepEqual(Object.keys(chinese), Object.keys(texts));
  });

  it('are Chinese in Chinese, but for names, with the same code and links', () => {
    const alike = Object.keys(texts).filter((key) => !/\p{Script=Han}/u.test(String(chinese[key])));
    assert.deepEqual(
      alike.filter((key) => !/^displayName$|^setting\.lint\.target\.\w+$/.test(key)),
      [],
    );
    const code = (text: unknown) =>
      String(text)
        .match(/`[^`]*`|\(command:[^)]*\)|\.cnn\b/g)
        ?.sort() ?? [];
    for (const key of Object.keys(texts)) assert.deepEqual(code(chinese[key]), code(texts[key]), key);
  });

  it('are texts under keys that the packager finds too', () => {
    for (const [key, text] of [...Object.entries(texts), ...Object.entries(chinese)]) {
      assert.match(key, /^[\w.]+$/);
      assert.ok(typeof text === 'string' && text.trim() === text && text !== '', key);
      assert.ok(keyOf(text) === undefined, key);
    }
  });

  it('link to commands that there are', () => {
    const commands = new Set(contributes.commands.map(({ command }) => command));
    const links = Object.values(texts).flatMap((text) => [...String(text).matchAll(/\(command:([^)?]+)/g)]);
    assert.ok(links.length > 3);
    for (const [, command = ''] of links) assert.ok(commands.has(command), command);
  });
});
