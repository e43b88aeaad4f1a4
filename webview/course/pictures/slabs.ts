/** Lessons 4 and 6: what flows through a module as blocks, as wide as it has channels, which a join stacks. */

import {
  clashOf,
  type FlowItem,
  type FlowJoin,
  type FlowLayer,
  type FlowPicture,
  termsOf,
} from '../../../src/course/flow';
import { svg } from '../../graph/svg';
import { element, fill, isStill } from '../dom';
import { heatOf } from './flow';
import type { CoursePicture, PictureFrame } from './picture';

export interface SlabsOptions {
  /** The shape behind joins is seen; before, it is only outlined. */
  readonly hasShapes: boolean;
  /** The network as it is with another padding, which may be chosen. */
  readonly valid?: { readonly kernel: string; readonly flow: FlowPicture };
}

/** Pixels that the widest, the highest and the deepest block have. */
const most = { wide: 130, high: 54, deep: 14 };
/** A block is seen however few channels it has. */
const leastWide = 4;

interface Segment {
  readonly channels: number;
  readonly heat: string;
}

/** Undefined where a flow is more than layers, one after the other, around one join of such branches. */
export function slabsPicture(
  { words, say }: PictureFrame,
  flow: FlowPicture,
  options: SlabsOptions,
  table: CoursePicture['table'],
): CoursePicture | undefined {
  if (!isDrawn(flow)) return undefined;
  const { course } = words;
  const stage = element('div', {
    class: 'slabs',
    role: 'group',
    aria: { label: course('graph', { name: flow.name }) },
  });

  function show(drawn: FlowPicture): void {
    const scale = scaleOf(drawn);
    const caption = (shape: string, more?: string): HTMLElement[] => [
      element('strong', {}, shape),
      ...(more === undefined ? [] : [element('span', { class: 'muted' }, more)]),
    ];
    const op = ({ label, filters, hasError }: FlowLayer): HTMLElement =>
      element(
        'span',
        { class: `op${hasError ? ' wrong' : ''}` },
        filters === undefined ? label : `${label}, ${filters}`,
      );
    const arrow = (): HTMLElement => element('span', { class: 'arrow', aria: { hidden: true } });
    const step = (layer: FlowLayer): HTMLElement =>
      element(
        'li',
        { class: 'step' },
        arrow(),
        op(layer),
        arrow(),
        element('span', { class: 'slab' }, block(scale, layer.sizes, [segmentOf(layer)]), ...caption(layer.shape)),
      );
    const lane = ({ items, shape, sizes }: FlowJoin['branches'][number]): HTMLElement => {
      const layers = layersOf(items);
      return element(
        'li',
        { class: 'lane' },
        element(
          'span',
          { class: 'ops' },
          ...(layers.length === 0 ? [element('span', { class: 'op' }, course('passes-on'))] : layers.map(op)),
        ),
        arrow(),
        block(scale, sizes, [{ channels: sizes?.[2] ?? 0, heat: segmentHeat(layers) }]),
        element('span', { class: 'shape' }, shape),
        element('span', { class: 'rest', aria: { hidden: true } }),
      );
    };
    const join = (item: FlowJoin): HTMLElement[] => {
      const clash = clashOf(item);
      const shape = options.hasShapes ? item.shape : '?';
      const segments = item.branches.map(({ items, channels }) => ({
        channels: channels ?? 0,
        heat: segmentHeat(layersOf(items)),
      }));
      return [
        element('li', { class: 'lanes' }, element('ul', {}, ...item.branches.map(lane))),
        element(
          'li',
          { class: 'joined', data: item.hasError ? { state: 'error' } : {} },
          arrow(),
          options.hasShapes && !item.hasError
            ? block(scale, item.sizes, segments)
            : block(scale, [drawn.inputSizes?.[0], drawn.inputSizes?.[1], sumOf(segments)], undefined),
          ...caption(
            item.hasError ? item.name : `${item.name} ${shape}`,
            clash !== undefined
              ? course('cannot-stack', { odd: clash.odd, others: clash.others })
              : options.hasShapes
                ? termsOf(item)
                : undefined,
          ),
        ),
      ];
    };
    fill(
      stage,
      element(
        'ol',
        { class: 'slab-flow' },
        element(
          'li',
          { class: 'slab' },
          block(scale, drawn.inputSizes, [{ channels: drawn.inputSizes?.[2] ?? 0, heat: 'none' }]),
          ...caption(drawn.input),
        ),
        ...drawn.items.flatMap((item) =>
          item.kind === 'join' ? join(item) : item.kind === 'layer' ? [step(item)] : [],
        ),
      ),
    );
  }

  function paddingChoice(valid: NonNullable<SlabsOptions['valid']>): HTMLElement {
    const choice = (name: 'same' | 'valid', drawn: FlowPicture): HTMLElement => {
      const radio = element('input', {
        id: `padding-${name}`,
        attributes: { type: 'radio', name: 'padding', value: name, ...(name === 'same' ? { checked: '' } : {}) },
        on: {
          change: () => {
            show(drawn);
            const join = drawn.items.find((item) => item.kind === 'join');
            const clash = join === undefined ? undefined : clashOf(join);
            say(
              clash === undefined
                ? course('result', { shape: drawn.result })
                : course('cannot-stack', { odd: clash.odd, others: clash.others }),
            );
          },
        },
      });
      return element('label', { class: 'choice' }, radio, name);
    };
    return element(
      'fieldset',
      { class: 'padding-choice' },
      element('legend', {}, course('padding-of', { kernel: valid.kernel })),
      choice('same', flow),
      choice('valid', valid.flow),
    );
  }

  show(flow);
  const play = (): void => {
    stage.classList.remove('sliding');
    // Read, so that the animation starts anew.
    void stage.offsetWidth;
    stage.classList.add('sliding');
  };
  return {
    body: element(
      'div',
      { class: 'picture slabs-picture' },
      stage,
      options.valid === undefined ? undefined : paddingChoice(options.valid),
    ),
    ...(options.hasShapes && !isStill() ? { play } : {}),
    table,
  };
}

const layersOf = (items: readonly FlowItem[]): readonly FlowLayer[] => items.filter((item) => item.kind === 'layer');

const sumOf = (segments: readonly Segment[]): number => segments.reduce((sum, { channels }) => sum + channels, 0);

function isDrawn({ items, inputSizes }: FlowPicture): boolean {
  const joins = items.filter((item) => item.kind === 'join');
  return (
    inputSizes !== undefined &&
    joins.length <= 1 &&
    items.every(({ kind }) => kind !== 'group') &&
    joins.every(({ branches }) => branches.every((branch) => branch.items.every(({ kind }) => kind === 'layer')))
  );
}

/** The heat of the layer that costs the most. */
function segmentHeat(layers: readonly FlowLayer[]): string {
  return heatOf(
    layers.reduce<number | undefined>((top, { share = 0 }) => (share > (top ?? 0) ? share : top), undefined),
  );
}

const segmentOf = (layer: FlowLayer): Segment => ({ channels: layer.sizes?.[2] ?? 0, heat: segmentHeat([layer]) });

interface Scale {
  readonly channel: number;
  readonly row: number;
  readonly column: number;
}

function scaleOf({ inputSizes, items }: FlowPicture): Scale {
  const shapes = [
    inputSizes,
    ...items.flatMap((item) => (item.kind === 'group' ? [] : [item.sizes])),
    ...items.flatMap((item) => (item.kind === 'join' ? item.branches.map(({ sizes }) => sizes) : [])),
  ];
  const largest = (axis: 0 | 1 | 2): number => Math.max(1, ...shapes.map((shape) => shape?.[axis] ?? 0));
  const joined = items.flatMap((item) =>
    item.kind === 'join' ? [item.branches.reduce((sum, { channels = 0 }) => sum + channels, 0)] : [],
  );
  return {
    channel: most.wide / Math.max(largest(2), ...joined),
    row: most.high / largest(0),
    column: most.deep / largest(1),
  };
}

/** A box that is seen from a corner: its front is channels by height. Without segments it is an outline of what is not known. */
function block(scale: Scale, sizes: FlowLayer['sizes'], segments: readonly Segment[] | undefined): SVGElement {
  const [height = 0, width = 0, channels = 0] = sizes ?? [];
  const high = height * scale.row;
  const deep = width * scale.column;
  const wideOf = (count: number): number => Math.max(leastWide, count * scale.channel);
  const parts = segments ?? [{ channels, heat: 'none' }];
  let left = 1;
  const drawn = parts.map(({ channels: count, heat }, index) => {
    const right = left + wideOf(count);
    const top = 1 + deep;
    const bottom = top + high;
    const group = svg(
      'g',
      { class: segments === undefined ? 'unknown' : `heat-${heat}` },
      svg('path', { class: 'front', d: `M${left} ${top}H${right}V${bottom}H${left}Z` }),
      svg('path', { class: 'top', d: `M${left} ${top}l${deep} ${-deep}H${right + deep}L${right} ${top}Z` }),
      svg('path', { class: 'side', d: `M${right} ${top}l${deep} ${-deep}V${bottom - deep}L${right} ${bottom}Z` }),
    );
    // Not as an attribute, which the page's policy forbids.
    group.style.setProperty('--index', String(index));
    left = right;
    return group;
  });
  const [w, h] = [left + deep + 1, high + deep + 2];
  return svg('svg', { class: 'block', width: w, height: h, viewBox: `0 0 ${w} ${h}`, 'aria-hidden': 'true' }, ...drawn);
}
