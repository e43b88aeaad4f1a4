/** A network of the field to start from, as every surface lists it: what its file says of it, and what it costs. */

export interface PresetCosts {
  readonly multiplies: number;
  readonly params: number;
  readonly peakBytes: number;
}

export interface PresetFacts {
  /** Its file's name without the ending, which is what a person asks for it by: `googlenet`. */
  readonly name: string;
  /** What people call it: `GoogLeNet`. */
  readonly title: string;
  /** What is to be said of it in one line; empty where the file says nothing. */
  readonly sentence: string;
  /** Where it was published; null where the file does not say. */
  readonly paper: string | null;
  /** The network of the file that is meant, whose costs these are. */
  readonly network: string;
  /** Where a cursor belongs that is to look at it: the offset of its name in the text. */
  readonly caret: number;
  /** Height x width x channels. */
  readonly input: readonly number[];
  /** Of its main outputs: what inference costs. */
  readonly main: PresetCosts;
  /** Of those and side heads together; the same where there are none. */
  readonly all: PresetCosts;
}
