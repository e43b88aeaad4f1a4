/**
 * What gets into the packaged extension: everything package.json points at, and nothing that is not on the allow-list; and
 * that it is the same bytes each time.
 * That the package installs and starts is tried in a real VS Code by `npm test`.
 */

import * as assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { bundledPackages } from '../scripts/build';
import { notices } from '../scripts/notices';
import { extensionEntries, galleryReadme, packExtension } from '../scripts/package';
import { messagePages } from '../src/words/message-pages';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const manifestText = readFileSync(join(root, 'package.json'), 'utf8');

const allowed = [
  /^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
  /^package\.nls(\.[a-z-]+)?\.json$/,
  /^dist\/(extension|language-client|server|cli|tool-server|tool-worker|run-worker|model-worker|sweep-thread|layout-thread)\.js$/,
  /^dist\/cli\/[\w-]+\.js$/,
  /^dist\/web\/[\w-]+\.js$/,
  /^dist\/webview\/[\w-]+\.(js|css)$/,
  /^dist\/.*\.LEGAL\.txt$/,
  /^dist\/THIRD-PARTY-NOTICES\.txt$/,
  /^docs\/(zh-CN\/)?diagnostics\.md$/,
  /^examples\/[\w-]+\.cnn$/,
  /^(icons|media|walkthrough)\/[\w./-]+\.(png|svg|md)$/,
  /^l10n\/[\w.-]+\.json$/,
  /^syntaxes\/[\w.-]+\.json$/,
];

/** Paths of files that package.json names: its values that look like one. */
function referenced(): string[] {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value === 'string') {
      if (/^(\.\/)?[\w-]+\/[\w./-]+\.(json|svg|png|md|js)$/.test(value)) found.add(value.replace(/^\.\//, ''));
    } else if (typeof value === 'object' && value !== null) {
      for (const inner of Object.values(value)) walk(inner);
    }
  };
  const manifest = JSON.parse(manifestText) as Record<string, unknown>;
  for (const key of ['main', 'browser', 'bin', 'icon', 'contributes']) walk(manifest[key]);
  return [...found];
}

/** What the Marketplace, Open VSX and people take. */
const mostBytes = 4_000_000;

describe('the packaged extension', () => {
  const folder = mkdtempSync(join(tmpdir(), 'incept-vsix-'));
  let bytes: Buffer;
  let contents: Readonly<Record<string, Uint8Array>> = {};
  let files: string[] = [];
  const textOf = (file: string): string => Buffer.from(contents[`extension/${file}`] ?? []).toString();

  before(async function () {
    this.timeout(180_000);
    bytes = await packed('one.vsix');
    contents = unzipSync(bytes);
    const renamed: Readonly<Record<string, string>> = {
      'LICENSE.txt': 'LICENSE',
      'readme.md': 'README.md',
      'changelog.md': 'CHANGELOG.md',
    };
    const inside = Object.keys(contents).filter((path) => path.startsWith('extension/'));
    files = inside.map((path) => path.slice('extension/'.length)).map((file) => renamed[file] ?? file);
  });
  after(() => rmSync(folder, { recursive: true }));

  async function packed(name: string): Promise<Buffer> {
    const output = join(folder, name);
    await packExtension({ output });
    return readFileSync(output);
  }

  it('is the same bytes again, from whatever folder, for whatever user', async function () {
    this.timeout(180_000);
    const umask = process.umask(0o077);
    try {
      assert.ok((await packed('two.vsix')).equals(bytes));
    } finally {
      process.umask(umask);
    }
  });

  it('shows pictures of the repository in its README, by their own address or not at all', () => {
    assert.doesNotMatch(textOf('readme.md'), /<picture|<source|<img|docs\/pictures/);
    assert.match(textOf('readme.md'), /^# Incept/);
    const text = readFileSync(join(root, 'README.md'), 'utf8');
    const shown = galleryReadme(text, 'https://github.com/someone/incept');
    assert.doesNotMatch(shown, /<picture|<source/);
    // What vsce completes to an address.
    const images = shown.match(/<img src="docs\/pictures\/[\w-]+\.png" alt="[^"]+">/g) ?? [];
    assert.equal(images.length, text.split('<picture>').length - 1);
  });

  it('is small', () => {
    assert.ok(bytes.length < mostBytes, `${bytes.length} bytes`);
  });

  it('says of itself what the galleries show, and nothing of how it is made', () => {
    const { scripts, devDependencies, categories, galleryBanner, pricing, license, icon, repository } = JSON.parse(
      textOf('package.json'),
    );
    assert.deepEqual([scripts, devDependencies, repository], [undefined, undefined, undefined]);
    // https://code.visualstudio.com/api/references/extension-manifest
    const known =
      'Programming Languages, Snippets, Linters, Themes, Debuggers, Formatters, Keymaps, SCM Providers, Other,\
 Extension Packs, Language Packs, Data Science, Machine Learning, Visualization, Notebooks, Education, Testing, AI, Chat';
    assert.ok(categories.length > 0);
    for (const category of categories) assert.ok(known.split(', ').includes(category), category);
    assert.match(galleryBanner.color, /^#[0-9a-f]{6}$/);
    assert.deepEqual([galleryBanner.theme, pricing, license], ['dark', 'Free', 'MIT']);
    // At least 128 pixels wide, for screens of double density 256; the width of a PNG stands at its byte 16.
    assert.ok(Buffer.from(contents[`extension/${icon}`] ?? []).readUInt32BE(16) >= 128);
  });

  it('holds nothing that is not on the list', () => {
    const strangers = files.filter((file) => !allowed.some((pattern) => pattern.test(file)));
    assert.deepEqual(strangers, []);
  });

  it('holds everything that package.json names', () => {
    const names = referenced();
    assert.ok(names.includes('dist/extension.js') && names.length > 4, names.join(', '));
    assert.deepEqual(
      names.filter((name) => !files.includes(name)),
      [],
    );
  });

  it('holds the licence, the words about it, and what the bundles load while they run', () => {
    const needed = [
      'LICENSE',
      'dist/THIRD-PARTY-NOTICES.txt',
      'README.md',
      'CHANGELOG.md',
      'dist/server.js',
      'dist/tool-server.js',
      'dist/sweep-thread.js',
      'dist/tool-worker.js',
      'dist/run-worker.js',
      'dist/layout-thread.js',
    ];
    needed.push('package.nls.json', 'package.nls.zh-cn.json', 'dist/language-client.js');
    needed.push('dist/webview/main.js', 'dist/webview/main.css', 'dist/webview/layout-worker.js');
    needed.push('dist/webview/report.css');
    needed.push('walkthrough/write.md', 'walkthrough/write.nls.zh-cn.md');
    needed.push('dist/cli.js', ...Object.values(messagePages));
    assert.ok(files.filter((file) => /^dist\/cli\/[\w-]+\.js$/.test(file)).length > 1);
    assert.deepEqual(
      needed.filter((name) => !files.includes(name)),
      [],
    );
  });

  it('holds the licence of every package that is in a bundle', async () => {
    const text = textOf('dist/THIRD-PARTY-NOTICES.txt');
    const folders = await bundledPackages(extensionEntries);
    for (const name of [
      'elkjs',
      'jpeg-js',
      'fast-png',
      'fflate',
      'commander',
      'vscode-languageserver',
      'vscode-uri',
      '@modelcontextprotocol/sdk',
      'zod',
      'ajv',
    ]) {
      assert.ok(folders.includes(`node_modules/${name}`), name);
    }
    for (const folder of folders) {
      const { name, version } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      const start = text.indexOf(`\n${name} ${version} (`);
      assert.ok(start >= 0, `${name} ${version} is not in the notices`);
      const end = text.indexOf(`\n${'-'.repeat(80)}\n`, start);
      const own = text.slice(start, end < 0 ? undefined : end);
      assert.match(
        own,
        /Permission is hereby granted|Permission to use, copy|Redistribution and use|Eclipse Public License|Mozilla Public License|Blue Oak Model License/i,
        name,
      );
    }
  });

  it('is not built with a package whose licence is not known', () => {
    const folder = mkdtempSync(join(tmpdir(), 'incept-licence-'));
    try {
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'bare', version: '1.0.0', license: 'MIT' }));
      assert.throws(() => notices([folder]), /without the text of a licence: bare 1\.0\.0 \(MIT\)/);
      writeFileSync(join(folder, 'LICENCE.md'), 'Permission is hereby granted');
      assert.match(notices([folder]), /bare 1\.0\.0 \(MIT\)[\s\S]*Permission is hereby granted/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('wakes up for its language, its own panel and links to itself only', () => {
    const manifest = JSON.parse(manifestText) as { activationEvents: string[] };
    assert.deepEqual(
      manifest.activationEvents.filter((event) => !/^(onLanguage:cnn|onWebviewPanel:incept\.|onUri$)/.test(event)),
      [],
    );
  });
});
