/** Models of other frameworks that are dropped here or opened: a worker makes a design of each, and what was given beside it is its folder. */

import { Lifeline } from '../src/base/web-lifeline';
import {
  type ImportPorts,
  importFile,
  inputSizeIn,
  modelEndings,
  type StartModelWorker,
  type WeightsFile,
  weightFileEndings,
  weightsInWorker,
} from '../src/session/import-in-worker';
import { KnownProblem } from '../src/session/problem-text';
import type { PlaygroundWords } from '../src/words/playground';
import { askLine } from './dialogs';
import type { Notices } from './notices';

/** MiB: what a worker is given to read. */
const largestModel = 2047;

const startWorker: StartModelWorker = async (onMessage, onError) => {
  const lifeline = new Lifeline(() => onError(new Error('ended')));
  const worker = new Worker('model-worker.js', lifeline.options);
  lifeline.watch();
  worker.onmessage = ({ data }) => onMessage(data);
  worker.onerror = ({ message }) => onError(new Error(message));
  return {
    post: (message) => worker.postMessage(message),
    terminate: () => {
      lifeline.cut();
      worker.terminate();
    },
  };
};

export class ModelDrop {
  constructor(
    private readonly words: PlaygroundWords,
    private readonly notices: Notices,
    private readonly add: (name: string, text: string) => void,
  ) {}

  /** Each that is no part of another; a single file is one in any case, of which the worker says what is wrong. */
  async take(files: readonly File[]): Promise<void> {
    const isModel = ({ name }: File): boolean =>
      modelEndings.some((ending) => name.toLowerCase().endsWith(`.${ending}`));
    const [only] = files;
    if (only !== undefined && files.length === 1 && !isModel(only) && isWeights(only)) {
      throw new KnownProblem(this.words.playground('model.weights', { name: only.name }));
    }
    const models = files.length === 1 ? files : files.filter(isModel);
    for (const model of models) await this.import(model, files);
  }

  private async import(model: File, beside: readonly File[]): Promise<void> {
    const say = this.words.playground;
    const { name } = model;
    this.checkSize(model);
    const abort = new AbortController();
    const stop = { label: say('model.cancel'), act: () => abort.abort() };
    const close = this.notices.tell(say('model.reading', { name }), stop, true);
    try {
      const found = await importFile(name, await bytesOf(model), this.ports(name, beside, abort.signal));
      if (found === undefined) return;
      const design = `${name.replace(/(?<=.)\.[^.]*$/, '').replace(/[^\w.-]+/g, '-')}.cnn`;
      this.add(design, found.text);
      const { length: count } = found.missing;
      if (count > 0) this.notices.tell(say('model.missing', { count, name: design }));
    } catch (problem) {
      // Of several files that are dropped it names the one.
      throw problem instanceof KnownProblem
        ? new KnownProblem(say('model.refused', { name, problem: problem.message }))
        : problem;
    } finally {
      close();
    }
  }

  /** The weights of a file, whose parts are among those beside it. Undefined where the signal or the user has ended it. */
  async weights(
    file: File,
    beside: readonly File[],
    signal: AbortController['signal'],
  ): Promise<WeightsFile | undefined> {
    this.checkSize(file);
    return weightsInWorker(file.name, await bytesOf(file), this.ports(file.name, beside, signal));
  }

  private checkSize({ name, size }: File): void {
    if (size <= largestModel * 2 ** 20) return;
    throw new KnownProblem(this.words.playground('model.large', { name, limit: largestModel + 1 }));
  }

  private ports(name: string, beside: readonly File[], signal: AbortController['signal']): ImportPorts {
    return {
      start: startWorker,
      locale: this.words.language.tag,
      readBeside: async (wanted) => {
        const file = beside.find((one) => one.name === wanted);
        return file === undefined ? null : bytesOf(file);
      },
      askSize: () => this.askSize(name),
      signal,
    };
  }

  private async askSize(name: string): Promise<ReturnType<typeof inputSizeIn>> {
    const say = this.words.playground;
    const line = await askLine(this.words, say('model.size.title', { name }), '224x224x3', (text) =>
      inputSizeIn(text) === undefined ? say('model.size.refused') : undefined,
    );
    return line === undefined ? undefined : inputSizeIn(line);
  }
}

function isWeights({ name }: File): boolean {
  return weightFileEndings.some((ending) => name.toLowerCase().endsWith(ending));
}

async function bytesOf(file: File): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}
