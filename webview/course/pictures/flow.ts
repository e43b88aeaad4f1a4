/** Modules and networks, as boxes from the top to the bottom: what is in the file just now. */

import { formatShort } from '../../../src/base/number-format';
import { type FlowItem, type FlowJoin, type FlowLayer, type FlowPicture, termsOf } from '../../../src/course/flow';
import { exact } from '../../../src/course/lesson';
import { element, tableOf } from '../dom';
import type { CoursePicture, PictureFrame } from './picture';

export interface FlowOptions {
  /** Figures of cost are seen. */
  readonly hasCosts: boolean;
  /** The shape behind joins and the end of the network is seen. */
  readonly hasShapes: boolean;
  /** Layers of stride 2 are marked. */
  readonly hasStrides: boolean;
  /** The side head up to which the network runs. */
  readonly upto?: string;
  /** Modules are open. */
  readonly isOpen: boolean;
  /** Layers that a branch still lacks, by branch, while it is being written. */
  readonly places?: readonly (readonly FlowLayer[])[];
  /** The shape that is to leave. */
  readonly expected?: string;
  /** Multiplies of another network on the same scale. */
  readonly beside?: { readonly label: string; readonly multiplies: number };
}

/** Steps of the heat scale, by share: 0.5, 1, 2, 4, 8 and 16 percent begin the next. */
const heatSteps = [0.005, 0.01, 0.02, 0.04, 0.08, 0.16];

/** The step of the heat scale, as the end of a class. */
export function heatOf(share: number | undefined): string {
  return share === undefined ? 'none' : String(heatSteps.filter((least) => share >= least).length);
}

export function flowPicture({ words }: PictureFrame, flow: FlowPicture, options: FlowOptions): CoursePicture {
  const { course } = words;
  const { hasCosts, hasShapes } = options;
  const shapeAt = (shape: string): string => (hasShapes ? shape : '?');

  const placesIn = (branch: number): readonly FlowLayer[] => options.places?.[branch] ?? [];
  /** What is added or multiplied as it came passes the other branches by; what is stacked is a branch as they are. */
  const isSkip = (join: FlowJoin, { items: inside }: FlowJoin['branches'][number], branch: number): boolean =>
    join.name !== 'concat' && inside.length === 0 && placesIn(branch).length === 0;
  /** What stands in an empty place, in the words of the question. */
  function placeText({ label, filters }: FlowLayer): string {
    if (filters === undefined) return course('place.pool');
    const kernel = label.replace(/^\S+ /, '');
    return kernel === '1×1' ? course('place.then', { channels: filters }) : course('place.conv', { kernel, filters });
  }
  /** What leaves, and beside it what is to leave where that is something else. */
  function end(): HTMLElement {
    const { expected } = options;
    if (expected === undefined || expected === flow.result)
      return element('li', { class: 'pill' }, shapeAt(flow.result));
    return element(
      'li',
      { class: 'pill-wrong' },
      element('strong', {}, course('leaves', { shape: flow.result })),
      element('span', { class: 'wanted' }, course('is-expected', { shape: expected })),
    );
  }

  function layer(item: FlowLayer): HTMLElement {
    const percent = item.share === undefined ? '' : `${(100 * item.share).toFixed(1)}%`;
    const cost = item.multiplies === undefined ? '?' : formatShort(item.multiplies);
    const spoken = hasCosts
      ? course('flow.layer', { label: item.label, shape: item.shape, cost, share: percent === '' ? '0%' : percent })
      : item.label;
    const marked = options.hasStrides && item.isStride2 ? ' strided' : '';
    return element(
      'li',
      { class: `box heat-${heatOf(item.share)}${marked}${item.hasError ? ' wrong' : ''}`, aria: { label: spoken } },
      element(
        'span',
        { class: 'name', aria: { hidden: true } },
        item.label,
        item.filters === undefined ? '' : element('span', { class: 'filters' }, ` ${item.filters}`),
      ),
      hasCosts && item.multiplies !== 0
        ? element('span', { class: 'cost', aria: { hidden: true } }, `${cost} ${percent}`)
        : undefined,
      options.hasStrides && item.isStride2
        ? element('span', { class: 'cost', aria: { hidden: true } }, item.shape)
        : undefined,
    );
  }

  function items(list: readonly FlowItem[], isFaded = false): HTMLElement[] {
    return list.flatMap((item): HTMLElement[] => {
      if (item.kind === 'layer') {
        const box = layer(item);
        if (isFaded) box.classList.add('faded');
        return [box];
      }
      if (item.kind === 'join') {
        return [
          element(
            'li',
            { class: `join${item.hasError ? ' wrong' : ''}` },
            element(
              'ul',
              {
                class: 'branches',
                aria: { label: course('module', { count: item.branches.length, shape: shapeAt(item.shape) }) },
              },
              ...item.branches.map((branch, index) =>
                element(
                  'li',
                  isSkip(item, branch, index) ? { class: 'skips' } : {},
                  element(
                    'ul',
                    {
                      aria: {
                        label: course('branch', {
                          branch: index + 1,
                          count: item.branches.length,
                          shape: branch.shape,
                        }),
                      },
                    },
                    ...(branch.items.length === 0 && placesIn(index).length === 0
                      ? [
                          element(
                            'li',
                            { class: isSkip(item, branch, index) ? 'skip' : 'box empty' },
                            course('passes-on'),
                          ),
                        ]
                      : items(branch.items)),
                    ...placesIn(index).map((missing) => element('li', { class: 'box empty' }, placeText(missing))),
                  ),
                  element(
                    'span',
                    { class: `width${placesIn(index).length === 0 ? '' : ' wrong'}`, aria: { hidden: true } },
                    branch.channels === undefined ? '?' : exact(branch.channels),
                  ),
                ),
              ),
            ),
            element('span', { class: 'bar' }, `${item.name} ${hasShapes ? `${termsOf(item)} → ${item.shape}` : ''}`),
          ),
        ];
      }
      if (options.isOpen) return items(item.items, isFaded);
      const percent = item.share === undefined ? '' : `${(100 * item.share).toFixed(1)}%`;
      return [
        element(
          'li',
          { class: `box group heat-${heatOf(item.share)}${isFaded ? ' faded' : ''}${item.isHead ? ' head' : ''}` },
          element('span', { class: 'name' }, item.name),
          element(
            'span',
            { class: 'cost' },
            hasCosts ? `${item.shape} ${formatShort(item.multiplies)} ${percent}` : item.shape,
          ),
        ),
      ];
    });
  }

  /** Behind the head that a run ends at, the rest does not run. */
  function top(): HTMLElement[] {
    const at =
      options.upto === undefined
        ? -1
        : flow.items.findIndex((item) => item.kind === 'group' && item.name === options.upto);
    if (at < 0) return items(flow.items);
    return [...items(flow.items.slice(0, at + 1)), ...items(flow.items.slice(at + 1), true)];
  }

  const bars =
    options.beside === undefined
      ? []
      : [options.beside, { label: flow.name, multiplies: flow.multiplies }].map(({ label, multiplies }) =>
          element(
            'p',
            { class: 'compare' },
            element('span', {}, label),
            element('span', {
              class: 'bar',
              style: {
                '--share': `${(100 * multiplies) / Math.max(options.beside?.multiplies ?? 1, flow.multiplies)}%`,
              },
            }),
            element('span', {}, exact(multiplies)),
          ),
        );
  const rows = (list: readonly FlowItem[], before: string): string[][] =>
    list.flatMap((item): string[][] => {
      if (item.kind === 'layer') {
        const cost = item.multiplies === undefined ? '?' : exact(item.multiplies);
        return [[`${before}${item.label}`, item.shape, hasCosts ? cost : '']];
      }
      if (item.kind === 'join') {
        return [
          ...item.branches.flatMap((branch, index) =>
            branch.items.length === 0
              ? [[`${before}${index + 1}${words.language.colon}${course('passes-on')}`, branch.shape, '']]
              : rows(branch.items, `${before}${index + 1}${words.language.colon}`),
          ),
          [`${before}${item.name}`, shapeAt(item.shape), ''],
        ];
      }
      return options.isOpen
        ? rows(item.items, before)
        : [[`${before}${item.name}`, item.shape, hasCosts ? exact(item.multiplies) : '']];
    });
  return {
    body: element(
      'div',
      { class: 'picture flow' },
      element(
        'div',
        { class: 'scroll', tabIndex: 0, role: 'group', aria: { label: course('graph', { name: flow.name }) } },
        element('ul', { class: 'chain' }, element('li', { class: 'pill' }, flow.input), ...top(), end()),
      ),
      ...bars,
    ),
    table: () =>
      tableOf(
        course('graph', { name: flow.name }),
        [course('layer'), course('shape'), hasCosts ? course('multiplies') : ''],
        rows(flow.items, ''),
      ),
  };
}
