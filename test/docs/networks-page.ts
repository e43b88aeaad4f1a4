/** The text of docs/networks.md: what the examples are and cost, and who publishes their figures. */

import { join } from 'node:path';
import { formatBytes, formatExact, formatShape } from '../../src/base/number-format';
import { type Preset, Presets, presetFacts } from '../../src/session/presets';
import { editorWords } from '../../src/words/editor';
import { nodeFiles, nodePlatform } from '../../src/workspace/node-files';
import { idOfPath } from '../../src/workspace/uri';
import { Workspace } from '../../src/workspace/workspace';
import { type Published, published } from '../networks/published';
import { repositoryRoot } from '../support/disk-files';

/** Relative to the repository. */
export const pagePath = 'docs/networks.md';

/** Relative to the page. */
export function picturePath(name: string): string {
  return `networks/${name}.png`;
}

/** The examples of the repository. */
export function repositoryPresets(): Presets {
  const files = nodeFiles();
  const workspace = new Workspace(files);
  const session = { workspace, settings: () => ({ choices: [], timeOf: undefined, words: editorWords('en') }) };
  return new Presets({
    files: () => files.list(idOfPath(join(repositoryRoot, 'examples'), nodePlatform)),
    facts: async (file) => (await presetFacts(session, file)) ?? null,
  });
}

export function networksPage(presets: readonly Preset[]): string {
  return `# Networks of the field

\`incept new NAME\` writes any of them to start from, and so does "Incept: New Network From…" in VS Code. The files are in
[examples](../examples). What is counted says [costs.md](costs.md): multiplies and parameters are those of the main outputs, and below
them with side heads where there are any; peak memory is that of the activations of one image in float32. Each count is a test of
what the network's makers publish.

| network | input | parameters | multiplies | peak memory |
|---|---|--:|--:|--:|
${presets.map(row).join('\n')}

${presets.map(section).join('\n')}
This page is written by \`npm run docs:networks\`.
`;
}

function row({ title, input, main, all }: Preset): string {
  const both = (of: (costs: Preset['main']) => string) =>
    of(main) === of(all) ? of(main) : `${of(main)}<br>with heads ${of(all)}`;
  const cells = [
    `[${escaped(title)}](#${anchorOf(title)})`,
    formatShape(input),
    both(({ params }) => formatExact(params)),
    both(({ multiplies }) => formatExact(multiplies)),
    both(({ peakBytes }) => formatBytes(peakBytes)),
  ];
  return `| ${cells.join(' | ')} |`;
}

function section(preset: Preset): string {
  const { name, title, sentence, paper } = preset;
  return `## ${escaped(title)}

${escaped(sentence.charAt(0).toUpperCase() + sentence.slice(1))}

${[
  ...(paper === null ? [] : [`- Paper: ${withLinks(escaped(paper))}`]),
  `- Figures: ${escaped(sourceOf(preset))}`,
  `- Start from it: \`incept new ${name}\``,
].join('\n')}

![${escaped(title)}](${picturePath(name)})
`;
}

/** Who publishes the figures of the network as it is written. */
function sourceOf({ name, network, main }: Preset): string {
  const isOf = (one: Published) => one.file === `examples/${name}.cnn` && one.network === network;
  const sources = published
    .filter((one) => isOf(one) && one.multiplies === main.multiplies && one.params === main.params)
    .map(({ source }) => source);
  if (sources.length === 0) throw new Error(`nobody publishes figures of ${network} in ${name}.cnn`);
  return `${sources.join('; ')}.`;
}

/** As GitHub and VS Code make it of a heading. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}

function escaped(text: string): string {
  return text.replace(/[\\`*_|<[&]/g, '\\$&');
}

function withLinks(text: string): string {
  return text
    .replace(/arXiv:(\d{4}\.\d{4,5})/g, '[$&](https://arxiv.org/abs/$1)')
    .replace(/(?<!\()https?:\/\/[^\s)]*[^\s).,;]/g, '<$&>');
}
