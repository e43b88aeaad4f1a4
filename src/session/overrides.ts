/**
 * A file as it is with overrides of one of its networks, and which of them are refused. A parameter's value is always
 * written as a constant of the language is: that is how a view shows it, how `--set` takes it and how overrides carry it.
 * The language reads it.
 */

import type { Analysis, AnalysisOptions, NetworkAnalysis } from '../analysis/analysis';
import { analyze } from '../analysis/analyze';
import type { DiagnosticCode } from '../base/codes';
import { type Diagnostic, diagnosticId } from '../base/diagnostic';
import { messageOf, refusalText } from '../base/message-text';
import type { FileId } from '../base/span';
import { unknownParameter } from '../graph/call-binding';
import type { Value } from '../ops/op';
import type { SentOverrides } from '../protocol/server-messages';
import { parse } from '../syntax/parser';
import type { DiagnosticWords } from '../words/english/diagnostics';
import { allReady, type Eventual, whenReady } from '../workspace/eventual';
import type { AttributeOverride, ParameterOverride } from '../workspace/overrides';
import { idOf } from '../workspace/uri';
import { type DesignSession, foundIn, lookAt, networkNamed, ownNetwork } from './look';

/** Which network of a file, and as it would be with which overrides. */
export interface NetworkAsked {
  /** Without one, or of none in the file, the last one. */
  readonly network?: string | undefined;
  readonly overrides?: SentOverrides | undefined;
}

export interface Overridden {
  readonly analysis: Analysis;
  /** Undefined where the file has none. */
  readonly network: NetworkAnalysis | undefined;
  /** Overrides of attributes that name no call, or have a value that is none. */
  readonly refused: readonly AttributeOverride[];
  readonly refusedParameters: readonly RefusedParameter[];
}

/** An override of a parameter that is not applied, and why. */
export interface RefusedParameter extends ParameterOverride {
  readonly reason:
    | { readonly kind: 'unknown'; readonly network: string; readonly known: readonly string[] }
    /** With the first mistake in its text where there is one to tell. */
    | { readonly kind: 'unreadable'; readonly mistake: Diagnostic | undefined }
    /** The network has no use for a value of this kind: the mistake that it would be. */
    | { readonly kind: 'unfit'; readonly mistake: Diagnostic };
}

interface ReadParameter extends ParameterOverride {
  readonly read: NonNullable<Value>;
}

/** The value of a parameter as it was read; without one, the first mistake in its text where there is one to tell. */
export type ReadValue =
  | { readonly value: NonNullable<Value> }
  | { readonly value: undefined; readonly mistake: Diagnostic | undefined };

/** What is wrong with the kind of a value, however large it is. */
const kindCodes: readonly DiagnosticCode[] = [
  'value.type',
  'value.word',
  'value.number',
  'flow.repeat-count',
  'flow.repeat-range',
];

/** The last answer about a file with overrides: who asks for a picture asks for explanations and runs of the same. */
const lastAnswers = new WeakMap<
  Analysis,
  { readonly question: string; readonly answer: Eventual<Overridden | undefined> }
>();

/** At once where all is loaded; undefined where there is no such file. */
export function overridden(
  session: DesignSession,
  id: FileId,
  asked: NetworkAsked = {},
): Eventual<Overridden | undefined> {
  return whenReady(session.workspace.analysis(id), (written) => {
    if (written === undefined) return undefined;
    const question = JSON.stringify(asked);
    const last = lastAnswers.get(written);
    if (last?.question === question) return last.answer;
    const answer = applied(session, id, asked);
    lastAnswers.set(written, { question, answer });
    return answer;
  });
}

function applied(
  session: DesignSession,
  id: FileId,
  { network: name, overrides = {} }: NetworkAsked,
): Eventual<Overridden | undefined> {
  const { parameters = [], inputShape, precision, batch } = overrides;
  const attributes = (overrides.attributes ?? []).map(withId);
  const others = {
    attributes,
    ...(inputShape && { inputShape }),
    ...(precision && { precision }),
    ...(batch && { batch }),
  };
  return whenReady(session.workspace.analyze(id, others), (plain) => {
    if (plain === undefined) return undefined;
    const { analysis: before, refused } = plain;
    const network = ownNetwork(before, name);
    const analysisWith = (taken: readonly ReadParameter[]): Eventual<Analysis> => {
      if (taken.length === 0) return before;
      const values = new Map<string, Value>(taken.map((one) => [one.name, one.read]));
      const found = session.workspace.analyze(id, { ...others, parameters: values });
      return whenReady(found, (overridden) => overridden?.analysis ?? before);
    };
    const answer = (judged: readonly (ReadParameter | RefusedParameter)[]): Eventual<Overridden> =>
      whenReady(analysisWith(judged.filter(isRead)), (analysis) => ({
        analysis,
        network: ownNetwork(analysis, name),
        refused,
        refusedParameters: judged.filter(isRefused),
      }));
    const known = new Set(before.diagnostics.map(diagnosticId));
    const mistakeIn = (analysis: Analysis): Diagnostic | undefined =>
      foundIn(analysis, network?.name).find((one) => kindCodes.includes(one.code) && !known.has(diagnosticId(one)));
    const given = parameters.map((one) => readParameter(network, one));
    return whenReady(answer(given), (all) => {
      if (mistakeIn(all.analysis) === undefined) return all;
      // Which of them it is, each shows by itself.
      const alone = given.map((one) => whenReady(analysisWith(isRead(one) ? [one] : []), mistakeIn));
      return whenReady(allReady(alone), (mistakes) => answer(given.map((one, index) => judged(one, mistakes[index]))));
    });
  });
}

/** Overrides that go into an analysis and not into a text. A parameter whose value cannot be read is left as it is. */
export function analysisOptions({ parameters = [], inputShape, precision, batch }: SentOverrides): AnalysisOptions {
  const values = new Map<string, Value>(
    parameters.flatMap(({ name, value }) => {
      const read = readValue(value).value;
      return read === undefined ? [] : [[name, read]];
    }),
  );
  return {
    ...(values.size > 0 && { parameters: values }),
    ...(inputShape && { inputShape }),
    ...(precision && { precision }),
    ...(batch !== undefined && { batch }),
  };
}

/** As `networkNamed`, with overrides, which are of the file itself: where there are any, other designs are not looked at. */
export function overriddenNetwork(
  session: DesignSession,
  id: FileId,
  asked: NetworkAsked,
): Eventual<NetworkAnalysis | undefined> {
  return asked.overrides === undefined
    ? whenReady(lookAt(session, id), (look) => look && networkNamed(look, asked.network))
    : whenReady(overridden(session, id, asked), (found) => found?.network);
}

/** One line, without a period. */
export function refusedText({ name, value, reason }: RefusedParameter, words: DiagnosticWords): string {
  if (reason.kind === 'unknown') return messageOf(unknownParameter(reason.network, name, reason.known), words);
  const { mistake } = reason;
  return mistake === undefined
    ? refusalText({ code: 'parameter.unreadable', values: { name, value } }, words)
    : refusalText({ code: 'parameter.mistaken', values: { name, value, mistake: { message: mistake } } }, words);
}

/**
 * Reads a parameter's value: a number with or without suffix, a size, a list, a truth value, a word, a layer, or an
 * expression, in which constants may be named that have a value each as it is written.
 */
export function readValue(text: string, constantTexts: ReadonlyMap<string, string> = new Map()): ReadValue {
  const before = [...constantTexts].map(([name, value]) => `const ${name} = ${value}\n`).join('');
  const file = parse('value', `${before}const value = ${text}`);
  const { constants, diagnostics } = analyze({ file: () => file, resolve: () => 'outside' }, file.file);
  const value = constants.get(file.file)?.get('value');
  const [mistake] = diagnostics;
  if (mistake !== undefined || file.declarations.length !== 1 + constantTexts.size || value === undefined) {
    return { value: undefined, mistake };
  }
  return { value };
}

function readParameter(
  network: NetworkAnalysis | undefined,
  override: ParameterOverride,
): ReadParameter | RefusedParameter {
  const known = [...(network?.parameters.keys() ?? [])];
  if (!known.includes(override.name)) {
    return { ...override, reason: { kind: 'unknown', network: network?.name ?? '', known } };
  }
  const read = readValue(override.value);
  return read.value === undefined
    ? { ...override, reason: { kind: 'unreadable', mistake: read.mistake } }
    : { ...override, read: read.value };
}

function isRefused(parameter: ReadParameter | RefusedParameter): parameter is RefusedParameter {
  return 'reason' in parameter;
}

function isRead(parameter: ReadParameter | RefusedParameter): parameter is ReadParameter {
  return 'read' in parameter;
}

function judged(
  parameter: ReadParameter | RefusedParameter,
  mistake: Diagnostic | undefined,
): ReadParameter | RefusedParameter {
  if (mistake === undefined || !isRead(parameter)) return parameter;
  const { name, value } = parameter;
  return { name, value, reason: { kind: 'unfit', mistake } };
}

function withId(override: AttributeOverride): AttributeOverride {
  const { call } = override;
  return 'file' in call ? { ...override, call: { ...call, file: idOf(call.file) } } : override;
}
