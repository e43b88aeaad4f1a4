/** What a worker does that imports a network of another framework: one, and then it is of no more use. Its ends are node-model-worker.ts and web-model-worker.ts. */

import { refusalText } from '../base/message-text';
import { formatOfFile } from '../interop/file-endings';
import { importableFormats } from '../interop/formats';
import { modelWeightsReader } from '../interop/model-weights';
import { writeSafetensors } from '../interop/safetensors';
import { formatOfWeights, readWeightsFile } from '../interop/weight-readers';
import type { FromModelWorker, ToModelWorker } from '../protocol/model-messages';
import { importWords } from '../words/model-import';
import { importModel } from './import-model';

/** Gives the receiver of messages. What the importer itself fails of is thrown where `run` says it. */
export function createModelWorker(
  send: (message: FromModelWorker) => void,
  fail: (problem: unknown) => void,
): (message: ToModelWorker) => void {
  const waiting = new Map<string, (bytes: Uint8Array | null) => void>();
  const readBeside = async (name: string): Promise<Uint8Array> => {
    const bytes = await new Promise<Uint8Array | null>((resolve) => {
      waiting.set(name, resolve);
      send({ kind: 'beside', name });
    });
    if (bytes === null) throw new MissingFile(name);
    return bytes;
  };
  return (message) => {
    if (message.kind === 'beside') waiting.get(message.name)?.(message.bytes);
    else (message.kind === 'import' ? run(message, readBeside) : weights(message, readBeside)).then(send, fail);
  };
}

class MissingFile extends Error {
  constructor(readonly file: string) {
    super(file);
  }
}

async function run(
  { name, bytes, weights, size, locale }: Extract<ToModelWorker, { kind: 'import' }>,
  readBeside: (name: string) => Promise<Uint8Array>,
): Promise<FromModelWorker> {
  const words = importWords(locale);
  const say = words.import;
  const refused = (message: string, needsSize = false): FromModelWorker => ({ kind: 'refused', message, needsSize });
  const format = formatOfFile(importableFormats, name);
  if (format === undefined) {
    const endings = importableFormats.flatMap((one) => one.endings);
    return refused(say('no-format', { endings: words.language.any(endings) }));
  }
  try {
    const options = { size, weights, bound: new Map<string, Uint8Array>(), readBeside };
    const found = await importModel({ name, format, bytes }, options, words);
    if ('refusal' in found) {
      return refused(refusalText(found.refusal, words.diagnostics), found.refusal.code === 'foreign.input-size');
    }
    const { text, report } = found;
    const file =
      found.weights.length === 0
        ? null
        : writeSafetensors(found.weights, { format: 'incept', network: report.network });
    return { kind: 'imported', text, weights: file, missing: report.missing };
  } catch (problem) {
    if (problem instanceof MissingFile) return refused(say('no-beside', { name: problem.file }));
    throw problem;
  }
}

/** What a file has of weights, whatever wrote it. */
async function weights(
  { name, bytes, size, locale }: Extract<ToModelWorker, { kind: 'weights' }>,
  readBeside: (name: string) => Promise<Uint8Array>,
): Promise<FromModelWorker> {
  const words = importWords(locale);
  const say = words.import;
  const refused = (message: string, needsSize = false): FromModelWorker => ({ kind: 'refused', message, needsSize });
  try {
    const options = { size, weights: undefined, bound: new Map<string, Uint8Array>(), readBeside };
    const readModel = modelWeightsReader(name);
    const read = await (readModel === undefined ? readWeightsFile(name, bytes) : readModel(bytes, options));
    if ('refusal' in read) {
      const reason = refusalText(read.refusal, words.diagnostics);
      return refused(say('weights.unread', { name, reason }), read.refusal.code === 'foreign.input-size');
    }
    const { layout } = formatOfWeights(name);
    const file = writeSafetensors(read.tensors, { format: 'weights' });
    return { kind: 'weights', bytes: file, layout: readModel === undefined ? layout : 'pytorch' };
  } catch (problem) {
    if (problem instanceof MissingFile) return refused(say('no-beside', { name: problem.file }));
    throw problem;
  }
}
