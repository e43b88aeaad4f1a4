/**
 * What a hover says about a block: a module call, branch, join, repeat or head. Its costs are the sums of its layers,
 * and its branches are shown beside one another, as that is where designs go out of balance.
 */

import { blockCallText } from '../advice/call-text';
import type { NetworkAnalysis } from '../analysis/analysis';
import { formatShape, formatShare } from '../base/number-format';
import { type Block, type Graph, layersIn } from '../graph/graph';
import type { Shape } from '../ops/value';
import { blockFigures, bytesSum, exactSum, isInMain, shapeRange, shareOfNetwork, shortSum, sumRange } from './figures';
import { target } from './layer-card';
import { commandLink, escapeMarkdown, inlineCode, joined, paragraphs, type Rendering, table } from './markdown';
import { type BlockInstance, type Instances, moduleCallAround } from './scene';

const longestTable = 12;

export function blockCard(instances: Instances<BlockInstance>, rendering: Rendering): string {
  const [only, ...others] = instances.shown;
  if (only === undefined) return '';
  return others.length === 0 ? oneBlock(only, instances, rendering) : manyBlocks(instances.shown, rendering);
}

function oneBlock(instance: BlockInstance, instances: Instances<BlockInstance>, rendering: Rendering): string {
  const { network, block } = instance;
  const layers = layersIn(network.graph, block.id);
  const figures = blockFigures(network, block);
  const share = shareOfNetwork(network, figures.multiplies);
  const isMain = layers.some((id) => isInMain(network, id));
  const of =
    block.kind === 'head' || !isMain
      ? 'on top of the main total'
      : share === ''
        ? ''
        : `${share} of ${escapeMarkdown(network.name)}`;
  const turns = block.kind === 'repeat' ? block.children.length : undefined;
  const shown =
    instances.choice === undefined
      ? ''
      : `As in ${escapeMarkdown(instances.choice.path)}, one of ${instances.all.length} instances.`;
  return paragraphs(
    `**${escapeMarkdown(block.path || block.name)}** ${inlineCode(block.kind === 'join' ? kindName(instance) : blockCallText(block))}`,
    joined(
      `\`${formatShape(shapeAt(network, block.input))}\` → \`${formatShape(shapeAt(network, block.result))}\``,
      turns === undefined ? '' : `${turns} ${turns === 1 ? 'turn' : 'turns'}`,
      layers.length === 1 ? '1 layer' : `${layers.length} layers`,
    ),
    joined(`**${exactSum(figures.multiplies)}** multiplies`, of),
    branchTable(instance),
    `**${exactSum(figures.params)}** parameters · **${bytesSum(figures.activationBytes)}** activations`,
    peakNote(network, layers),
    shown,
    block.path === ''
      ? ''
      : commandLink(rendering, 'Explain every number', 'incept.explain', target(network, block.path)),
  );
}

/** What is written for it: the module's name, `concat`, `repeat`. */
function kindName({ network, block }: BlockInstance): string {
  if (block.module !== undefined) return block.module;
  const last = block.children.at(-1);
  const join =
    block.kind === 'join' && last !== undefined && 'layer' in last ? network.graph.layers[last.layer] : undefined;
  return join?.op.name ?? block.kind;
}

function peakNote(network: NetworkAnalysis, layers: readonly number[]): string {
  const { peak, sums } = network.main;
  if (peak === undefined || !layers.includes(peak.layer)) return '';
  const path = network.graph.layers[peak.layer]?.path ?? '?';
  return `The memory peak of the network, ${bytesSum(sums.peakBytes)}, is in it, at ${escapeMarkdown(path)}.`;
}

/** One row for each branch of the block's own joins. */
function branchTable({ network, block }: BlockInstance): string {
  const branches = branchesOf(network.graph, block);
  if (branches.length === 0) return '';
  const all = blockFigures(network, block).multiplies;
  const rows = branches.map((branch) => {
    const { multiplies } = blockFigures(network, branch);
    const share =
      all.isPartial || multiplies.isPartial || all.value === 0 ? '' : formatShare(multiplies.value, all.value);
    return [
      escapeMarkdown(branch.name),
      `\`${formatShape(shapeAt(network, branch.result))}\``,
      exactSum(multiplies),
      share,
    ];
  });
  return table(['Branch', 'Out', 'Multiplies', 'Share'], rows);
}

function branchesOf(graph: Graph, block: Block): readonly Block[] {
  const children = block.children.flatMap((child) => ('block' in child ? [graph.blocks[child.block] as Block] : []));
  if (block.kind === 'join') return children.filter((child) => child.kind === 'branch');
  return children.filter((child) => child.kind === 'join').flatMap((join) => branchesOf(graph, join));
}

function shapeAt(network: NetworkAnalysis, layer: number): Shape | undefined {
  return layer < 0 ? undefined : network.shapes[layer];
}

function manyBlocks(shown: readonly BlockInstance[], rendering: Rendering): string {
  const figures = shown.map(({ network, block }) => blockFigures(network, block));
  const shapes = shown.map(({ network, block }) => shapeAt(network, block.result));
  const rows = shown.slice(0, longestTable).map((instance, i) => {
    const { network, block } = instance;
    const multiplies = (figures[i] as (typeof figures)[number]).multiplies;
    return [
      instanceLink(instance, rendering),
      `\`${formatShape(shapeAt(network, block.input))}\``,
      `\`${formatShape(shapeAt(network, block.result))}\``,
      exactSum(multiplies),
      shareOfNetwork(network, multiplies),
    ];
  });
  const rest = shown.length - rows.length;
  const first = shown[0] as BlockInstance;
  return paragraphs(
    joined(`**${escapeMarkdown(kindName(first))}** in ${shown.length} places`, `\`${shapeRange(shapes)}\``),
    `${sumRange(
      figures.map(({ multiplies }) => multiplies),
      shortSum,
    )} multiplies each`,
    table(['Instance', 'In', 'Out', 'Multiplies', 'Share'], rows),
    rest > 0 ? `and ${rest} more` : '',
  );
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
  instances: Instances<BlockInstance>,
  module: { readonly file: string; readonly name: string },
  rendering: Rendering,
): string {
  const { all, choice } = instances;
  if (all.length === 0) return 'No network calls this module yet, so its shapes and costs are not known.';
  const figures = all.map(({ network, block }) => blockFigures(network, block));
  const rows = all.slice(0, longestTable).map(({ network, block }, i) => {
    const multiplies = (figures[i] as (typeof figures)[number]).multiplies;
    const path = escapeMarkdown(block.path);
    const argument = { ...{ file: module.file, module: module.name }, network: network.name, path: block.path };
    const link = commandLink(rendering, path, 'incept.chooseInstance', argument) || path;
    return [
      choice?.path === block.path && choice.network === network.name ? `**${link}**` : link,
      `\`${formatShape(shapeAt(network, block.input))}\``,
      `\`${formatShape(shapeAt(network, block.result))}\``,
      exactSum(multiplies),
      shareOfNetwork(network, multiplies),
    ];
  });
  const rest = all.length - rows.length;
  return paragraphs(
    `${all.length} ${all.length === 1 ? 'instance' : 'instances'}, ${sumRange(
      figures.map(({ multiplies }) => multiplies),
      shortSum,
    )} multiplies${all.length === 1 ? '' : ' each'}`,
    table(['Instance', 'In', 'Out', 'Multiplies', 'Share'], rows),
    rest > 0 ? `and ${rest} more` : '',
    choice === undefined
      ? ''
      : joined(
          `Shown as in ${escapeMarkdown(choice.path)}`,
          commandLink(rendering, 'Choose another', 'incept.chooseInstance', { file: module.file, module: module.name }),
        ),
  );
}
