/**
 * What a hover says about a block: a module call, branch, join, repeat or head. Its costs are the sums of its layers,
 * and its branches are shown beside one another, as that is where designs go out of balance.
 */

import { blockCallText, blockKind } from '../advice/call-text';
import type { NetworkAnalysis } from '../analysis/analysis';
import { blockFigures, type Figures, groupShare, shareOf } from '../analysis/figures';
import { formatShape } from '../base/number-format';
import { type Block, type Graph, layersIn } from '../graph/graph';
import type { Shape } from '../ops/dim';
import type { EditorWords } from '../words/editor';
import { bytesSum, exactSum, shapeRange, shareCell, shareText, shortSum, sumRange, workOf } from './figures';
import { target } from './layer-card';
import { commandLink, escapeMarkdown, inlineCode, joined, markdownTable, paragraphs, type Rendering } from './markdown';
import { type BlockInstance, type Instances, moduleCallAround, type Scene } from './scene';

const longestTable = 12;

export function blockCard(scene: Scene, instances: Instances<BlockInstance>, rendering: Rendering): string {
  const [only, ...others] = instances.shown;
  if (only === undefined) return '';
  return others.length === 0
    ? oneBlock(scene, only, instances, rendering)
    : manyBlocks(scene, instances.shown, rendering);
}

function oneBlock(
  { words }: Scene,
  instance: BlockInstance,
  instances: Instances<BlockInstance>,
  rendering: Rendering,
): string {
  const say = words.hover;
  const { network, block } = instance;
  const layers = layersIn(network.graph, block.id);
  const figures = blockFigures(network, block.id);
  const { part, sum } = figures;
  const turns = block.kind === 'repeat' ? block.children.length : undefined;
  const shown =
    instances.choice === undefined
      ? ''
      : say('places.chosen', { path: escapeMarkdown(instances.choice.path), count: instances.all.length });
  return paragraphs(
    `**${escapeMarkdown(block.path || block.name)}** ${inlineCode(block.kind === 'module' ? blockCallText(block, network.graph) : blockKind(block, network.graph))}`,
    joined(
      `\`${formatShape(shapeAt(network, block.input))}\` → \`${formatShape(shapeAt(network, block.result))}\``,
      turns === undefined ? '' : say('amount.turns', { count: turns }),
      say('amount.layers', { count: layers.length }),
    ),
    joined(
      say('amount.multiplies', { count: exactSum(workOf(words, sum.sums), part) }),
      partNote(words, network, figures),
      deadNote(words, figures),
    ),
    branchTable(words, instance),
    joined(
      say('amount.parameters', { count: exactSum(sum.sums.params, part) }),
      say('amount.activations', { amount: bytesSum(sum.sums.activationBytes) }),
    ),
    peakNote(words, network, layers),
    shown,
    block.path === '' ? '' : commandLink(rendering, say('explain'), 'incept.explain', target(network, block.path)),
  );
}

/** Share of the main total, or why there is none. */
function partNote(words: EditorWords, network: NetworkAnalysis, figures: Figures): string {
  if (figures.part === 'dead') return words.totals('leadsNowhere');
  if (figures.part === 'head') return words.hover('block.on-top');
  const share = shareText(groupShare(network, figures, 'multiplies'));
  return share === '' ? '' : words.hover('share-of', { share, network: escapeMarkdown(network.name) });
}

/** What leads nowhere in a block that is needed, and is in none of its sums. */
function deadNote(words: EditorWords, { part, dead }: Figures): string {
  if (part === 'dead' || dead.layerCount === 0) return '';
  return words.totals('leadsNowherePart', { amount: shortSum(workOf(words, dead.sums)) });
}

function peakNote(words: EditorWords, network: NetworkAnalysis, layers: readonly number[]): string {
  const { peak, sums } = network.main;
  if (peak === undefined || !layers.includes(peak.layer)) return '';
  const path = escapeMarkdown(network.graph.layers[peak.layer]?.path ?? '?');
  return words.hover('block.peak', { amount: bytesSum(sums.peakBytes), path });
}

/** One row for each branch of the block's own joins. */
function branchTable(words: EditorWords, { network, block }: BlockInstance): string {
  const branches = branchesOf(network.graph, block);
  if (branches.length === 0) return '';
  const all = workOf(words, blockFigures(network, block.id).sum.sums);
  const rows = branches.map((branch) => {
    const { part, sum } = blockFigures(network, branch.id);
    const multiplies = workOf(words, sum.sums);
    return [
      escapeMarkdown(branch.name),
      `\`${formatShape(shapeAt(network, branch.result))}\``,
      exactSum(multiplies, part),
      shareCell(part, shareOf(multiplies, all), words),
    ];
  });
  const { hover } = words;
  return markdownTable([hover('branch'), hover('out'), hover('multiplies'), hover('share')], rows);
}

function branchesOf(graph: Graph, block: Block): readonly Block[] {
  const children = block.children.flatMap((child) => ('block' in child ? [graph.blocks[child.block] as Block] : []));
  if (block.kind === 'join') return children.filter((child) => child.kind === 'branch');
  return children.filter((child) => child.kind === 'join').flatMap((join) => branchesOf(graph, join));
}

function shapeAt(network: NetworkAnalysis, layer: number): Shape | undefined {
  return layer < 0 ? undefined : network.shapes[layer];
}

function manyBlocks({ words }: Scene, shown: readonly BlockInstance[], rendering: Rendering): string {
  const figures = shown.map(({ network, block }) => blockFigures(network, block.id));
  const shapes = shown.map(({ network, block }) => shapeAt(network, block.result));
  const rows = shown.slice(0, longestTable).map((instance, i) => {
    const { network, block } = instance;
    const own = figures[i] as Figures;
    return [
      instanceLink(instance, rendering),
      `\`${formatShape(shapeAt(network, block.input))}\``,
      `\`${formatShape(shapeAt(network, block.result))}\``,
      exactSum(workOf(words, own.sum.sums), own.part),
      shareCell(own.part, groupShare(network, own, 'multiplies'), words),
    ];
  });
  const rest = shown.length - rows.length;
  const first = shown[0] as BlockInstance;
  const say = words.hover;
  const each = sumRange(
    figures.map(({ sum }) => workOf(words, sum.sums)),
    shortSum,
  );
  return paragraphs(
    joined(
      say('places', {
        name: escapeMarkdown(first.block.module ?? blockKind(first.block, first.network.graph)),
        count: shown.length,
      }),
      `\`${shapeRange(shapes)}\``,
    ),
    say('places.each', { each }),
    instanceTable(words, rows),
    rest > 0 ? say('more', { count: rest }) : '',
  );
}

function instanceTable({ hover }: EditorWords, rows: readonly (readonly string[])[]): string {
  return markdownTable([hover('instance'), hover('in'), hover('out'), hover('multiplies'), hover('share')], rows);
}

/** The path, as a link that chooses the call around this block as the module's instance to see. */
function instanceLink({ network, block }: BlockInstance, rendering: Rendering): string {
  const path = escapeMarkdown(block.path || block.name);
  const around = moduleCallAround(network.graph, block.parent ?? 0);
  if (around?.module === undefined) return path;
  const choice = { file: block.origin.file, module: around.module, network: network.name, path: around.path };
  return commandLink(rendering, path, 'incept.chooseInstance', choice) || path;
}

/** The instances of a module: which calls there are, and what each costs. */
export function moduleCard(
  { words }: Scene,
  instances: Instances<BlockInstance>,
  module: { readonly file: string; readonly name: string },
  rendering: Rendering,
): string {
  const { all, choice } = instances;
  const say = words.hover;
  if (all.length === 0) return say('unknown.module');
  const figures = all.map(({ network, block }) => blockFigures(network, block.id));
  const rows = all.slice(0, longestTable).map(({ network, block }, i) => {
    const own = figures[i] as Figures;
    const path = escapeMarkdown(block.path);
    const argument = { ...{ file: module.file, module: module.name }, network: network.name, path: block.path };
    const link = commandLink(rendering, path, 'incept.chooseInstance', argument) || path;
    return [
      choice?.path === block.path && choice.network === network.name ? `**${link}**` : link,
      `\`${formatShape(shapeAt(network, block.input))}\``,
      `\`${formatShape(shapeAt(network, block.result))}\``,
      exactSum(workOf(words, own.sum.sums), own.part),
      shareCell(own.part, groupShare(network, own, 'multiplies'), words),
    ];
  });
  const rest = all.length - rows.length;
  const amount = sumRange(
    figures.map(({ sum }) => workOf(words, sum.sums)),
    shortSum,
  );
  return paragraphs(
    say('module.instances', { count: all.length, amount }),
    instanceTable(words, rows),
    rest > 0 ? say('more', { count: rest }) : '',
    choice === undefined
      ? ''
      : joined(
          say('module.chosen', { path: escapeMarkdown(choice.path) }),
          commandLink(rendering, say('choose-another'), 'incept.chooseInstance', {
            file: module.file,
            module: module.name,
          }),
        ),
  );
}
