/**
 * The licences of the packages whose code is in a bundle, as one text that is shipped beside the bundles. Which they are is
 * taken from what the bundler has read, their texts from the packages themselves; the few that bring none have theirs in
 * scripts/licences.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Metafile } from 'esbuild';

const licences = join(dirname(fileURLToPath(import.meta.url)), 'licences');

/** Files of that folder that belong to a package, besides its own. */
const added: Readonly<Record<string, readonly string[]>> = {
  '@bufbuild/protobuf': ['Apache-2.0.txt', 'protobuf-BSD-3-Clause.txt'],
  '@microsoft/fast-element': ['Microsoft-MIT.txt'],
  '@microsoft/fast-foundation': ['Microsoft-MIT.txt'],
  '@microsoft/fast-web-utilities': ['Microsoft-MIT.txt'],
  '@resvg/resvg-wasm': ['MPL-2.0.txt'],
  // Its decoder is by another author than the rest.
  'jpeg-js': ['Apache-2.0.txt'],
};

const textFile = /^(licen[cs]e|copying|copyright|notice|third-?party-?notices?)[\w.-]*$/i;

/** Folders of packages, relative to where it was built, that a bundle has code of. */
export function packageFolders({ inputs }: Metafile): string[] {
  return Object.keys(inputs).flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
}

/** @param folders Absolute. Throws an error that names every package without a text. */
export function notices(folders: readonly string[]): string {
  const texts = new Map<string, string>();
  const without: string[] = [];
  for (const folder of [...new Set(folders)].sort()) {
    const { name, version, license, repository, homepage } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    ) as Record<string, unknown>;
    const own = readdirSync(folder, { withFileTypes: true }).filter(
      (entry) => entry.isFile() && textFile.test(entry.name),
    );
    const files = [
      ...own.map((entry) => join(folder, entry.name)).sort(),
      ...(added[String(name)] ?? []).map((file) => join(licences, file)),
    ];
    const title = `${name} ${version} (${typeof license === 'string' ? license : 'see below'})`;
    if (files.length === 0) without.push(title);
    const url = typeof repository === 'string' ? repository : (repository as { url?: unknown } | undefined)?.url;
    const source = `Source code: ${url ?? homepage ?? `https://www.npmjs.com/package/${name}`}`;
    const contents = files.map((file) => readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim());
    texts.set(title, [title, source, ...contents].join('\n\n'));
  }
  if (without.length > 0) throw new Error(`bundled packages without the text of a licence: ${without.join(', ')}`);
  const head = 'Incept contains code of the following packages, under the licences given.';
  return `${[head, ...texts.values()].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
