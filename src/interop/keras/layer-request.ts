/** What the rules that turn a layer of Keras into layers of the language get to work with, and give. */

import type { ForeignNetwork, ForeignWeight } from '../import/foreign-network';
import type { NetworkBuilder } from '../import/network-builder';
import type { JsonRecord } from './json';

/** A layer's result; `isList` where Keras has taken height and width away. */
export interface KerasValue {
  readonly layer: number;
  readonly isList: boolean;
  /** The result stands otherwise than the language has it; only what moves it on may read it. */
  readonly moved?: Moved;
}

/** An image whose axes were parted and turned. */
export interface Moved {
  /** Of the axes before they were turned. */
  readonly sizes: readonly number[];
  /** The places of these, from 1, in their order now. */
  readonly order: readonly number[];
  /** The first of the channels and how many of them are left. */
  readonly cut?: readonly [start: number, channels: number];
  /** What moved it last. */
  readonly node: string;
  readonly type: string;
}

export interface LayerRequest {
  readonly builder: NetworkBuilder;
  readonly name: string;
  readonly type: string;
  readonly config: JsonRecord;
  readonly inputs: readonly KerasValue[];
  /** The inputs with the numbers that stand between them. */
  readonly operands: readonly (KerasValue | number)[];
  /** Arguments of the call by name. */
  readonly named: JsonRecord;
  /** Of its class, in Keras 3. */
  readonly module: string;
  /** Keras 3. */
  readonly isModern: boolean;
  /** By name in the layer; undefined where the file has no weights. */
  readonly weight: ((name: string) => ForeignWeight | undefined) | undefined;
  readonly notes: ForeignNetwork['notes'][number][];
}
