/** `incept run FILE`: one forward pass, or several, on an image, a tensor or random numbers. */

import type { Command } from 'commander';
import { Option } from 'commander';
import type { NetworkAnalysis } from '../../analysis/analysis';
import type { MachineProfile } from '../../base/machine-profile';
import { refusalText } from '../../base/message-text';
import type { NamedTensor } from '../../base/tensor';
import { readLabels } from '../../interop/labels';
import { writeSafetensors } from '../../interop/safetensors';
import type { Plan } from '../../plan/plan';
import type { CalibrationRequest } from '../../runtime/calibrate';
import { defaultImageOptions, type ImageOptions, type PresetName, presetNames } from '../../runtime/image';
import { predictPlan, predictRun, type RunPrediction, suits } from '../../runtime/predict';
import type { RunResult } from '../../runtime/result';
import { RunError } from '../../runtime/run-error';
import type { RunRequest } from '../../runtime/run-network';
import { labelsMisfit } from '../../session/labels';
import { planOf, requestOf } from '../../session/run';
import { errorsOf, tellErrors } from '../excerpt';
import { Failure, refused } from '../failure';
import { machineProfile } from '../machine-profile';
import {
  addFormat,
  addNetworkOptions,
  addOutput,
  type NetworkOptions,
  type OutputOptions,
  parseCount,
  parsePositive,
} from '../options';
import { predictionDocument, predictionText } from '../prediction-text';
import { ProgressLine } from '../progress-line';
import { openNetwork } from '../request';
import { runDocument, runText } from '../run-text';
import type { Session } from '../session';
import { visible } from '../style';
import { addWeights, checkWeightsOptions, readTensors, readWeights, type WeightsOptions } from '../weights-options';

interface RunCommandOptions extends NetworkOptions, OutputOptions, WeightsOptions {
  readonly format: 'text' | 'json';
  readonly image?: string;
  readonly preset: PresetName;
  readonly stretch?: true;
  readonly input?: string;
  readonly seed: number;
  readonly threads?: number;
  readonly backend: 'wasm' | 'reference';
  readonly exact?: true;
  readonly repeat: number;
  readonly upto?: string;
  readonly top: number;
  readonly labels?: string;
  readonly values?: string;
  readonly profile?: true;
  readonly predict?: true;
  readonly calibrate?: true;
  readonly verify?: true;
}

export function define(command: Command, session: Session): void {
  command.argument('<file>', session.words.help('file'));
  addNetworkOptions(command, session.words.help);
  command
    .addOption(new Option('--image <file>', session.words.help('image')).conflicts('input'))
    .addOption(
      new Option('--preset <name>', session.words.help('preset'))
        .choices(presetNames)
        .default(defaultImageOptions.preset),
    )
    .option('--stretch', session.words.help('stretch'))
    .option('--input <file>', session.words.help('input'));
  addWeights(command, session.words.help);
  command
    .addOption(new Option('--seed <n>', session.words.help('seed')).argParser(parseCount).default(1))
    .addOption(new Option('--threads <n>', session.words.help('threads')).argParser(parsePositive))
    .addOption(
      new Option('--backend <name>', session.words.help('backend')).choices(['wasm', 'reference']).default('wasm'),
    )
    .addOption(new Option('--exact', session.words.help('exact')).conflicts('relaxed'))
    // What is the default, asked for by those who asked for it before it was.
    .option('--relaxed', session.words.help('relaxed'))
    .addOption(new Option('--repeat <n>', session.words.help('repeat')).argParser(parsePositive).default(1))
    .option('--upto <path>', session.words.help('upto'))
    .addOption(new Option('--top <k>', session.words.help('top')).argParser(parseCount).default(5))
    .option('--labels <file>', session.words.help('labels'))
    .option('--values <file>', session.words.help('values'))
    .option('--profile', session.words.help('profile'))
    .addOption(
      new Option('--predict', session.words.help('predict')).conflicts([
        'profile',
        'verify',
        'values',
        'image',
        'input',
      ]),
    )
    .option('--calibrate', session.words.help('calibrate'))
    .option('--verify', session.words.help('verify'));
  addFormat(command, session.words.help, 'text', 'json');
  addOutput(command, session.words.help);
  command.action((path: string, options: RunCommandOptions) => run(path, options, session));
}

async function run(path: string, options: RunCommandOptions, session: Session): Promise<void> {
  checkWeightsOptions(options);
  const { id, asked, analysis } = await openNetwork(session, path, options);
  const errors = errorsOf(analysis, session);
  tellErrors(errors, session);
  const planned = await planOf(session.designs, id, { ...asked, upto: options.upto });
  if ('refusal' in planned) {
    if (errors.length === 0) throw refused(planned.refusal);
    const reason = refusalText(planned.refusal, session.words.diagnostics);
    session.note(session.words.failures('cannot-run', { path: visible(path), reason }));
    return;
  }
  const { network, plan } = planned;
  if (options.predict === true) {
    await predict(plan, options, session);
    return;
  }
  const { seed, repeat, top, threads, backend } = options;
  const request = requestOf(plan, {
    seed,
    ...(await inputRequest(plan, options, session)),
    ...(await weightsRequest(plan, network, options, session)),
    repeat,
    top,
    verify: options.verify === true,
    wantValues: options.values !== undefined,
    labels: options.labels === undefined ? undefined : await labelsIn(options.labels, network, session),
    threads,
    backend,
    exact: options.exact === true,
  });
  const { result, values } = await execute(request, session);
  if (options.values !== undefined) session.writeFile(options.values, writeSafetensors(values));
  const prediction = await predictionOf(result, plan, options, session);
  if (options.format === 'json') session.emitJson(runDocument(result, prediction, session.words), options.output);
  else {
    const style = session.style(options.output);
    const { precision } = network;
    session.emit(
      runText(result, precision, options.profile === true, style, session.words, prediction),
      options.output,
    );
  }
  reportVerification(result, network, session);
}

/** What a calibration must have in common with the run. */
function calibrationRequest({ threads, exact, verify }: RunCommandOptions): CalibrationRequest {
  const isExact = exact === true || verify === true;
  return { ...(threads === undefined ? {} : { threads }), ...(isExact ? { exact: true } : {}) };
}

/** Only the fast kernels are measured: the plain ones are there to be right. */
async function predictionOf(
  result: RunResult,
  plan: Plan,
  options: RunCommandOptions,
  session: Session,
): Promise<RunPrediction | undefined> {
  if (options.profile !== true || options.backend === 'reference') return undefined;
  const isFit = (kept: MachineProfile): boolean => suits(kept, result);
  const profile = await machineProfile(session, calibrationRequest(options), options.calibrate === true, isFit);
  return predictRun(result, plan, profile);
}

/** Times of a design that is not run. */
async function predict(plan: Plan, options: RunCommandOptions, session: Session): Promise<void> {
  const profile = await machineProfile(session, calibrationRequest(options), options.calibrate === true);
  if (profile === undefined) throw new Failure(({ failures: say }) => say('no-prediction'));
  const prediction = predictPlan(plan, profile);
  if (options.format === 'json') session.emitJson(predictionDocument(plan, prediction), options.output);
  else session.emit(predictionText(plan, prediction, session.style(options.output), session.words), options.output);
}

async function execute(
  request: RunRequest,
  session: Session,
): Promise<{ readonly result: RunResult; readonly values: readonly NamedTensor[] }> {
  const { host } = session;
  const abort = new AbortController();
  const release = host.onInterrupt(() => abort.abort());
  const progress = new ProgressLine(host);
  let values: readonly NamedTensor[] = [];
  try {
    const result = await host.run(request, {
      signal: abort.signal,
      onProgress: ({ phase, path, index, count }) =>
        progress.show(session.words.progress(`run.${phase}`, { place: index + 1, count, path })),
      onValues: (tensors) => {
        values = tensors;
      },
    });
    return { result, values };
  } catch (problem) {
    if (problem instanceof RunError) throw refused(problem.refusal);
    throw problem;
  } finally {
    progress.clear();
    release();
  }
}

async function inputRequest(
  plan: Plan,
  options: RunCommandOptions,
  session: Session,
): Promise<Partial<Pick<RunRequest, 'input'>>> {
  if (options.image !== undefined) {
    const preparation: ImageOptions = {
      preset: options.preset,
      fit: options.stretch ? 'stretch' : defaultImageOptions.fit,
    };
    const bytes = await session.readFile(options.image);
    return { input: { kind: 'image', bytes, file: options.image, options: preparation } };
  }
  if (options.input === undefined) return {};
  const tensors = await readTensors(options.input, session);
  const wanted = plan.input.name;
  const tensor =
    tensors.find((candidate) => candidate.name === wanted) ?? (tensors.length === 1 ? tensors[0] : undefined);
  if (tensor === undefined) {
    const names = tensors.slice(0, 10).map((candidate) => visible(candidate.name));
    const path = options.input;
    throw new Failure(
      ({ failures: say }) => say('no-tensor', { path, name: wanted }),
      ({ failures: say }) =>
        names.length === 0 ? say('no-tensor.none') : say('no-tensor.hint', { names: names.join(', ') }),
    );
  }
  return { input: { kind: 'tensor', tensor, file: options.input } };
}

async function weightsRequest(
  plan: Plan,
  network: NetworkAnalysis,
  options: RunCommandOptions,
  session: Session,
): Promise<Partial<Pick<RunRequest, 'weights'>>> {
  const file = options.weights;
  if (file === undefined) return {};
  const paths = new Set(plan.layers.map(({ path }) => path));
  const layers = network.graph.layers.filter(({ path }) => paths.has(path)).map(({ id }) => id);
  const tensors = await readWeights(file, options, network, layers, session);
  return { weights: { kind: 'tensors', tensors, file } };
}

/** Throws a `Failure` where the network has another number of classes. */
async function labelsIn(path: string, network: NetworkAnalysis, session: Session): Promise<readonly string[]> {
  const read = readLabels(path, await session.readFile(path));
  if ('refusal' in read) throw refused(read.refusal);
  const misfit = labelsMisfit(network, path, read.labels);
  if (misfit !== undefined) throw refused(misfit);
  return read.labels;
}

function reportVerification(result: RunResult, network: NetworkAnalysis, session: Session): void {
  const { verify } = result;
  if (verify === null || verify.countedMultiplies === verify.predictedMultiplies) return;
  session.fail(new Failure(({ failures: say }) => say('verification', { network: network.name })), 1);
}
