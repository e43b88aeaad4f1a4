/** What a hover says about a name that stands for a value: a constant, a parameter, the variable of a repeat, `channels`. */

import { formatShape } from '../base/number-format';
import type { NameMeaning } from '../graph/name-meaning';
import { formatValue } from '../ops/format-value';
import type { Value } from '../ops/op';
import type { SourceFile } from '../syntax/tree';
import { nodesAt } from '../syntax/tree-walk';
import type { EditorWords } from '../words/editor';
import { type Bound, boundValues, declarationOf, inBlocks, isOfModule } from './bound-values';
import { codeBlock, escapeMarkdown, inlineCode, markdownTable, paragraphs } from './markdown';
import type { Scene } from './scene';
import { userMarkdown } from './user-markdown';

const longestTable = 12;

export function valueCard(
  scene: Scene,
  file: SourceFile,
  start: number,
  meaning: NameMeaning & { kind: 'constant' | 'parameter' | 'variable' },
): string {
  const say = scene.words.hover;
  const declared = declarationOf(scene, meaning) ?? { file, start };
  const declaration = describeDeclaration(scene.words, declared.file, declared.start, meaning);
  const title = say(`name.${meaning.kind}`, { name: escapeMarkdown(meaning.name) });
  const bound = boundValues(scene, declared, meaning).map((one) => ({ ...one, value: valueText(one) }));
  return paragraphs(title, valueTable(scene, meaning.name, bound), declaration.code, declaration.documentation);
}

/** The number of channels that `channels` is at an offset, in each instance of the body or the default it stands in. */
export function channelsCard(scene: Scene, file: SourceFile, start: number): string {
  const name = 'channels';
  const owner = nodesAt(file, start).find((node) => node.kind === 'module');
  const isDefault = owner?.body !== undefined && start < owner.body.start;
  const bound = inBlocks(scene, ({ shapes }, block) => {
    // A default is worth what flows into the call.
    if (isDefault) {
      return block.kind === 'module' && isOfModule(scene, block, file, start) ? [shapes[block.input]?.[2]] : [];
    }
    return block.channels.flatMap((read) => (read.file === file.file && read.start === start ? [read.channels] : []));
  });
  const texts = bound.map((one) => ({ ...one, value: formatValue(one.value) }));
  return paragraphs(scene.words.hover('name.channels'), valueTable(scene, name, texts));
}

/** The one value that a name has, or a row for each place. */
function valueTable({ words }: Scene, name: string, bound: readonly Bound<string>[]): string {
  const say = words.hover;
  const [only, ...others] = new Set(bound.map(({ value }) => value));
  if (only === undefined) return '';
  if (others.length === 0) return inlineCode(`${name} = ${only}`);
  const rows = bound.slice(0, longestTable).map(({ where, value }) => [escapeMarkdown(where), inlineCode(value)]);
  const rest = bound.length - rows.length;
  return paragraphs(markdownTable([say('in'), say('value')], rows), rest > 0 ? say('more', { count: rest }) : '');
}

/** A result is shown by the layer that makes it, and its shape. */
function valueText({ value, network }: Bound<Value>): string {
  if (typeof value !== 'object' || value.kind !== 'result') return formatValue(value);
  const path = network?.graph.layers[value.layer]?.path ?? value.name;
  return `${path} ${formatShape(network?.shapes[value.layer])}`;
}

function describeDeclaration(
  { hover }: EditorWords,
  file: SourceFile,
  start: number,
  meaning: NameMeaning,
): { code: string; documentation: string } {
  const nodes = nodesAt(file, start);
  const node = nodes.findLast((candidate) => candidate.kind === 'const');
  if (meaning.kind === 'constant' && node?.kind === 'const') {
    const text = file.text.slice(node.start, node.end);
    return { code: codeBlock(text.slice(0, 400)), documentation: userMarkdown(node.documentation) };
  }
  const owner = nodes.find((candidate) => candidate.kind === 'module' || candidate.kind === 'network');
  if (meaning.kind === 'parameter' && (owner?.kind === 'module' || owner?.kind === 'network')) {
    const parameter = owner.parameters.find((candidate) => candidate.name.start === start);
    const fallback = parameter?.defaultValue;
    const of = { owner: escapeMarkdown(owner.name?.text ?? '?') };
    if (fallback === undefined) return { code: hover(`name.of-${owner.kind}`, of), documentation: '' };
    const value = inlineCode(file.text.slice(fallback.start, fallback.end));
    return { code: hover(`name.of-${owner.kind}-default`, { ...of, value }), documentation: '' };
  }
  return { code: '', documentation: '' };
}
