/**
 * The card that a node shows 300 ms after the pointer came to rest on it: every shape and number in full. It stands on
 * the emptier side of the node, beside the path and never over it.
 */

import { isEnd, type ViewCount, type ViewMetric, type ViewModel, type ViewNode } from '../../src/view/model';
import { nodeShareText, partText, receptiveFieldText } from '../../src/view/node-words';
import { count, exact, rank, shape, unknownShape } from '../../src/view/number-text';
import type { Rect } from '../../src/view/picture';
import type { PreviewWords } from '../../src/words/preview';
import type { Size } from './camera';

const delayMs = 300;
const distance = 14;

export class Tooltip {
  readonly root = document.createElement('div');
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isShown = false;

  constructor(private readonly words: PreviewWords) {
    this.root.className = 'tooltip';
    this.root.setAttribute('role', 'tooltip');
    this.root.hidden = true;
  }

  /** Shows the card after the delay, at once while another one is shown. `boxOf` gives the node's place on screen then. */
  ask(node: ViewNode, model: ViewModel, metric: ViewMetric, boxOf: () => Rect | undefined, view: Size): void {
    clearTimeout(this.timer);
    const show = (): void => {
      const box = boxOf();
      if (box !== undefined) this.show(node, model, metric, box, view);
    };
    if (this.isShown) show();
    else this.timer = setTimeout(show, delayMs);
  }

  hide(): void {
    clearTimeout(this.timer);
    this.isShown = false;
    this.root.hidden = true;
  }

  private show(node: ViewNode, model: ViewModel, metric: ViewMetric, box: Rect, view: Size): void {
    this.isShown = true;
    const head = document.createElement('div');
    head.className = 'tooltip-name';
    head.textContent = node.kind === 'turn' ? node.title : node.name;
    const subtitle = document.createElement('div');
    subtitle.className = 'tooltip-call';
    subtitle.textContent = [
      node.call,
      this.words.picture('card.line', { line: model.lines[model.nodes.indexOf(node)] ?? '?' }),
    ]
      .filter((part) => part !== '')
      .join(' \u00b7 ');
    const list = document.createElement('dl');
    for (const [name, value] of rows(node, model, metric, this.words)) {
      const term = document.createElement('dt');
      term.textContent = name;
      const description = document.createElement('dd');
      description.textContent = value;
      list.append(term, description);
    }
    this.root.replaceChildren(head, subtitle, list);
    if (node.error !== null) {
      const error = document.createElement('div');
      error.className = 'tooltip-error';
      error.textContent = node.error;
      this.root.append(error);
    }
    this.root.hidden = false;
    const { offsetWidth: width, offsetHeight: height } = this.root;
    const freeLeft = box.x;
    const freeRight = view.width - box.x - box.width;
    // A node that is nearly as wide as the view has no side; the card then goes below or above it.
    const isBeside = Math.max(freeLeft, freeRight) >= width + distance + 8;
    const onLeft = freeLeft > freeRight;
    const x = isBeside
      ? onLeft
        ? box.x - distance - width
        : box.x + box.width + distance
      : clamp(box.x, 8, view.width - width - 8);
    const below = box.y + box.height + distance;
    const y = isBeside
      ? clamp(box.y + Math.min(box.height, 60) / 2 - height / 2, 8, view.height - height - 8)
      : below + height <= view.height - 8
        ? below
        : Math.max(8, box.y - distance - height);
    this.root.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, Math.max(least, most)));
}

/** What stands at the left of each row, and its value. */
function rows(node: ViewNode, model: ViewModel, metric: ViewMetric, words: PreviewWords): [string, string][] {
  const say = words.picture;
  const exactCount = (counted: ViewCount): string => count(words, counted, exact);
  const result: [string, string][] = [];
  if (isEnd(node)) return [[say('card.shape'), shape(node.shape, unknownShape)]];
  result.push([say('card.flow'), `${shape(node.inputShape, unknownShape)} \u2192 ${shape(node.shape, unknownShape)}`]);
  const share = nodeShareText(node, model, metric);
  result.push([say(`card.${metric}`), exactCount(node.counts[metric])]);
  if (metric !== 'multiplies') result.push([say('card.multiplies'), exactCount(node.counts.multiplies)]);
  if (share !== '') {
    if (node.rank === null || metric !== 'multiplies') result.push([say('card.share'), share]);
    else result.push([say('card.share-rank'), `${share}, ${rank(words, node.rank, model.rankedLayers)}`]);
  } else if (node.part !== 'main') result.push([say('card.share'), partText(node, words)]);
  if (node.dead !== null) result.push([words.totals('leadsNowhere'), exactCount(node.dead[metric])]);
  if (metric !== 'params') result.push([say('card.params-too'), exactCount(node.counts.params)]);
  const field = receptiveFieldText(node, words);
  if (field !== '') result.push([say('card.receptive-field'), field]);
  if (node.outputs.length > 0) result.push([say('card.output'), node.outputs.join(', ')]);
  return result;
}
