/** What a layer is known to be while one of its arguments is not: that or nothing, part by part, and never another number. */

import assert from 'node:assert/strict';
import type { Shape } from '../../src/ops/dim';
import type { Attribute, Attributes, Op } from '../../src/ops/op';
import { layerCases, layerInput } from '../support/layer-cases';
import { networkOf } from '../support/network-text';

type Leaves = ReadonlyMap<string, unknown>;

/** All of it by place: shape, costs, window, weights and formulas. */
function leavesOf(op: Op, inputs: readonly Shape[], attributes: Attributes): Leaves {
  const [input] = inputs as readonly [Shape];
  const shape = op.shape(inputs, attributes, () => {});
  const window = op.window?.(input, attributes);
  const results = op.formulas?.(input, shape, attributes).map(({ result }) => result);
  const weights = Object.fromEntries((op.weights?.(input, attributes) ?? []).map((spec) => [spec.name, spec]));
  const found = new Map<string, unknown>();
  const collect = (value: unknown, place: string): void => {
    if (typeof value !== 'object' || value === null) found.set(place, value);
    else for (const [key, part] of Object.entries(value)) collect(part, `${place}.${key}`);
  };
  collect({ shape, cost: op.cost(inputs, shape, attributes), window, results, weights }, '');
  return found;
}

/** The attributes with each of them unknown in turn, and with each number of a pair or of paddings. */
function* partlyKnown(attributes: Attributes): Generator<readonly [string, Attributes]> {
  for (const [name, value] of Object.entries(attributes)) {
    yield [name, { ...attributes, [name]: undefined }];
    if (!Array.isArray(value)) continue;
    for (const hidden of value.keys()) {
      const items = value.map((item, i) => (i === hidden ? undefined : item)) as unknown as Attribute;
      yield [`${name}[${hidden}]`, { ...attributes, [name]: items }];
    }
  }
}

describe('an unknown argument', () => {
  for (const [group, bodies] of Object.entries(layerCases)) {
    it(`makes no number of ${group} another one`, () => {
      for (const body of bodies) {
        const { graph, shapes } = networkOf(`network N {\n${layerInput}\n${body}\n}\n`);
        for (const { op, inputs, attributes } of graph.layers) {
          if (inputs.length === 0) continue;
          const sizes = inputs.map((id) => shapes[id] as Shape);
          const full = leavesOf(op, sizes, attributes);
          for (const [hidden, partial] of partlyKnown(attributes)) {
            for (const [place, value] of leavesOf(op, sizes, partial)) {
              if (value === undefined || !full.has(place)) continue;
              // Of all activations one alone has parameters, and an unknown one is not taken for it.
              if (hidden === 'activation' && place.startsWith('.cost.params')) continue;
              assert.equal(value, full.get(place), `${op.name} of ${body} without ${hidden}: ${place}`);
            }
          }
        }
      }
    });
  }
});
