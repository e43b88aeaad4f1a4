/**
 * A plan as the kernels see it: stages with descriptors, tables, packed weights, and where in memory each lies. Built step
 * by step by the lowering, then laid into memory by the backend. Addresses are in bytes.
 *
 * Memory, from 0: the words of crew.ts, constants, the plan's arena, what was reserved (tables, biases, weights), stages
 * and descriptors, scratch memory shared by all threads, scratch memory of each thread.
 */

import { roundUp } from './algorithms';
import { stageBytes } from './kernels/crew';
import type { FieldValues, Kernel, KernelFields } from './kernels/kit';

/** Constants between the crew's words and the arena. */
const constantAddresses = { zeros: 512, noLimits: 576, aboveZero: 584, zeroToSix: 592 } as const;

export const arenaAddress = 4096;

const line = 64;

export function alignToLine(bytes: number): number {
  return Math.ceil(bytes / line) * line;
}

export interface Data {
  readonly address: number;
  readonly values: Float32Array | Int32Array;
}

/** Weights to be brought into a kernel's order once memory exists. */
export interface PackJob {
  readonly kernel: Kernel<KernelFields>;
  readonly units: number;
  readonly weight: Float32Array;
  /** The weight as planes of rows of floats; every call takes some rows of each plane. */
  readonly planes: number;
  readonly rows: number;
  readonly rowFloats: number;
  /** The descriptor for rows `first` to `first + count`, staged plane by plane at an address. */
  readonly fields: (staged: number, first: number, count: number) => FieldValues<KernelFields>;
}

interface PlannedStage {
  readonly step: number;
  readonly kernel: Kernel<KernelFields>;
  readonly units: number;
  readonly work: number;
  readonly fields: (scratch: number) => FieldValues<KernelFields>;
  /** What is different where the steps behind it are computed with it. */
  readonly withFollowers: Partial<FieldValues<KernelFields>> | undefined;
}

export interface Stage {
  readonly address: number;
  readonly chunks: number;
}

/** Work to do before the first run, so that engines have compiled a kernel well by then. */
export interface WarmUp {
  readonly address: number;
  readonly times: number;
}

export interface Program {
  readonly bytes: number;
  readonly data: readonly Data[];
  readonly packs: readonly PackJob[];
  /** By step of the plan. */
  readonly stagesByStep: readonly (readonly Stage[])[];
  /** The same where steps are computed with the one before them; there is nothing for them to do then. */
  readonly fusedStagesByStep: readonly (readonly Stage[])[];
  readonly warmUps: readonly WarmUp[];
  readonly scratchAddresses: readonly number[];
  /** Arena and scratch memory, which a run writes; also used to stage weights. */
  readonly staging: { readonly address: number; readonly bytes: number };
}

/** Smallest place to stage weights at. */
const leastStagingBytes = 1 << 20;

/** Products that take about a millisecond, and those not worth to be shared. */
const productsPerMillisecond = 20e6;
const productsNotShared = 0.15e6;

/** V8 compiles a function again, with all optimisations, when about 2 MB of its code have been passed through. */
const productsToWarmUp = 4e6;
const mostWarmUps = 100;

export class ProgramBuilder {
  private next: number;
  private readonly data: Data[] = [];
  private readonly tables = new Map<string, number>();
  private readonly stages: PlannedStage[] = [];
  private readonly packs: PackJob[] = [];
  private scratchBytes = 0;
  private threadScratchBytes = 256;
  private step = 0;

  constructor(
    arenaBytes: number,
    private readonly threads: number,
  ) {
    this.next = arenaAddress + alignToLine(arenaBytes);
    const { zeros, noLimits, aboveZero, zeroToSix } = constantAddresses;
    this.put(zeros, new Float32Array(8));
    this.put(noLimits, Float32Array.of(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY));
    this.put(aboveZero, Float32Array.of(0, Number.POSITIVE_INFINITY));
    this.put(zeroToSix, Float32Array.of(0, 6));
  }

  get constants(): typeof constantAddresses {
    return constantAddresses;
  }

  beginStep(step: number): void {
    this.step = step;
  }

  reserve(bytes: number): number {
    const address = this.next;
    this.next += alignToLine(bytes);
    return address;
  }

  floats(values: Float32Array): number {
    const address = this.reserve(values.byteLength);
    this.put(address, values);
    return address;
  }

  /** Integers that depend on the key alone; equal tables are kept once. */
  table(key: string, make: () => Int32Array | Float32Array): number {
    let address = this.tables.get(key);
    if (address === undefined) {
      const values = make();
      address = this.reserve(values.byteLength);
      this.put(address, values);
      this.tables.set(key, address);
    }
    return address;
  }

  pack(job: PackJob): void {
    this.packs.push(job);
  }

  /** Memory that all threads share during a step. */
  needScratch(bytes: number): void {
    this.scratchBytes = Math.max(this.scratchBytes, alignToLine(bytes));
  }

  needThreadScratch(bytes: number): void {
    this.threadScratchBytes = Math.max(this.threadScratchBytes, alignToLine(bytes));
  }

  /**
   * Adds a stage to the current step.
   * @param work About how many products it takes; what a vector operation costs counts as four.
   * @param withFollowers Fields that are others where the steps behind the current one are computed with it (fusion.ts).
   */
  stage<F extends KernelFields>(
    kernel: Kernel<F>,
    units: number,
    work: number,
    fields: (scratch: number) => FieldValues<F>,
    withFollowers?: Partial<FieldValues<F>>,
  ): void {
    const { step } = this;
    this.stages.push({
      step,
      kernel: kernel as Kernel<KernelFields>,
      units,
      work,
      fields: fields as PlannedStage['fields'],
      withFollowers,
    });
  }

  /** `followers`: steps that are computed with the one before them, where there is no need to read that one's result. */
  finish(steps: number, followers: ReadonlySet<number>): Program {
    const stages = this.stages.map((stage) => {
      const place = (): number => this.reserve(stageBytes + 4 * Object.keys(stage.kernel.fields).length);
      return { ...stage, address: place(), fusedAddress: stage.withFollowers === undefined ? undefined : place() };
    });
    const staging = this.next;
    const scratch = this.reserve(this.scratchBytes);
    const scratchAddresses = Array.from({ length: this.threads }, () => this.reserve(this.threadScratchBytes));
    const stagingBytes = Math.max(
      this.next - staging,
      leastStagingBytes,
      ...this.packs.map(({ planes, rowFloats }) => planes * rowFloats * 4),
    );
    const smallest = new Map<Kernel<KernelFields>, (typeof stages)[number]>();
    for (const stage of stages) {
      const { kernel, work } = stage;
      if (work < (smallest.get(kernel)?.work ?? Number.POSITIVE_INFINITY)) smallest.set(kernel, stage);
    }
    const stagesByStep = Array.from({ length: steps }, (): Stage[] => []);
    const fusedStagesByStep = Array.from({ length: steps }, (): Stage[] => []);
    for (const { step, address, fusedAddress, kernel, units, work, fields, withFollowers } of stages) {
      const chunks = this.chunks(units, work);
      const values = fields(scratch);
      const describe = (at: number, described: FieldValues<KernelFields>): Stage => {
        this.put(at, Int32Array.of(kernel.position, at + stageBytes, units, chunks));
        this.put(at + stageBytes, encodeFields(kernel, described));
        return { address: at, chunks };
      };
      const stage = describe(address, values);
      stagesByStep[step]?.push(stage);
      if (followers.has(step)) continue;
      fusedStagesByStep[step]?.push(
        fusedAddress === undefined
          ? stage
          : describe(fusedAddress, { ...values, ...withFollowers } as FieldValues<KernelFields>),
      );
    }
    return {
      // Kernels may read, never write, a few vectors beyond what they need.
      bytes: staging + stagingBytes + 4096,
      data: this.data,
      packs: this.packs,
      stagesByStep,
      fusedStagesByStep,
      warmUps: [...smallest.values()].map(({ address, work }) => ({
        address,
        times: Math.min(mostWarmUps, Math.ceil(productsToWarmUp / Math.max(1, work))),
      })),
      scratchAddresses,
      staging: { address: staging, bytes: stagingBytes },
    };
  }

  /** Enough that threads end together and a run can end within a few milliseconds, not more. */
  private chunks(units: number, work: number): number {
    const forCancel = work / (2 * productsPerMillisecond);
    const isShared = this.threads > 1 && work >= productsNotShared;
    // At least two for each: one that comes late then leaves half of its share to the others. And as many for each.
    const forThreads = isShared ? this.threads * Math.min(4, Math.max(2, work / productsPerMillisecond)) : 1;
    const chunks = Math.ceil(Math.max(forCancel, forThreads));
    return Math.max(1, Math.min(units, isShared ? roundUp(chunks, this.threads) : chunks));
  }

  private put(address: number, values: Float32Array | Int32Array): void {
    this.data.push({ address, values });
  }
}

export function encodeFields(kernel: Kernel<KernelFields>, values: FieldValues<KernelFields>): Int32Array {
  const entries = Object.entries(kernel.fields);
  const encoded = new Int32Array(entries.length);
  const floats = new Float32Array(encoded.buffer);
  for (const [index, [field, type]] of entries.entries()) {
    const value = values[field] as number;
    if (type === 'f32') floats[index] = value;
    else encoded[index] = value;
  }
  return encoded;
}

/** A table of two integers and a float each. */
export function tripleTable(triples: readonly (readonly [number, number, number])[]): Int32Array {
  const table = new Int32Array(3 * triples.length);
  const floats = new Float32Array(table.buffer);
  for (const [index, [first, second, float]] of triples.entries()) {
    table[3 * index] = first;
    table[3 * index + 1] = second;
    floats[3 * index + 2] = float;
  }
  return table;
}
