/**
 * What a hover says about a name that stands for a value: a constant, a parameter or the variable of a repeat. Its value
 * is that of each block in which it is bound, so that in a module one name may have several.
 */

import type { NetworkAnalysis } from '../analysis/analysis';
import type { Block } from '../graph/graph';
import type { NameMeaning } from '../graph/name-meaning';
import { formatValue } from '../ops/format-value';
import type { SourceFile } from '../syntax/tree';
import { nodesAt } from '../syntax/tree-walk';
import type { EditorWords } from '../words/editor';
import { codeBlock, escapeMarkdown, inlineCode, markdownTable, paragraphs } from './markdown';
import { networksOf, type Scene } from './scene';
import { userMarkdown } from './user-markdown';

const longestTable = 12;

interface Bound {
  readonly where: string;
  readonly value: string;
}

export function valueCard(
  scene: Scene,
  file: SourceFile,
  start: number,
  meaning: NameMeaning & { kind: 'constant' | 'parameter' | 'variable' },
): string {
  const say = scene.words.hover;
  const declared = declarationOf(scene, meaning) ?? { file, start };
  const declaration = describeDeclaration(scene.words, declared.file, declared.start, meaning);
  const bound = boundValues(scene, declared, meaning);
  const distinct = new Set(bound.map(({ value }) => value));
  const title = say(`name.${meaning.kind}`, { name: escapeMarkdown(meaning.name) });
  const only = [...distinct][0];
  const values =
    only === undefined
      ? ''
      : distinct.size === 1
        ? inlineCode(`${meaning.name} = ${only}`)
        : markdownTable(
            [say('in'), say('value')],
            bound.slice(0, longestTable).map(({ where, value }) => [escapeMarkdown(where), inlineCode(value)]),
          );
  const rest =
    distinct.size > 1 && bound.length > longestTable ? say('more', { count: bound.length - longestTable }) : '';
  return paragraphs(title, values, rest, declaration.code, declaration.documentation);
}

function declarationOf(scene: Scene, meaning: NameMeaning): { file: SourceFile; start: number } | undefined {
  if (meaning.declaration === undefined) return undefined;
  const file = scene.analysis.files.get(meaning.declaration.file);
  return file === undefined ? undefined : { file, start: meaning.declaration.span.start };
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

/** The value in every block whose body declares the name; for a file's constant its one value. */
function boundValues(
  scene: Scene,
  declared: { file: SourceFile; start: number },
  meaning: NameMeaning,
): readonly Bound[] {
  const bound: Bound[] = [];
  const constants = meaning.kind === 'constant' ? scene.analysis.constants.get(declared.file.file) : undefined;
  const topLevel = declared.file.declarations.some(
    (node) => node.kind === 'const' && node.name?.start === declared.start,
  );
  if (topLevel && constants?.has(meaning.name)) {
    return [{ where: '', value: formatValue(constants.get(meaning.name)) }];
  }
  for (const network of networksOf(scene)) {
    for (const block of network.graph.blocks) {
      if (!block.bindings.has(meaning.name) || !declares(scene, network, block, declared)) continue;
      const where = block.path === '' ? network.name : block.path;
      bound.push({ where, value: formatValue(block.bindings.get(meaning.name)) });
    }
  }
  const choice = scene.choices.find(({ path }) => bound.some(({ where }) => isIn(where, path)));
  return choice === undefined ? bound : bound.filter(({ where }) => isIn(where, choice.path));
}

function isIn(path: string, around: string): boolean {
  return path === around || path.startsWith(`${around}/`);
}

/** Whether the block was made from the body, or the parameters before it, in which the name is declared. */
function declares(
  scene: Scene,
  network: NetworkAnalysis,
  block: Block,
  { file, start }: { file: SourceFile; start: number },
): boolean {
  if (block.kind === 'module') {
    const module = [...(scene.analysis.modules.get(file.file)?.values() ?? [])].find(
      ({ declaration, file: at }) => at === file.file && declaration.name?.text === block.module,
    );
    return module !== undefined && module.declaration.start <= start && start < module.declaration.end;
  }
  if (block.kind === 'network') {
    const { declaration } = network;
    return block.origin.file === file.file && declaration.start <= start && start < declaration.end;
  }
  return block.origin.file === file.file && block.origin.span.start <= start && start < block.origin.span.end;
}
