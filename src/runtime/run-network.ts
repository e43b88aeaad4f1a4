/**
 * One run from request to result: weights, input, execution, repeats, statistics, times, verification. Pure: the clock,
 * the question whether to go on and the listener for progress are given. It runs in a worker (run-worker.ts) and blocks
 * its thread, since steps are long and a run must be able to end inside of one.
 */

import { invariant } from '../base/assert';
import { refusalLines } from '../base/diagnostic';
import { type NamedTensor, nameInText } from '../base/tensor';
import { type Plan, type Pointwise, shapeOfView, viewElements } from '../plan/plan';
import type { Backend, Execution, PrepareOptions, RunHooks, StartThreads } from './backend';
import { decodeImage } from './decode-image';
import { trafficOf } from './device';
import { type ImageOptions, imageToInput } from './image';
import { fitted, type LayerLook, layerLook } from './layer-look';
import type { LookQuestion } from './look-question';
import { referenceBackend } from './reference/reference-backend';
import type { RunInput, RunLayer, RunResult, RunSurvey, RunVerification, RunWeights, Statistics } from './result';
import { cancelled, RunError } from './run-error';
import { type SampleName, sampleImage } from './sample-images';
import { deadChannels, finite, median, saturatedOf, statisticsOf, topOf } from './statistics';
import { type SurveyInput, surveyInputs } from './survey';
import { type SummingStep, type ValueOrigin, valueOrigin } from './value-origin';
import { contentOf, seededInput, seededWeight, seededWeights, weightsFromTensors } from './weights';

export type InputRequest =
  | { readonly kind: 'random'; readonly seed: number }
  /** The bytes of a PNG or JPEG file; `file` is its name for messages. */
  | { readonly kind: 'image'; readonly bytes: Uint8Array; readonly file: string; readonly options: ImageOptions }
  | { readonly kind: 'sample'; readonly sample: SampleName; readonly options: ImageOptions }
  | { readonly kind: 'tensor'; readonly tensor: NamedTensor; readonly file: string };

export type WeightsRequest =
  | { readonly kind: 'seed'; readonly seed: number }
  /** `file` is the name of where they are from, for messages. As long as their values stay the same, what was prepared is reused. */
  | { readonly kind: 'tensors'; readonly tensors: readonly NamedTensor[]; readonly file: string };

export interface RunRequest {
  readonly plan: Plan;
  readonly input: InputRequest;
  /** Several that figures are also wanted over, each of which is run once more. */
  readonly survey?: readonly InputRequest[] | undefined;
  readonly weights: WeightsRequest;
  /** Runs, at least 1. */
  readonly repeat: number;
  /** How many of the largest values of each output to name. */
  readonly top: number;
  readonly labels?: readonly string[] | undefined;
  /** Counts every multiply and compares every value with the counting kernels. */
  readonly verify: boolean;
  /** What the owner of the worker would choose, unless given. */
  readonly backend?: Backend['name'];
  readonly threads?: number | undefined;
  /** The same bits on every machine, as runs that verify have them in any case; else fast, and the last bits may differ. */
  readonly exact?: boolean;
  /** Also give the values of the outputs. */
  readonly wantValues?: boolean;
}

export interface RunProgress {
  readonly phase: 'weights' | 'calibrate' | 'prepare' | 'verify' | 'run';
  /** The layer that is being computed; empty while preparing and calibrating. */
  readonly path: string;
  /** Of the layer, from 0. */
  readonly index: number;
  readonly count: number;
}

export interface RunNetworkHooks {
  /** Milliseconds, from any start. */
  readonly now: () => number;
  readonly shouldCancel?: () => boolean;
  readonly onProgress?: (progress: RunProgress) => void;
  /** What executes the plan; the reference backend unless given. */
  readonly backend?: Backend;
  /** How the backend gets threads, and how many where the request names no number. */
  readonly startThreads?: StartThreads;
  readonly threads?: number;
  /** Keeps what was prepared from one run to the next. */
  readonly prepared?: PreparedRun;
}

export interface CompletedRun {
  readonly result: RunResult;
  /** The outputs' values under their names; empty unless asked for. */
  readonly values: readonly NamedTensor[];
}

/** The one execution that is kept ready, with what it was made from. */
export class PreparedRun {
  private key: string | undefined;
  private execution: Execution | undefined;

  /** The kept execution if it was made from the same plan and weights. */
  find(key: string): Execution | undefined {
    return key === this.key ? this.execution : undefined;
  }

  keep(key: string, execution: Execution): void {
    this.dispose();
    this.key = key;
    this.execution = execution;
  }

  dispose(): void {
    this.execution?.dispose();
    this.execution = undefined;
    this.key = undefined;
  }
}

/** More than this is refused before it is asked of the machine. */
const mostBytes = 8 * 2 ** 30;

interface Prepared {
  readonly execution: Execution;
  readonly input: Float32Array;
  readonly description: RunInput;
  /** Of the whole plan. */
  weights(): readonly Float32Array[];
  /** Unless it is kept for the next run. */
  release(): void;
}

async function prepareRun(request: RunRequest, hooks: RunNetworkHooks): Promise<Prepared> {
  const { plan } = request;
  const { backend = referenceBackend } = hooks;
  hooks.onProgress?.({ phase: 'prepare', path: '', index: 0, count: plan.layers.length });
  const poll = (): void => {
    if (hooks.shouldCancel?.() === true) throw cancelled('run');
  };
  checkMemory(plan);
  const { values: input, description } = prepareInput(plan, request.input);
  poll();

  const options: PrepareOptions = {
    threads: request.threads ?? hooks.threads ?? 1,
    exact: request.exact === true || request.verify,
    ...(hooks.startThreads === undefined ? {} : { startThreads: hooks.startThreads }),
  };
  const key = JSON.stringify([backend.name, plan, weightsKey(request.weights), options]);
  let found: readonly Float32Array[] | undefined;
  const weights = (): readonly Float32Array[] => {
    found ??= findWeights(plan, request.weights, poll);
    return found;
  };
  let execution = hooks.prepared?.find(key);
  const isKept = execution !== undefined;
  execution ??= await backend.prepare(plan, weights(), options);
  if (!isKept) hooks.prepared?.keep(key, execution);
  const release = (): void => {
    if (hooks.prepared === undefined) execution.dispose();
  };
  return { execution, input, description, weights, release };
}

/** Rejects with a `RunError` for what the user can mend and for a cancelled run. */
export async function runNetwork(request: RunRequest, hooks: RunNetworkHooks): Promise<CompletedRun> {
  const { plan } = request;
  const { now, backend = referenceBackend } = hooks;
  const startedAt = now();
  const { execution, input, description, weights, release } = await prepareRun(request, hooks);
  const prepareMs = now() - startedAt;

  try {
    const proof = request.verify ? await countEverything(plan, weights(), input, hooks) : undefined;
    const observed = observeRuns(execution, request, input, hooks, proof?.valuesByLayer);
    const values = plan.outputs.map(({ name, view }) => {
      return { name, shape: [...shapeOfView(view)], values: execution.read(view) };
    });
    const result: RunResult = {
      schema: 1,
      network: plan.network,
      backend: backend.name,
      features: execution.features,
      threads: execution.threads,
      input: description,
      weights: describeWeights(request.weights),
      outputs: plan.outputs.map(({ name, kind, view }, index) => {
        const outputValues = values[index]?.values ?? new Float32Array(0);
        const shape = shapeOfView(view);
        const top = topOf(outputValues, shape, request.top, request.labels);
        return { name, kind, shape, top, ...statisticsOf(outputValues) };
      }),
      timing: {
        prepareMs,
        firstMs: observed.runsMs[0] ?? 0,
        medianMs: median(observed.runsMs),
        minMs: Math.min(...observed.runsMs),
        runsMs: observed.runsMs,
      },
      memory: {
        arenaBytes: plan.arenaBytes,
        weightBytes: 4 * plan.weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0),
        peakBytes: plan.peakBytes,
      },
      layers: observed.layers,
      verify: proof === undefined ? null : { ...proof.counts, maxAbsError: finite(observed.maxAbsError) },
      ...(request.survey === undefined ? {} : { survey: survey(execution, request, request.survey, hooks) }),
    };
    return { result, values: request.wantValues === true ? values : [] };
  } finally {
    release();
  }
}

/**
 * Runs once more as far as a layer, with what a run before has kept ready, and looks at what it gives; runs themselves keep
 * nothing for it. Null for a layer that is not in the plan. Rejects as `runNetwork`.
 */
export async function lookIntoLayer(
  request: RunRequest,
  asked: LookQuestion,
  hooks: RunNetworkHooks,
): Promise<LayerLook | null> {
  const { plan } = request;
  const layer = plan.layers.findIndex(({ path }) => path === asked.path);
  const shape = plan.layers[layer]?.shape;
  if (shape === undefined) return null;
  const question = fitted(asked, shape);
  const steps = [...plan.steps.keys()].filter((index) => plan.steps[index]?.layer === layer);
  const [first = 0, last = first] = [steps[0], steps.at(-1)];
  const { execution, input, release } = await prepareRun(request, hooks);
  const weightOf = weightFinder(request);
  try {
    const { place } = question;
    const summing = summingStep(plan.steps[first]);
    const [source] = place === null ? [] : (summing?.inputs ?? []);
    const at = place === null ? 0 : (place.row * shape[1] + place.column) * shape[2] + question.channel;
    let read: Float32Array | undefined;
    let summed = Number.NaN;
    let values: Float32Array | undefined;
    const readSource = (): void => {
      if (source !== undefined) read = execution.read(source);
    };
    const onStep = (index: number): void => {
      // Before the layer computes, since what follows may take the place of what it reads.
      if (index === first - 1) readSource();
      if (index === first && summing !== undefined) summed = execution.read(summing.output)[at] ?? Number.NaN;
      const output = plan.steps[index]?.output;
      if (index === last && output !== undefined) values = execution.read(output);
    };
    if (first === 0) read = input;
    const shouldCancel = (): boolean => values !== undefined || hooks.shouldCancel?.() === true;
    const isWhole = execution.run(input, { onStep, shouldCancel });
    if (!isWhole && values === undefined) throw cancelled('run');
    invariant(values !== undefined, `no values of ${question.path}`);
    let origin: ValueOrigin | null = null;
    if (summing !== undefined && place !== null && read !== undefined) {
      const { channel } = question;
      origin = valueOrigin(plan, { step: summing, place, channel, input: read, measured: summed, weightOf });
      if (first < last) origin = { ...origin, final: { value: finite(values[at] ?? Number.NaN) } };
    }
    return layerLook({ plan, layer, question, values, weightOf, origin, isSummed: summing !== undefined });
  } finally {
    release();
  }
}

function summingStep(step: Plan['steps'][number] | undefined): SummingStep | undefined {
  return step?.kernel === 'convolution' || step?.kernel === 'dense' ? step : undefined;
}

/** Each as it is asked for: a look needs those of one layer. */
function weightFinder({ plan, weights }: RunRequest): (index: number) => Float32Array {
  const found = new Map<number, Float32Array>();
  return (index) => {
    const weight = plan.weights[index];
    invariant(weight !== undefined, `the plan has no weight ${index}`);
    const values =
      found.get(index) ??
      (weights.kind === 'seed'
        ? seededWeight(weight, weights.seed)
        : weights.tensors.find(({ name }) => name === weight.name)?.values);
    invariant(values !== undefined, `no weight ${weight.name}`);
    found.set(index, values);
    return values;
  };
}

function checkMemory(plan: Plan): void {
  const weightBytes = 4 * plan.weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  const needed = plan.arenaBytes + weightBytes;
  if (needed <= mostBytes) return;
  const gigabytes = (bytes: number): string => (bytes / 2 ** 30).toFixed(1);
  throw new RunError({
    code: 'run.memory/limit',
    values: {
      needed: gigabytes(needed),
      tensors: gigabytes(plan.arenaBytes),
      weights: gigabytes(weightBytes),
      limit: gigabytes(mostBytes),
    },
  });
}

function prepareInput(plan: Plan, request: InputRequest): SurveyInput {
  const shape = shapeOfView(plan.input.view);
  switch (request.kind) {
    case 'random':
      return {
        values: seededInput(viewElements(plan.input.view), request.seed),
        description: { kind: 'random', shape, seed: request.seed },
      };
    case 'image': {
      const { bytes, file, options: preprocessing } = request;
      const values = imageToInput(decodeImage(bytes, file), shape, preprocessing);
      return { values, description: { kind: 'image', shape, file, preprocessing } };
    }
    case 'sample': {
      const { sample, options: preprocessing } = request;
      const [height, width] = shape;
      const values = imageToInput(sampleImage(sample, height, width), shape, preprocessing);
      return { values, description: { kind: 'image', shape, sample, preprocessing } };
    }
    case 'tensor': {
      const { tensor, file } = request;
      const isRight = tensor.shape.length === 3 && shape.every((dimension, axis) => dimension === tensor.shape[axis]);
      if (!isRight || tensor.values.length !== viewElements(plan.input.view)) {
        const [found, expected] = [tensor.shape.join(', '), shape.join(', ')];
        const values = { name: nameInText(tensor.name), file, found, network: plan.network, expected };
        throw new RunError({ code: 'run.input/shape', values });
      }
      return { values: tensor.values, description: { kind: 'tensor', shape, file } };
    }
  }
}

function findWeights(plan: Plan, request: WeightsRequest, poll: () => void): readonly Float32Array[] {
  if (request.kind === 'seed') return seededWeights(plan, request.seed, poll);
  const found = weightsFromTensors(plan, request.tensors);
  if ('weights' in found) return found.weights;
  const problems = refusalLines(found.problems);
  throw new RunError({ code: 'run.weights', values: { file: request.file, network: plan.network, problems } });
}

function weightsKey(request: WeightsRequest): string {
  return request.kind === 'seed' ? `seed ${request.seed}` : `tensors ${contentOf(request.tensors)}`;
}

function describeWeights(request: WeightsRequest): RunWeights {
  return request.kind === 'seed' ? { kind: 'seed', seed: request.seed } : { kind: 'file', file: request.file };
}

interface Observed {
  readonly runsMs: readonly number[];
  readonly layers: readonly RunLayer[];
  readonly maxAbsError: number;
}

/** Runs as often as asked. Statistics are taken in the first run, outside of the measured time. */
function observeRuns(
  execution: Execution,
  { plan, repeat }: RunRequest,
  input: Float32Array,
  hooks: RunNetworkHooks,
  expected: readonly Float32Array[] | undefined,
): Observed {
  const { now } = hooks;
  const runsMs: number[] = [];
  const layerMs: number[][] = plan.layers.map(() => []);
  const statistics: Figures[] = [];
  let maxAbsError = 0;
  for (let run = 0; run < Math.max(1, repeat); run++) {
    const spent = plan.layers.map(() => 0);
    let mark = now();
    const onStep = (index: number): void => {
      const { layer, output } = plan.steps[index] ?? { layer: -1, output: undefined };
      spent[layer] = (spent[layer] as number) + now() - mark;
      const isLast = plan.steps[index + 1]?.layer !== layer;
      if (run === 0 && isLast && output !== undefined) {
        const values = execution.read(output);
        statistics.push({ ...statisticsOf(values), ...healthOf(plan.steps[index], values) });
        const wanted = expected?.[layer];
        if (wanted !== undefined) maxAbsError = largerOf(maxAbsError, largestDifference(values, wanted));
      }
      announce(plan, index + 1, 'run', hooks);
      mark = now();
    };
    announce(plan, 0, 'run', hooks);
    mark = now();
    runOnce(execution, input, hooks, onStep, run > 0);
    for (const [layer, ms] of spent.entries()) layerMs[layer]?.push(ms);
    runsMs.push(spent.reduce((sum, ms) => sum + ms, 0));
  }
  const traffic = trafficOf(plan);
  const layers = plan.layers.map(({ path, op, shape, multiplies }, index): RunLayer => {
    const ms = median(layerMs[index] ?? []);
    const gflops = ms > 0 ? (2 * multiplies) / ms / 1e6 : 0;
    const figures = statistics[index];
    invariant(figures !== undefined, `no figures of ${path}`);
    return { path, op, shape, ms, multiplies, gflops, trafficBytes: traffic[index] ?? 0, ...figures };
  });
  return { runsMs, layers, maxAbsError };
}

function survey(
  execution: Execution,
  { plan, labels }: RunRequest,
  inputs: readonly InputRequest[],
  hooks: RunNetworkHooks,
): RunSurvey {
  const { shouldCancel } = hooks;
  const prepared = function* (): Iterable<SurveyInput> {
    for (const input of inputs) yield prepareInput(plan, input);
  };
  const onInput = (index: number): void => hooks.onProgress?.({ phase: 'run', path: '', index, count: inputs.length });
  const found = surveyInputs(prepared(), { plan, execution, labels, shouldCancel, onInput });
  if (found === undefined) throw cancelled('run');
  return found;
}

type Figures = Statistics & Pick<RunLayer, 'deadChannels' | 'saturated'>;

/** What is wrong with what an activation gave. */
function healthOf(step: Plan['steps'][number] | undefined, values: Float32Array): Partial<Figures> {
  const activation: Pointwise | null = step !== undefined && 'activation' in step ? step.activation : null;
  if (step === undefined || activation === null) return {};
  const { height, width, channels } = step.output;
  // A single value of 0 is no sign of a dead channel.
  const dead = height * width === 1 ? 0 : deadChannels(values, channels).length;
  const saturated = saturatedOf(values, activation);
  return { ...(dead === 0 ? {} : { deadChannels: dead }), ...(saturated === 0 ? {} : { saturated }) };
}

/** One run on the counting kernels, with what each layer gave. */
async function countEverything(
  plan: Plan,
  weights: readonly Float32Array[],
  input: Float32Array,
  hooks: RunNetworkHooks,
): Promise<{
  readonly counts: Omit<RunVerification, 'maxAbsError'>;
  readonly valuesByLayer: readonly Float32Array[];
}> {
  const execution = await referenceBackend.prepare(plan, weights, { count: true });
  const valuesByLayer: Float32Array[] = [];
  announce(plan, 0, 'verify', hooks);
  runOnce(execution, input, hooks, (index) => {
    const step = plan.steps[index];
    invariant(step !== undefined, 'a step that was run is one of the plan');
    valuesByLayer[step.layer] = execution.read(step.output);
    announce(plan, index + 1, 'verify', hooks);
  });
  const counted = plan.layers.map(() => ({ multiplies: 0, effectiveMultiplies: 0 }));
  for (const [index, count] of (execution.counts() ?? []).entries()) {
    const sum = counted[plan.steps[index]?.layer ?? -1];
    invariant(sum !== undefined, 'a step belongs to a layer');
    sum.multiplies += count.multiplies;
    sum.effectiveMultiplies += count.effectiveMultiplies;
  }
  execution.dispose();
  const total = (list: readonly { multiplies: number; effectiveMultiplies: number }[], key: keyof (typeof list)[0]) =>
    list.reduce((sum, count) => sum + count[key], 0);
  const forHeads = counted.filter((_, index) => plan.layers[index]?.isForHeads === true);
  const countedHeadMultiplies = total(forHeads, 'multiplies');
  return {
    valuesByLayer,
    counts: {
      countedMultiplies: total(counted, 'multiplies'),
      predictedMultiplies: total([...plan.layers], 'multiplies'),
      ...(countedHeadMultiplies === 0 ? {} : { countedHeadMultiplies }),
      countedEffectiveMultiplies: total(counted, 'effectiveMultiplies'),
      predictedEffectiveMultiplies: total([...plan.layers], 'effectiveMultiplies'),
      wrongLayers: plan.layers.flatMap(({ path, multiplies, effectiveMultiplies }, index) => {
        const count = counted[index];
        if (count?.multiplies === multiplies && count.effectiveMultiplies === effectiveMultiplies) return [];
        return [{ path, counted: count?.multiplies ?? 0, predicted: multiplies }];
      }),
    },
  };
}

function runOnce(
  execution: Execution,
  input: Float32Array,
  hooks: RunNetworkHooks,
  onStep: (index: number) => void,
  readsNothing = false,
): void {
  const { shouldCancel } = hooks;
  const runHooks: RunHooks = { onStep, readsNothing, ...(shouldCancel === undefined ? {} : { shouldCancel }) };
  if (!execution.run(input, runHooks)) throw cancelled('run');
}

/** Tells which layer begins, once per layer. */
function announce(plan: Plan, step: number, phase: RunProgress['phase'], hooks: RunNetworkHooks): void {
  const layer = plan.steps[step]?.layer;
  if (layer === undefined || hooks.onProgress === undefined) return;
  if (layer === plan.steps[step - 1]?.layer) return;
  hooks.onProgress({ phase, path: plan.layers[layer]?.path ?? '', index: layer, count: plan.layers.length });
}

/** NaN where only one of two values is NaN. */
function largestDifference(a: Float32Array, b: Float32Array): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    if (Object.is(a[i], b[i])) continue;
    largest = largerOf(largest, Math.abs((a[i] as number) - (b[i] as number)));
  }
  return largest;
}

function largerOf(a: number, b: number): number {
  return Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : Math.max(a, b);
}
