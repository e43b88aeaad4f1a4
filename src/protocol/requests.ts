/**
 * The requests and notifications of Incept's own protocol as one table: the name of each on the wire, what it is asked with
 * and what it is answered, and a guard for what comes in. Server and client are typed by it alone. What the values mean is
 * in server-messages.ts.
 */

import { targets } from '../analysis/target-hints';
import type { TextEdit } from '../base/diagnostic';
import {
  eitherOf,
  type Fields,
  type Guard,
  isCount,
  isFlag,
  isNumber,
  isRecord,
  isText,
  listOf,
  oneOf,
  optional,
  orNull,
  shaped,
} from '../base/guard';
import { isMachineProfile } from '../base/machine-profile';
import { conventions } from '../base/metrics';
import type { Insides } from '../view/insides';
import { viewMetrics } from '../view/model';
import type { CheaperWay } from './cheaper';
import { isCompareBase } from './compare';
import { isLookQuestion, type LookOutcome } from './layer-look';
import { isOverrides } from './overrides';
import type { EmbeddedReport } from './report';
import { isFileBytes, isRunOptions, isRunProgress, isSentImage, isSentWeights, mostImages } from './run';
import type {
  AskStatementParams,
  CalibrateOutcome,
  CalibrateParams,
  CallsAroundParams,
  CallsAroundResult,
  CheaperEditsParams,
  ChosenInstance,
  CompareParams,
  CompareResult,
  ControlsParams,
  ControlsResult,
  DidAnalyzeParams,
  DidCalibrateParams,
  DidOutdateParams,
  ExpectTableParams,
  ExpectTableResult,
  ExplainParams,
  ExplainResult,
  Features,
  FiguresResult,
  FixParams,
  FixResult,
  InstancesParams,
  InstancesResult,
  LabelsOutcome,
  LabelsParams,
  LocationParams,
  LocationResult,
  LookParams,
  MemoryResult,
  NearestValuesParams,
  NetworkAtParams,
  PartOfViewParams,
  PresetParams,
  PresetResult,
  ReportParams,
  RunOutcome,
  RunParams,
  RunProgressParams,
  SelectionParams,
  SelectionResult,
  SetChoicesParams,
  SetFeaturesParams,
  StatementEditsParams,
  StatementParams,
  SummaryParams,
  SummaryResult,
  SweepParams,
  TextRange,
  ViewParams,
  ViewResult,
  WeightsFitOutcome,
  WeightsFitParams,
  WeightsParams,
} from './server-messages';
import { isQuestion, type StatementAnswer, type StatementText } from './statement';
import { isSweepRequest, type SweepPart } from './sweep';
import { isChange } from './what-if';

/** A message with a name and guarded parameters. */
export interface Notification<P> {
  readonly method: string;
  readonly isParams: Guard<P>;
}

export interface Request<P, R> extends Notification<P> {
  /** Never there: what it is answered, for the compiler. */
  readonly answers?: R;
}

function notification<P extends object>(name: string, params: Fields<P>): Notification<P> {
  return { method: `incept/${name}`, isParams: shaped(params) };
}

export function request<P extends object, R>(name: string, params: Fields<P>): Request<P, R> {
  return notification(name, params);
}

const isPosition = shaped<TextRange['start']>({ line: isCount, character: isCount });

/** Which network of which file, and as it would be with which overrides. */
const network = { uri: isText, network: optional(isText), overrides: optional(isOverrides) };

const isInsides: Guard<Insides> = eitherOf(listOf(isText), oneOf('all'));

/** The statement of a layer or block. */
const statement = { uri: isText, network: isText, path: isText };

export const requests = {
  view: request<PartOfViewParams, ViewResult>('view', { ...network, insides: optional(isInsides) }),
  figures: request<ViewParams, FiguresResult>('figures', network),
  fix: request<FixParams, FixResult>('fix', { uri: isText, error: isText, fix: isText }),
  explain: request<ExplainParams, ExplainResult>('explain', { ...network, path: isText }),
  compare: request<CompareParams, CompareResult>('compare', { ...network, base: isCompareBase }),
  memory: request<ViewParams, MemoryResult>('memory', network),
  report: request<ReportParams, EmbeddedReport | null>('report', { ...network, metric: oneOf(...viewMetrics) }),
  cheaper: request<ExplainParams, readonly CheaperWay[]>('cheaper', { ...network, path: isText }),
  cheaperEdits: request<CheaperEditsParams, FixResult>('cheaperEdits', { ...network, path: isText, way: isText }),
  statement: request<StatementParams, StatementText | null>('statement', statement),
  askStatement: request<AskStatementParams, StatementAnswer | null>('askStatement', {
    ...statement,
    question: isQuestion,
  }),
  statementEdits: request<StatementEditsParams, FixResult>('statementEdits', { ...statement, text: isText }),
  controls: request<ControlsParams, ControlsResult>('controls', { ...network, path: orNull(isText) }),
  nearestValues: request<NearestValuesParams, readonly string[]>('nearestValues', {
    uri: isText,
    network: isText,
    changes: listOf(isChange),
    refused: isChange,
  }),
  sweep: request<SweepParams, SweepPart>('sweep', {
    uri: isText,
    network: isText,
    request: isSweepRequest,
    from: isCount,
  }),
  applied: request<ViewParams, readonly TextEdit[]>('applied', network),
  selection: request<SelectionParams, SelectionResult>('selection', {
    uri: isText,
    position: isPosition,
    within: optional(shaped<NonNullable<SelectionParams['within']>>({ uri: isText, network: isText })),
  }),
  networkAt: request<NetworkAtParams, string | null>('networkAt', { uri: isText, position: isPosition }),
  location: request<LocationParams, LocationResult>('location', {
    uri: isText,
    network: optional(isText),
    path: isText,
  }),
  expectTable: request<ExpectTableParams, ExpectTableResult>('expectTable', {
    uri: isText,
    position: isPosition,
    table: isText,
  }),
  summary: request<SummaryParams, SummaryResult | null>('networkSummary', {
    uri: isText,
    position: optional(isPosition),
  }),
  preset: request<PresetParams, PresetResult>('preset', { uri: isText }),
  callsAround: request<CallsAroundParams, CallsAroundResult>('callsAround', {
    uri: isText,
    network: isText,
    path: isText,
  }),
  instances: request<InstancesParams, InstancesResult>('instances', {
    uri: isText,
    position: optional(isPosition),
    file: optional(isText),
    module: optional(isText),
  }),
  run: request<RunParams, RunOutcome>('run', {
    uri: isText,
    token: isText,
    options: isRunOptions,
    image: optional(isSentImage),
    weights: optional(isSentWeights),
    survey: optional(listOf(isSentImage, mostImages)),
    overrides: optional(isOverrides),
  }),
  look: request<LookParams, LookOutcome>('look', {
    uri: isText,
    options: isRunOptions,
    image: optional(isSentImage),
    weights: optional(isSentWeights),
    overrides: optional(isOverrides),
    question: isLookQuestion,
  }),
  weights: request<WeightsParams, null>('weights', {
    number: isCount,
    total: isCount,
    offset: isCount,
    base64: isFileBytes,
  }),
  weightsFit: request<WeightsFitParams, WeightsFitOutcome>('weightsFit', { ...network, weights: isSentWeights }),
  labels: request<LabelsParams, LabelsOutcome>('labels', { ...network, name: isText, base64: isFileBytes }),
  calibrate: request<CalibrateParams, CalibrateOutcome>('calibrate', { token: isText }),
};

export const isChosenInstance = shaped<ChosenInstance>({ file: isText, module: isText, network: isText, path: isText });

const features: { readonly [Name in keyof Features]: Guard<Features[Name]> } = {
  inlayHints: isFlag,
  parameterHints: isFlag,
  costHints: isFlag,
  codeLens: isFlag,
  minimumSaving: isNumber,
  exactRuns: isFlag,
  target: oneOf('none', ...targets),
  convention: oneOf(...conventions),
};

/** What is a setting of that name, without what is none: who sends it may be older or newer. */
export function featuresIn(value: unknown): Partial<Features> {
  const given = isRecord(value) ? value : {};
  return Object.fromEntries(
    Object.entries(features).flatMap(([name, guard]) => (guard(given[name]) ? [[name, given[name]]] : [])),
  );
}

export const notifications = {
  // To the client.
  didAnalyze: notification<DidAnalyzeParams>('didAnalyze', {
    uri: isText,
    version: isCount,
    revision: isCount,
    isBroken: isFlag,
  }),
  didOutdate: notification<DidOutdateParams>('didOutdate', { uri: isText }),
  didCalibrate: notification<DidCalibrateParams>('didCalibrate', { profile: isMachineProfile }),
  runProgress: notification<RunProgressParams>('runProgress', { token: isText, progress: isRunProgress }),
  // To the server.
  setChoices: notification<SetChoicesParams>('setChoices', { choices: listOf(isChosenInstance) }),
  setFeatures: notification<SetFeaturesParams>('setFeatures', {
    inlayHints: optional(features.inlayHints),
    parameterHints: optional(features.parameterHints),
    costHints: optional(features.costHints),
    codeLens: optional(features.codeLens),
    minimumSaving: optional(features.minimumSaving),
    exactRuns: optional(features.exactRuns),
    target: optional(features.target),
    convention: optional(features.convention),
  }),
};
