/**
 * Where the layers of Keras are written: nodes one behind the other, each for the layer that is being lowered and named by it, and
 * the small ones that many layers need. Values are images of height, width and channels, or lists.
 */

import type { NetworkAnalysis } from '../../analysis/analysis';
import { present } from '../../base/assert';
import type { Sides } from '../../base/tensor';
import type { Layer, LayerId } from '../../graph/graph';
import { inexpressible } from '../inexpressible';
import type { KerasNode, KerasTarget, KerasWeight } from './keras-network';

/** The result of a node. */
export interface KerasValue {
  readonly node: string;
  readonly shape: readonly number[];
  /** No value is below zero. */
  readonly isPositive: boolean;
}

export class KerasWriter {
  readonly nodes: KerasNode[] = [];
  /** The one being lowered. */
  layer: Layer;
  private readonly names = new Set<string>();

  constructor(
    private readonly network: NetworkAnalysis,
    readonly target: KerasTarget,
  ) {
    this.layer = present(network.graph.layers[network.graph.input], 'input');
  }

  own(id: LayerId): string {
    return present(this.network.graph.layers[id], 'layer').path.replaceAll('/', '.');
  }

  shapeOf(id: LayerId): readonly number[] {
    return present(this.network.shapes[id], 'shape').map((dimension) => present(dimension, 'dimension'));
  }

  /** The target has no such layer, or none with these arguments. */
  fail(op: string, ...args: readonly string[]): never {
    throw inexpressible(this.layer, this.target, op, args);
  }

  /** A node behind the others; without a name of its own it has the layer's, or that and `role`. */
  add(
    className: string,
    config: Readonly<Record<string, unknown>>,
    inputs: readonly KerasValue[],
    shape: readonly number[],
    {
      name,
      role = '',
      weights = [],
      isPositive = false,
    }: {
      name?: string;
      role?: string;
      weights?: readonly KerasWeight[];
      isPositive?: boolean;
    } = {},
  ): KerasValue {
    const wanted = name ?? (role === '' ? this.own(this.layer.id) : `${this.own(this.layer.id)}.${role}`);
    let free = wanted;
    for (let i = 2; this.names.has(free); i++) free = `${wanted}.${i}`;
    this.names.add(free);
    this.nodes.push({
      name: free,
      className,
      config,
      inputs: inputs.map(({ node }) => node),
      shape,
      weights,
      layer: this.layer.id,
    });
    return { node: free, shape, isPositive };
  }

  weight(name: string, source: string, shape: readonly number[], order: KerasWeight['order'] = 'same'): KerasWeight {
    return { name, source: `${this.layer.path}/${source}`, shape, order };
  }

  image(value: KerasValue): KerasValue {
    if (value.shape.length === 3) return value;
    const shape = [1, 1, ...value.shape];
    return this.add('Reshape', { target_shape: shape }, [value], shape, {
      role: 'image',
      isPositive: value.isPositive,
    });
  }

  list(value: KerasValue, role = 'flatten'): KerasValue {
    if (value.shape.length === 1) return value;
    const shape = [value.shape.reduce((product, dimension) => product * dimension, 1)];
    return this.add('Flatten', {}, [value], shape, { role, isPositive: value.isPositive });
  }

  zeros(image: KerasValue, around: Sides, role: string): KerasValue {
    if (around.every((amount) => amount === 0)) return image;
    const [top, bottom, left, right] = around;
    const [height = 0, width = 0, channels = 0] = image.shape;
    const shape = [height + top + bottom, width + left + right, channels];
    const padding = [
      [top, bottom],
      [left, right],
    ];
    return this.add('ZeroPadding2D', { padding }, [image], shape, { role, isPositive: image.isPositive });
  }

  crop(image: KerasValue, [top, bottom, left, right]: Sides, role: string): KerasValue {
    if (top + bottom + left + right === 0) return image;
    const [height = 0, width = 0, channels = 0] = image.shape;
    const cropping = [
      [top, bottom],
      [left, right],
    ];
    const shape = [height - top - bottom, width - left - right, channels];
    return this.add('Cropping2D', { cropping }, [image], shape, { role, isPositive: image.isPositive });
  }
}
