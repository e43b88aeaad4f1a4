/**
 * The fast backend: kernels of WebAssembly SIMD on one block of memory that holds the arena, the packed weights and all
 * descriptors. Everything is taken and touched when a plan is prepared; a run calls kernels and nothing else.
 */

import { invariant } from '../../base/assert';
import { formatExact } from '../../base/number-format';
import { type Plan, type TensorView, viewElements } from '../../plan/plan';
import type { Backend, Execution, PrepareOptions, RunHooks } from '../backend';
import { RunError } from '../run-error';
import { kernelLibrary } from './compiled-kernels';
import { engine, findFeatures, type WasmMemory } from './engine';
import { crewWords, stageBytes } from './kernels/crew';
import { mostPages } from './kernels/kernel-set';
import { lowerPlan } from './lower-plan';
import { arenaAddress, encodeFields, type PackJob, type Program, type Stage } from './program';

/** Between the constants and the arena: the stage and the scratch memory of packing. */
const packStage = 1024;
const packScratch = 2048;

const pageBytes = 65_536;

/** Seconds that a thread may take for one chunk of work before it is taken for dead. */
const patienceSeconds = 30;

const mostThreads = 64;

export const wasmBackend: Backend = {
  name: 'wasm',
  async prepare(plan, weights, options = {}) {
    return WasmExecution.create(plan, weights, options);
  },
};

interface Exports {
  execute(stage: number, chunk: number, scratch: number): void;
  open?(stage: number, epoch: number): void;
  work?(epoch: number, scratch: number): number;
  finish?(chunks: number): number;
}

class WasmExecution implements Execution {
  private epoch = 0;

  private constructor(
    private readonly plan: Plan,
    private readonly exports: Exports,
    private readonly program: Pick<Program, 'stagesByStep' | 'fusedStagesByStep'>,
    /** Of the main thread. */
    private readonly scratch: number,
    /** The whole memory; empty once disposed. */
    private floats: Float32Array,
    readonly features: readonly string[],
    readonly threads: number,
  ) {}

  static async create(plan: Plan, weights: readonly Float32Array[], options: PrepareOptions): Promise<WasmExecution> {
    invariant(weights.length === plan.weights.length, 'as many weights as the plan has');
    const available = findFeatures();
    const { startThreads } = options;
    const wanted = Math.max(1, Math.min(mostThreads, Math.floor(options.threads ?? 1)));
    const threads = startThreads === undefined || !available.shared ? 1 : wanted;
    const isShared = threads > 1;
    const isRelaxed = options.exact !== true && available.relaxed;
    const library = kernelLibrary({ relaxed: isRelaxed, shared: isShared });
    const program = lowerPlan(plan, weights, library.kernels, threads);
    const memory = takeMemory(program.bytes, isShared);
    invariant(engine !== undefined, 'kernels were compiled');
    const module = library.compile();
    const instance = new engine.Instance(module, { env: { memory } });
    const ready =
      startThreads === undefined || !isShared
        ? undefined
        : startThreads({
            module,
            memory,
            scratchAddresses: program.scratchAddresses.slice(1),
            failedWord: crewWords.failed / 4,
          });
    const features = ['simd', ...(isRelaxed ? ['relaxed'] : []), ...(isShared ? ['threads'] : [])];
    const [scratch] = program.scratchAddresses as readonly [number];
    const execution = new WasmExecution(
      plan,
      instance.exports as unknown as Exports,
      { stagesByStep: program.stagesByStep, fusedStagesByStep: program.fusedStagesByStep },
      scratch,
      new Float32Array(memory.buffer as ArrayBuffer),
      features,
      threads,
    );
    // What else is in the program, the given weights above all, is not kept once it is in memory.
    execution.fill(program);
    await ready;
    return execution;
  }

  run(input: Float32Array, hooks: RunHooks = {}): boolean {
    this.write(this.plan.input.view, input);
    const isRead = hooks.onStep !== undefined && hooks.readsNothing !== true;
    const stages = isRead ? this.program.stagesByStep : this.program.fusedStagesByStep;
    for (let step = 0; step < stages.length; step++) {
      for (const stage of stages[step] as readonly Stage[]) {
        if (hooks.shouldCancel?.() === true || !this.runStage(stage, hooks)) return false;
      }
      hooks.onStep?.(step);
    }
    return true;
  }

  read(view: TensorView): Float32Array {
    const values = new Float32Array(viewElements(view));
    this.eachRun(view, (from, to, length) => values.set(this.floats.subarray(from, from + length), to));
    return values;
  }

  counts(): undefined {
    return undefined;
  }

  dispose(): void {
    if (this.threads > 1 && this.floats.length > 0) {
      const words = new Int32Array(this.floats.buffer);
      Atomics.store(words, crewWords.quit / 4, 1);
      // An epoch that no thread has seen last, so that one that is about to sleep does not.
      Atomics.store(words, crewWords.epoch / 4, 0);
      Atomics.notify(words, crewWords.epoch / 4);
    }
    this.floats = new Float32Array(0);
  }

  /** False if it was cancelled. */
  private runStage({ address, chunks }: Stage, hooks: RunHooks): boolean {
    const { execute, open, work } = this.exports;
    const { scratch } = this;
    if (chunks === 1 || open === undefined || work === undefined) {
      for (let chunk = 0; chunk < chunks; chunk++) {
        if (chunk > 0 && hooks.shouldCancel?.() === true) return false;
        execute(address, chunk, scratch);
      }
      return true;
    }
    this.epoch = (this.epoch % 0x7fffffff) + 1;
    open(address, this.epoch);
    while (work(this.epoch, scratch) !== 0) {
      if (hooks.shouldCancel?.() === true) {
        this.waitFor(this.closeStage(chunks));
        return false;
      }
    }
    this.waitFor(chunks);
    return true;
  }

  /** No chunk can be claimed any more; how many were. */
  private closeStage(chunks: number): number {
    const words = new BigInt64Array(this.floats.buffer);
    const word = Atomics.exchange(words, crewWords.claim / 8, 0n);
    return Math.min(chunks, Number(BigInt.asUintN(32, word)));
  }

  private waitFor(chunks: number): void {
    for (let second = 0; this.exports.finish?.(chunks) === 0; second++) {
      const hasFailed = Atomics.load(new Int32Array(this.floats.buffer), crewWords.failed / 4) !== 0;
      if (hasFailed || second >= patienceSeconds) throw new RunError({ code: 'run.crashed/thread', values: {} });
    }
  }

  /** Tables, constants, descriptors and weights into memory; what a run writes is touched once. */
  private fill({ data, packs, staging, warmUps }: Program): void {
    this.floats.fill(0, arenaAddress / 4, arenaAddress / 4 + this.plan.arenaFloats);
    this.floats.fill(0, staging.address / 4, (staging.address + staging.bytes) / 4);
    const words = new Int32Array(this.floats.buffer);
    for (const { address, values } of data) {
      if (values instanceof Float32Array) this.floats.set(values, address / 4);
      else words.set(values, address / 4);
    }
    // Warmed up before the weights are packed: engines compile in the background while that goes on.
    this.warmUp(warmUps);
    for (const job of packs) this.pack(job, words, staging);
  }

  private warmUp(warmUps: Program['warmUps']): void {
    const chunksOf = new Map(this.program.stagesByStep.flat().map(({ address, chunks }) => [address, chunks]));
    for (const { address, times } of warmUps) {
      for (let time = 0; time < times; time++) {
        // Chunk 0 again and again is the smallest piece of work there is.
        this.exports.execute(address, time % (chunksOf.get(address) ?? 1), this.scratch);
      }
    }
  }

  private pack(
    { kernel, units, weight, planes, rows, rowFloats, fields }: PackJob,
    words: Int32Array,
    staging: Program['staging'],
  ): void {
    const most = Math.floor(staging.bytes / (4 * planes * rowFloats));
    for (let first = 0; first < rows; first += most) {
      const count = Math.min(most, rows - first);
      for (let plane = 0; plane < planes; plane++) {
        const from = (plane * rows + first) * rowFloats;
        const staged = staging.address / 4 + plane * count * rowFloats;
        this.floats.set(weight.subarray(from, from + count * rowFloats), staged);
      }
      words.set([kernel.position, packStage + stageBytes, units, 1], packStage / 4);
      words.set(encodeFields(kernel, fields(staging.address, first, count)), (packStage + stageBytes) / 4);
      this.exports.execute(packStage, 0, packScratch);
    }
  }

  private write(view: TensorView, values: Float32Array): void {
    invariant(values.length === viewElements(view), 'the input has as many values as its shape says');
    this.eachRun(view, (to, from, length) => this.floats.set(values.subarray(from, from + length), to));
  }

  /** Runs of floats that lie side by side, as positions in memory and in a list of the values. */
  private eachRun(view: TensorView, visit: (inMemory: number, inList: number, length: number) => void): void {
    invariant(this.floats.length > 0, 'the execution is not disposed of');
    const { height, width, channels, pixelStride, rowStride } = view;
    const start = arenaAddress / 4 + view.offset;
    for (let y = 0; y < height; y++) {
      if (pixelStride === channels || width === 1) {
        visit(start + y * rowStride, y * width * channels, width * channels);
        continue;
      }
      for (let x = 0; x < width; x++) {
        visit(start + y * rowStride + x * pixelStride, (y * width + x) * channels, channels);
      }
    }
  }
}

function takeMemory(bytes: number, shared: boolean): WasmMemory {
  const pages = Math.ceil(bytes / pageBytes);
  const needed = formatExact(bytes);
  if (pages > mostPages) {
    const limit = formatExact(mostPages * pageBytes);
    throw new RunError({ code: 'run.memory/address', values: { bytes: needed, limit } });
  }
  invariant(engine !== undefined, 'kernels were compiled');
  try {
    return new engine.Memory({ initial: pages, maximum: pages, shared });
  } catch {
    throw new RunError({ code: 'run.memory/block', values: { bytes: needed } });
  }
}
