/**
 * Where the weights of a Keras model stand: by names, as TensorFlow.js and `.h5` files have them, or by class and order,
 * as the `model.weights.h5` of Keras 3 has them.
 */

import type { Hdf5Object } from '../hdf5/hdf5';
import { type ForeignWeight, ImportError } from '../import/foreign-network';
import { booleanIn, isList, type JsonRecord, recordIn, textIn, valueIn } from './json';

/** The weights of the layers of one model. */
export interface ModelWeights {
  /** Of a layer, by Keras' name of it; undefined where there is none. */
  readonly find: (layer: JsonRecord, weight: string) => ForeignWeight | undefined;
  /** Of a model that is one of the layers. */
  readonly inside: (layer: JsonRecord) => ModelWeights;
}

/** The layers of a model, in its order. */
export function layersIn(model: JsonRecord): readonly JsonRecord[] {
  const config = valueIn(model, 'config');
  const list = isList(config) ? config : valueIn(recordIn(model, 'config'), 'layers');
  return (isList(list) ? list : []).filter(
    (layer): layer is JsonRecord => typeof layer === 'object' && layer !== null && !isList(layer),
  );
}

export function nameOf(layer: JsonRecord): string {
  return textIn(layer, 'name') || textIn(recordIn(layer, 'config'), 'name');
}

/** @param weights By the path of the layer, or its own name, and that of the weight. */
export function weightsByName(weights: ReadonlyMap<string, ForeignWeight>, prefix = ''): ModelWeights {
  return {
    find: (layer, weight) => {
      const name = nameOf(layer);
      return weights.get(`${prefix}${name}/${weight}`) ?? weights.get(`${name}/${weight}`);
    },
    inside: (layer) => weightsByName(weights, `${prefix}${nameOf(layer)}/`),
  };
}

/**
 * An `.h5` file of a model or of its weights: a group for each layer with the list of its weights. What stands before
 * the last part of a name is the layer's, or that of a layer inside; sessions of older versions put a counter behind it.
 */
export function weightsInGroups(file: Hdf5Object): ModelWeights {
  const root = file.find('model_weights') ?? file;
  const [own, inner, counted] = [0, 1, 2].map(() => new Map<string, ForeignWeight>());
  for (const layer of listOf(root, 'layer_names')) {
    const group = root.find(layer);
    if (group === undefined) throw new ImportError({ code: 'foreign.hdf5-member', values: { name: layer } });
    for (const name of listOf(group, 'weight_names')) {
      const tensor = group.find(name)?.tensor();
      if (tensor === undefined) {
        throw new ImportError({ code: 'foreign.hdf5-member', values: { name: `${layer}/${name}` } });
      }
      const parts = name.replace(/:\d+$/, '').split('/');
      const weight = parts.pop() ?? '';
      const said = parts.at(-1) ?? layer;
      own?.set(`${layer}/${weight}`, tensor);
      // Models inside may have layers of the same names.
      own?.set(`${layer}/${said}/${weight}`, tensor);
      inner?.set(`${said}/${weight}`, tensor);
      counted?.set(`${said.replace(/_\d+$/, '')}/${weight}`, tensor);
    }
  }
  return weightsByName(new Map([...(counted ?? []), ...(inner ?? []), ...(own ?? [])]));
}

/** A long list stands in several attributes. */
function listOf(group: Hdf5Object, attribute: string): readonly string[] {
  const whole = group.texts(attribute);
  if (whole !== undefined) return whole;
  const names: string[] = [];
  for (let part = 0; ; part++) {
    const some = group.texts(`${attribute}${part}`);
    if (some === undefined) return names;
    names.push(...some);
  }
}

/** Keras 3: groups by class and counter, in them the weights by their order. */
export function weightsInOrder(root: Hdf5Object, layers: readonly JsonRecord[]): ModelWeights {
  const counts = new Map<string, number>();
  const groups = new Map<JsonRecord, Hdf5Object | undefined>();
  const parent = root.find('layers') ?? root.find('_layer_checkpoint_dependencies');
  for (const layer of layers) {
    const kind = snakeCase(textIn(layer, 'class_name'));
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    groups.set(layer, parent?.find(count === 0 ? kind : `${kind}_${count}`));
  }
  return {
    find: (layer, weight) => {
      const at = orderIn(layer).indexOf(weight);
      return at < 0 ? undefined : groups.get(layer)?.find(`vars/${at}`)?.tensor();
    },
    inside: (layer) => {
      const group = groups.get(layer);
      return group === undefined ? weightsByName(new Map()) : weightsInOrder(group, layersIn(layer));
    },
  };
}

/** As Keras names groups after classes. */
function snakeCase(name: string): string {
  return name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** The order in which a layer makes its weights: those that are trained first. */
function orderIn(layer: JsonRecord): readonly string[] {
  const config = recordIn(layer, 'config');
  const some = (key: string, name: string) => (booleanIn(config, key, true) ? [name] : []);
  const bias = some('use_bias', 'bias');
  const factors = [...some('scale', 'gamma'), ...some('center', 'beta')];
  switch (textIn(layer, 'class_name')) {
    case 'BatchNormalization':
      return [...factors, 'moving_mean', 'moving_variance'];
    case 'LayerNormalization':
    case 'GroupNormalization':
      return factors;
    case 'SeparableConv2D':
      return ['depthwise_kernel', 'pointwise_kernel', ...bias];
    case 'LayerScale':
      return ['gamma'];
    case 'PReLU':
      return ['alpha'];
    case 'Normalization':
      return ['mean', 'variance'];
    default:
      return ['kernel', ...bias];
  }
}
