/** A network of another framework as a design: what is read, how it is called, and what is said of it at the top of its text and to people. */

import type { NetworkAnalysis } from '../analysis/analysis';
import type { Phrase, Refusal } from '../base/diagnostic';
import { valueText } from '../base/message-text';
import type { ImportableFormat } from '../interop/formats';
import { type ForeignNetwork, ImportError, type ReadOptions } from '../interop/import/foreign-network';
import { type ImportedNetwork, importNetwork } from '../interop/import/import-network';
import { identifier } from '../interop/import/names';
import type { ImportWords } from '../words/model-import';

/** What of the import's words is needed; those of the command line have it too. */
type Words = Pick<ImportWords, 'import' | 'diagnostics'>;

export interface ModelFile {
  /** Without its folder. */
  readonly name: string;
  readonly format: ImportableFormat;
  readonly bytes: Uint8Array;
}

export interface ModelReport {
  readonly source: ForeignNetwork['source'];
  readonly network: string;
  readonly layers: number;
  /** Of the main outputs; null where something in them is unknown. */
  readonly params: number | null;
  /** What the language cannot express, and has therefore been left out. */
  readonly missing: readonly { readonly node: string; readonly op: string; readonly reason: string }[];
  readonly notes: readonly string[];
}

export interface ImportedModel extends Pick<ImportedNetwork, 'text' | 'network' | 'weights'> {
  readonly report: ModelReport;
}

/** Names that exporters give to every graph. */
const emptyNames = /^(Model from PaddlePaddle.*|torch[-_]jit(-export)?|main_graph|graph|tf2onnx|model|CNTKGraph|)$/;

/** `network` is its name, in place of the source's; weights are empty where the file has none. */
export async function importModel(
  { name, format, bytes }: ModelFile,
  { network, ...options }: ReadOptions & { readonly network?: string | undefined },
  words: Words,
): Promise<ImportedModel | { readonly refusal: Refusal }> {
  const result = await format.readNetwork(bytes, options);
  if ('refusal' in result) return result;
  const foreign = result.network;
  const own = emptyNames.test(foreign.name) ? name.replace(/(?<=.)\.[^.]*$/, '') : foreign.name;
  try {
    const found = importNetwork(foreign, {
      name: network ?? identifier(own),
      comments: commentsFor(foreign, name, words),
    });
    return { ...found, weights: foreign.hasWeights ? found.weights : [], report: reportOf(foreign, found, words) };
  } catch (problem) {
    if (problem instanceof ImportError) return { refusal: problem.refusal };
    throw problem;
  }
}

const mostComments = 20;

function commentsFor(foreign: ForeignNetwork, file: string, words: Words): string[] {
  const say = words.import;
  const { format, producer, opset } = foreign.source;
  const origin =
    producer === null
      ? opset === null
        ? say('origin', { file, format })
        : say('origin.opset', { file, format, opset })
      : opset === null
        ? say('origin.producer', { file, format, producer })
        : say('origin.opset.producer', { file, format, opset, producer });
  const steps = foreign.preprocessing.map((step) => textOf(step, words)).join('; ');
  const missing = foreign.missing
    .slice(0, mostComments)
    .map(({ node, op, reason }) =>
      say('comment.missing', { node: short(node), op: short(op), reason: textOf(reason, words) }),
    );
  const rest = foreign.missing.length - missing.length;
  return [
    origin,
    ...(steps === '' ? [] : [say('preprocessing', { steps })]),
    ...missing,
    ...(rest > 0 ? [say('comment.more', { count: rest })] : []),
  ];
}

function reportOf(foreign: ForeignNetwork, { network, layers }: ImportedNetwork, words: Words): ModelReport {
  return {
    source: foreign.source,
    network: network.name,
    layers,
    params: mainParams(network),
    missing: foreign.missing.map(({ node, op, reason }) => ({
      node: short(node),
      op: short(op),
      reason: textOf(reason, words),
    })),
    notes: [...foreign.notes, ...foreign.preprocessing].map((said) => textOf(said, words)),
  };
}

/** Parameters of the main outputs; null where something in them is unknown. */
export function mainParams({ main }: NetworkAnalysis): number | null {
  const { params } = main.sums;
  return params.isPartial ? null : params.value;
}

/** A name out of a file, which may be endless. */
function short(name: string): string {
  return name.length > 200 ? `${name.slice(0, 200)}...` : name;
}

function textOf(said: Phrase, { diagnostics }: Words): string {
  return valueText(said, diagnostics);
}
