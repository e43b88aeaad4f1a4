/**
 * The page's side of the layout worker: starts it, sends one body at a time, and places whole pictures. Only the
 * latest picture is worked on. A picture that is not done within its deadline is shown stacked meanwhile; one that is
 * not done long after, or whose worker crashes twice, stays so. The worker is then ended and started anew for the next.
 */

import type { ElkGraph } from '../../src/view/elk-input';
import type { LayoutAnswer, LayoutRequest } from '../../src/view/layout-messages';
import type { ViewModel } from '../../src/view/model';
import type { Picture } from '../../src/view/picture';
import { LayoutCache, type LayoutPort, placeModel, stackModel } from '../../src/view/place';
import type { LayoutFailure } from './api';

const deadlineMs = 5000;
/** A busy machine may still get there; a layout that takes longer than this will not. */
const lastDeadlineMs = 30_000;
/** For loading 1.6 MB of script. */
const startDeadlineMs = 20_000;

/** A later picture was asked for. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
}

export interface LayoutWorker {
  postMessage(request: LayoutRequest): void;
  terminate(): void;
  onmessage: ((event: { data: LayoutAnswer }) => void) | null;
  onerror: ((event: { message?: string }) => void) | null;
}

interface Job {
  readonly graph: ElkGraph;
  readonly resolve: (graph: ElkGraph) => void;
  readonly reject: (error: Error) => void;
}

export interface Placed {
  readonly picture: Picture;
  /** Undefined for a layered picture. */
  readonly failure: LayoutFailure | undefined;
}

export interface LayoutClientOptions {
  readonly startWorker: () => Promise<LayoutWorker>;
  /** Why a picture comes stacked; for a log. */
  readonly onProblem?: (message: string) => void;
  readonly deadlineMs?: number;
  readonly lastDeadlineMs?: number;
  readonly startDeadlineMs?: number;
}

/** The text of a bundle that comes with the page. */
export async function bundleText(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`a part of the page cannot be loaded (${response.status}): ${url}`);
  return response.text();
}

/** Starts a worker from the text at an address: a webview may not start one from the address itself. */
export async function startBlobWorker(url: string): Promise<LayoutWorker> {
  const source = URL.createObjectURL(new Blob([await bundleText(url)], { type: 'text/javascript' }));
  try {
    return new Worker(source) as unknown as LayoutWorker;
  } finally {
    URL.revokeObjectURL(source);
  }
}

export class LayoutClient {
  private readonly cache = new LayoutCache();
  private readonly queue: Job[] = [];
  private running: { readonly id: number; readonly job: Job } | undefined;
  private worker: LayoutWorker | undefined;
  private starting: Promise<LayoutWorker> | undefined;
  private lastId = 0;
  private generation = 0;
  private isDisposed = false;

  constructor(private readonly options: LayoutClientOptions) {}

  /** Loads the worker before a picture needs it. */
  warmUp(): void {
    this.ensureWorker().catch(() => undefined);
  }

  /**
   * The layered picture, or at last the stacked one; rejects with `Superseded` when a later call has come. `meanwhile`
   * gets the stacked picture when the first deadline has passed.
   */
  async place(model: ViewModel, open: ReadonlySet<string>, meanwhile: (picture: Picture) => void): Promise<Placed> {
    const generation = ++this.generation;
    this.dropQueue(new Superseded());
    const timer = setTimeout(async () => {
      const stacked = await stackModel(model, open);
      if (generation === this.generation && isPending) meanwhile(stacked);
    }, this.options.deadlineMs ?? deadlineMs);
    let isPending = true;
    try {
      return await this.layered(model, open, generation);
    } finally {
      isPending = false;
      clearTimeout(timer);
    }
  }

  private async layered(model: ViewModel, open: ReadonlySet<string>, generation: number): Promise<Placed> {
    let failure: LayoutFailure = 'failed';
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        const picture = await this.attempt(model, open);
        if (generation !== this.generation) throw new Superseded();
        return { picture, failure: undefined };
      } catch (error) {
        if (generation !== this.generation) throw new Superseded();
        this.options.onProblem?.(error instanceof Error ? error.message : String(error));
        // A worker that crashed gets a second chance, one that was too slow does not.
        this.stop(error instanceof Error ? error : new Error(String(error)));
        failure = error instanceof TooSlow ? 'slow' : 'failed';
        if (failure === 'slow' || this.isDisposed) break;
      }
    }
    return { picture: await stackModel(model, open), failure };
  }

  dispose(): void {
    this.isDisposed = true;
    this.generation++;
    this.stop(new Superseded());
  }

  private async attempt(model: ViewModel, open: ReadonlySet<string>): Promise<Picture> {
    // Chains and known bodies need no worker: time runs from the first body that does.
    let timer: ReturnType<typeof setTimeout> | undefined;
    let giveUp: (reason: Error) => void = () => {};
    const late = new Promise<never>((_, reject) => {
      giveUp = reject;
    });
    const startTimer = (): void => {
      timer ??= setTimeout(() => giveUp(new TooSlow()), this.options.lastDeadlineMs ?? lastDeadlineMs);
    };
    const port: LayoutPort = (graph) => {
      this.ensureWorker().then(startTimer, () => undefined);
      return this.layout(graph);
    };
    try {
      return await Promise.race([placeModel(model, open, port, this.cache), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  private layout(graph: ElkGraph): Promise<ElkGraph> {
    return new Promise((resolve, reject) => {
      this.queue.push({ graph, resolve, reject });
      this.ensureWorker().then(
        () => this.next(),
        (error: unknown) => reject(error),
      );
    });
  }

  private next(): void {
    if (this.running !== undefined || this.worker === undefined) return;
    const job = this.queue.shift();
    if (job === undefined) return;
    this.running = { id: ++this.lastId, job };
    this.worker.postMessage({ id: this.lastId, graph: job.graph });
  }

  private ensureWorker(): Promise<LayoutWorker> {
    if (this.isDisposed) return Promise.reject(new Superseded());
    this.starting ??= this.start();
    return this.starting;
  }

  private async start(): Promise<LayoutWorker> {
    const worker = await this.options.startWorker();
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new TooSlow()), this.options.startDeadlineMs ?? startDeadlineMs);
      worker.onmessage = ({ data }) => {
        if (data.type !== 'ready') return;
        clearTimeout(timer);
        resolve();
      };
      worker.onerror = ({ message }) => {
        clearTimeout(timer);
        reject(new Error(message ?? 'the layout worker does not start'));
      };
    }).catch((error: unknown) => {
      worker.terminate();
      throw error;
    });
    if (this.isDisposed) {
      worker.terminate();
      throw new Superseded();
    }
    this.worker = worker;
    worker.onmessage = ({ data }) => this.receive(data);
    worker.onerror = ({ message }) => this.stop(new Error(message ?? 'the layout worker has crashed'));
    return worker;
  }

  private receive(answer: LayoutAnswer): void {
    if (answer.type === 'ready' || this.running?.id !== answer.id) return;
    const { job } = this.running;
    this.running = undefined;
    if (answer.type === 'laid') job.resolve(answer.graph);
    else job.reject(new Error(answer.message));
    this.next();
  }

  /** Ends the worker; the next layout starts another. */
  private stop(reason: Error): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.starting = undefined;
    const running = this.running;
    this.running = undefined;
    running?.job.reject(reason);
    this.dropQueue(reason);
  }

  private dropQueue(reason: Error): void {
    for (const job of this.queue.splice(0)) job.reject(reason);
  }
}

/** The last deadline has passed. */
class TooSlow extends Error {
  override readonly name = 'TooSlow';

  constructor() {
    super('the layout takes too long');
  }
}
