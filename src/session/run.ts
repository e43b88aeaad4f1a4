/** A run from what a person chose to what the runtime is asked for, and from its result to what is told of it. */

import type { NetworkAnalysis } from '../analysis/analysis';
import { type Refusal, refusalLines } from '../base/diagnostic';
import type { MachineProfile } from '../base/machine-profile';
import { refusalText } from '../base/message-text';
import type { FileId } from '../base/span';
import type { NamedTensor, WeightLayout } from '../base/tensor';
import { readSafetensors, SafetensorsError } from '../interop/safetensors';
import { isIgnored, ownWeights } from '../interop/weight-map';
import { fitWeights } from '../interop/weight-readers';
import type { Plan } from '../plan/plan';
import { planRun } from '../plan/plan-run';
import type { LookOutcome } from '../protocol/layer-look';
import type { RunOptions } from '../protocol/run';
import type {
  CalibrateOutcome,
  RequestFailed,
  RunOutcome,
  SentOverrides,
  WeightsFitOutcome,
} from '../protocol/server-messages';
import type { CalibrationRequest } from '../runtime/calibrate';
import { defaultImageOptions } from '../runtime/image';
import type { LookQuestion } from '../runtime/look-question';
import { predictRun } from '../runtime/predict';
import { RunError } from '../runtime/run-error';
import type { InputRequest, RunRequest, WeightsRequest } from '../runtime/run-network';
import type { Runner, StartRunOptions } from '../runtime/runner';
import type { SampleName } from '../runtime/sample-images';
import { type Eventual, whenReady } from '../workspace/eventual';
import type { DesignSession } from './look';
import { type NetworkAsked, overriddenNetwork } from './overrides';

/** A sample, or the name of a file for people and its bytes. */
export type RunImage = { readonly sample: SampleName } | { readonly name: string; readonly bytes: Uint8Array };

/** What a file of weights holds, by the name of that for people. */
export interface TrainedWeights {
  readonly name: string;
  readonly layout: WeightLayout;
  readonly tensors: readonly NamedTensor[];
}

/** `left` as in `fitWeights`. */
interface FittedTensors {
  readonly tensors: readonly NamedTensor[];
  readonly left?: readonly string[];
}

export interface RunAsked {
  readonly options: RunOptions;
  /** Where the input is an image, unless it is one of several. */
  readonly image?: RunImage | undefined;
  /** Several that figures are also wanted over; `options.image` is the place of the one that is run. */
  readonly survey?: readonly RunImage[] | undefined;
  /** In place of random ones; a refusal where their file cannot be read. */
  readonly weights?: TrainedWeights | { readonly refusal: Refusal } | undefined;
  readonly overrides?: SentOverrides | undefined;
}

/** A machine that computes runs, and what is known of it. */
export interface Machine {
  /** Rejects with a `RunError`, as `calibrate`. */
  readonly runner: Pick<Runner, 'run' | 'look' | 'calibrate'>;
  /** Whether runs, and the measurement of the machine, shall give the same bits on every machine. */
  readonly isExact?: boolean;
  /** As it was last measured. */
  profile(): MachineProfile | undefined;
  setProfile(profile: MachineProfile): void;
}

/** How a run is followed and ended. */
export type RunWatch = Pick<StartRunOptions, 'signal' | 'onProgress'>;

/** What a run would compute, and the network that it is of. */
export type Planned = { readonly network: NetworkAnalysis; readonly plan: Plan } | { readonly refusal: Refusal };

export type PlannedRun = { readonly plan: Plan; readonly request: RunRequest } | { readonly refusal: Refusal };

/** One run alone can meet anything else the machine does; the median of three seldom does. */
const timedRuns = 3;

/** How many of the largest values of each output are named. */
const namedValues = 5;

/** The first step of a run. `upto` is the path or name at which it ends, as in `RunOptions`. */
export function planOf(
  session: DesignSession,
  id: FileId,
  { upto, ...asked }: NetworkAsked & { readonly upto?: string | null | undefined },
): Eventual<Planned> {
  return whenReady(overriddenNetwork(session, id, asked), (network): Planned => {
    if (network === undefined) return { refusal: { code: 'run.no-network', values: {} } };
    const planned = planRun(network, upto == null ? {} : { upto });
    return 'refusal' in planned ? planned : { network, plan: planned.plan };
  });
}

export interface RunSettings extends Partial<Omit<RunRequest, 'plan'>> {
  /** Of what is random: the weights and the input, unless they are given. */
  readonly seed: number;
  readonly verify: boolean;
}

/** A run as any surface has it done; what the settings leave open is chosen here. */
export function requestOf(plan: Plan, { seed, ...settings }: RunSettings): RunRequest {
  const input: InputRequest = { kind: 'random', seed };
  const weights: WeightsRequest = { kind: 'seed', seed };
  return { plan, input, weights, repeat: timedRuns, top: namedValues, ...settings };
}

/** The first step of a run, and all that the second takes. */
export function runRequestOf(
  session: DesignSession,
  id: FileId,
  { options, image, survey, weights: trained, overrides }: RunAsked,
): Eventual<PlannedRun> {
  const { network, upto, seed, verify } = options;
  return whenReady(planOf(session, id, { network, overrides, upto }), (planned): PlannedRun => {
    if ('refusal' in planned) return planned;
    const { plan } = planned;
    const found = weightsOf(planned, trained);
    if ('refusal' in found) return found;
    if (options.input === 'random') return { plan, request: requestOf(plan, { seed, verify, ...found }) };
    const inputs = survey?.map(inputOf);
    // The same value, not an equal one: what is sent to a worker twice by one name goes once.
    const input = image === undefined ? inputs?.[options.image ?? 0] : inputOf(image);
    if (input === undefined) return { refusal: { code: 'run.no-image', values: {} } };
    const settings = { seed, verify, input, survey: inputs, ...found };
    return { plan, request: requestOf(plan, settings) };
  });
}

function weightsOf(
  planned: Exclude<Planned, { refusal: Refusal }>,
  trained: RunAsked['weights'],
): { readonly weights?: WeightsRequest } | { readonly refusal: Refusal } {
  if (trained === undefined) return {};
  const fitted = fittedTo(planned, trained);
  return 'refusal' in fitted ? fitted : { weights: { kind: 'tensors', tensors: fitted.tensors, file: fitted.file } };
}

/** Of the layers that are run, found by their names or, in files of others, by order and shape. */
function fittedTo(
  { network, plan }: Exclude<Planned, { refusal: Refusal }>,
  trained: NonNullable<RunAsked['weights']>,
): { readonly refusal: Refusal } | (FittedTensors & { readonly file: string }) {
  if ('refusal' in trained) return trained;
  const { name: file, layout, tensors } = trained;
  const paths = new Set(plan.layers.map(({ path }) => path));
  const layers = network.graph.layers.filter(({ path }) => paths.has(path)).map(({ id }) => id);
  const fitted = fitWeights(network, layers, tensors, layout);
  if ('tensors' in fitted) return { ...fitted, file };
  const problems = refusalLines(fitted.problems);
  return { refusal: { code: 'run.weights', values: { file, network: network.name, problems } } };
}

/** Whether the weights are those that a run of all outputs wants; changes nothing. */
export function weightsFitOf(
  session: DesignSession,
  id: FileId,
  asked: NetworkAsked,
  trained: NonNullable<RunAsked['weights']>,
): Eventual<WeightsFitOutcome> {
  return whenReady(planOf(session, id, asked), (planned): WeightsFitOutcome => {
    if ('refusal' in planned) return refusedOutcome(session, planned.refusal);
    const fitted = fittedTo(planned, trained);
    if ('refusal' in fitted) return refusedOutcome(session, fitted.refusal);
    const layers = new Set(planned.plan.weights.map(({ name }) => name.slice(0, name.lastIndexOf('/')))).size;
    return {
      kind: 'done',
      fit: { layers, by: fitted.left === undefined ? 'names' : 'order', left: fitted.left ?? [] },
    };
  });
}

/** What a `.safetensors` file holds, or why that cannot be told. */
export function trainedFrom(
  { name, layout }: Pick<TrainedWeights, 'name' | 'layout'>,
  bytes: Uint8Array,
): NonNullable<RunAsked['weights']> {
  try {
    return { name, layout, tensors: readSafetensors(bytes, (tensor) => isIgnored(tensor, { ...ownWeights, layout })) };
  } catch (problem) {
    if (problem instanceof SafetensorsError) return { refusal: problem.refusal };
    throw problem;
  }
}

function inputOf(image: RunImage): InputRequest {
  const options = defaultImageOptions;
  if ('sample' in image) return { kind: 'sample', sample: image.sample, options };
  return { kind: 'image', bytes: image.bytes, file: image.name, options };
}

/** Runs what is asked, with the machine measured before where that is asked too. Rejects with a mistake of ours alone. */
export async function runOn(
  machine: Machine,
  session: DesignSession,
  id: FileId,
  asked: RunAsked,
  watch: RunWatch,
): Promise<RunOutcome> {
  const planned = await runRequestOf(session, id, asked);
  if ('refusal' in planned) return refusedOutcome(session, planned.refusal);
  // The machine is measured in the form that is run, so that the times can be compared.
  const exact = machine.isExact === true || asked.options.verify;
  try {
    if (asked.options.calibrate === true) await measure(machine, { exact }, watch);
    const result = await machine.runner.run({ ...planned.request, exact }, watch);
    return { kind: 'done', result, prediction: predictRun(result, planned.plan, machine.profile()) ?? null };
  } catch (problem) {
    return told(session, problem);
  }
}

/** Looks into a layer of a run as `runOn` would do it. Rejects with a mistake of ours alone. */
export async function lookOn(
  machine: Machine,
  session: DesignSession,
  id: FileId,
  asked: RunAsked & { readonly question: LookQuestion },
  watch: Pick<RunWatch, 'signal'>,
): Promise<LookOutcome> {
  const planned = await runRequestOf(session, id, asked);
  if ('refusal' in planned) return refusedOutcome(session, planned.refusal);
  // What the run has prepared is there for a request of the same form alone.
  const exact = machine.isExact === true || asked.options.verify;
  try {
    const look = await machine.runner.look({ ...planned.request, exact }, asked.question, watch);
    return { kind: 'done', look };
  } catch (problem) {
    return told(session, problem);
  }
}

/** Measures the machine, which is told. Rejects with a mistake of ours alone. */
export async function calibrateOn(
  machine: Machine,
  session: DesignSession,
  watch: RunWatch,
): Promise<CalibrateOutcome> {
  try {
    return { kind: 'done', profile: await measure(machine, { exact: machine.isExact === true }, watch) };
  } catch (problem) {
    return told(session, problem);
  }
}

/** In the words of the settings. */
export function refusedOutcome(session: DesignSession, refusal: Refusal, isCancelled = false): RequestFailed {
  return { kind: 'failed', message: refusalText(refusal, session.settings().words.diagnostics), isCancelled };
}

/** Rejects with a `RunError`. */
async function measure(
  { runner, setProfile }: Machine,
  request: CalibrationRequest,
  watch: RunWatch,
): Promise<MachineProfile> {
  const profile = await runner.calibrate(request, watch);
  setProfile(profile);
  return profile;
}

/** Throws what no refusal tells. */
function told(session: DesignSession, problem: unknown): RequestFailed {
  if (!(problem instanceof RunError) || problem.refusal.code === 'run.crashed/inside') throw problem;
  return refusedOutcome(session, problem.refusal, problem.code === 'cancelled');
}
