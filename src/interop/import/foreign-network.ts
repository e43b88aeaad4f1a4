/**
 * A network of another framework in our terms: what every reader gives and the writer of text takes. Layers are those of
 * the language with accepted attributes, weights are in our order; names and the order of layers are the source's.
 */

import type { Phrase, Refusal } from '../../base/diagnostic';
import type { Attributes, Op } from '../../ops/op';

/** Height x width x channels. */
export type KnownShape = readonly [height: number, width: number, channels: number];

/** A tensor of parameters that is put in order when it is asked for, so that a file's weights are held once. */
export interface ForeignWeight {
  readonly shape: readonly number[];
  /** Row-major, in our order. */
  readonly values: () => Float32Array;
  /** A number of the source that it does not train. */
  readonly isConstant?: true;
}

export interface ForeignLayer {
  readonly op: Op;
  readonly attributes: Attributes;
  /** Places in the list of layers, below its own. */
  readonly inputs: readonly number[];
  /** As the source has it, parts separated by `/`; empty where it says nothing. */
  readonly name: string;
  readonly shape: KnownShape;
  /** By the name in the layer: `weight`, `norm.gamma`. Empty where the source has no weights. */
  readonly weights: ReadonlyMap<string, ForeignWeight>;
}

export interface ForeignOutput {
  readonly name: string;
  readonly layer: number;
}

/** A node that the language cannot express, and why. */
export interface Missing {
  readonly node: string;
  readonly op: string;
  readonly reason: Phrase;
}

interface ForeignSource {
  readonly format: string;
  readonly producer: string | null;
  /** Of ONNX. */
  readonly opset: number | null;
}

export interface ForeignNetwork {
  readonly source: ForeignSource;
  /** Empty where the source has none worth keeping. */
  readonly name: string;
  /** The first is the input. */
  readonly layers: readonly ForeignLayer[];
  readonly outputs: readonly ForeignOutput[];
  readonly hasWeights: boolean;
  /** Layers of one name, and no others, are one: the file was written from a network in our terms. */
  readonly isByName: boolean;
  readonly missing: readonly Missing[];
  /** What a reader of the result should know. */
  readonly notes: readonly Phrase[];
  /** How the source prepares an image before its input. */
  readonly preprocessing: readonly Phrase[];
}

/** Why a file cannot be read at all. */
export class ImportError extends Error {
  override readonly name = 'ImportError';

  constructor(readonly refusal: Refusal) {
    super(`${refusal.code} ${JSON.stringify(refusal.values)}`);
  }
}

/** Why one node cannot be expressed; whoever reads the file goes on without it. */
export class Inexpressible extends Error {
  override readonly name = 'Inexpressible';

  constructor(readonly reason: Phrase) {
    super(reason.phrase);
  }
}

export interface ReadOptions {
  /** In place of the source's input size. */
  readonly size: KnownShape | undefined;
  /** A second file with the weights. */
  readonly weights: Uint8Array | undefined;
  /** Inputs that are constants, by name: a tensor of ONNX each. */
  readonly bound: ReadonlyMap<string, Uint8Array>;
  /** A file of that name in the folder of the first. */
  readonly readBeside: (name: string) => Promise<Uint8Array>;
}
