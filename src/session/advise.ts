/**
 * What would make a network cheaper, with exact savings: each rewrite that the field knows is written into the text beside
 * the real one, that text is analysed, and the difference of the two analyses is what it saves. Told is what saves and
 * brings no message that was not there; an `expect` whose figure changes is corrected with it.
 */

import { type Advice, type AdviceFigures, adviceOffer } from '../advice/advice';
import { breakEven } from '../advice/bottleneck';
import { type AdviceKind, adviceKinds, onRequest, possibleRewrites, type Rewrite } from '../advice/rewrites';
import type { Analysis, AnalysisOptions, NetworkAnalysis, Sum } from '../analysis/analysis';
import type { DiagnosticCode } from '../base/codes';
import type { TextEdit } from '../base/diagnostic';
import { formatShape } from '../base/number-format';
import type { FileId, Location, Span } from '../base/span';
import type { Layer, LayerId } from '../graph/graph';
import { networksOf } from '../ide/scene';
import { pairOf } from '../ops/attributes';
import { formatAttribute } from '../ops/format-value';
import { parse } from '../syntax/parser';
import type { SourceFile } from '../syntax/tree';
import { nodesAt } from '../syntax/tree-walk';
import { allReady, type Eventual, whenReady } from '../workspace/eventual';
import { applyEdits, byFile, lineEdits } from '../workspace/text-edits';
import type { Workspace } from '../workspace/workspace';
import { corrections, missedChecks } from './corrected-expectations';
import { type DesignSession, type Look, ownNetwork } from './look';
import { analysisOptions, type NetworkAsked } from './overrides';
import { messageCounts } from './refactor/proof';
import { type RewrittenText, rewriteText } from './rewrite-text';

export interface AdviceAsked {
  /** Without them all but those that are told on request alone. */
  readonly kinds?: readonly AdviceKind[] | undefined;
  /** Only what saves at least that share of the network's multiplies. */
  readonly minimumShare?: number | undefined;
  /** Only the calls whose names touch that range. */
  readonly at?: Location | undefined;
}

/** What rounding to a multiple of 8 may cost, or save: a share of the network's multiplies. */
const roundingShare = 0.02;

/** What each rewrite is held against. */
interface Basis {
  readonly workspace: Workspace;
  readonly id: FileId;
  /** As the text alone says. */
  readonly plain: Analysis;
  /** With the overrides that were asked for. */
  readonly network: NetworkAnalysis;
  readonly options: AnalysisOptions;
  readonly isOverridden: boolean;
  readonly missed: ReadonlySet<string>;
  readonly messages: ReadonlyMap<DiagnosticCode, number>;
}

/** The text after a rewrite, and what it comes to. */
interface Tried {
  /** Files that are other than before. */
  readonly files: ReadonlyMap<FileId, SourceFile>;
  readonly network: NetworkAnalysis;
  /** The layers whose result is kept. */
  readonly results: readonly Layer[];
}

/**
 * What saves most first; undefined where there is no such file. Where something of the network is unknown, there is advice on
 * what is known: what it saves is exact, as the rest is the same before and after, and of a share nothing is said.
 */
export function advise(
  { workspace }: DesignSession,
  id: FileId,
  { network: name, overrides = {} }: NetworkAsked,
  { kinds = adviceKinds.filter((kind) => !onRequest.has(kind)), minimumShare = 0, at }: AdviceAsked = {},
): Eventual<readonly Advice[] | undefined> {
  const options = analysisOptions(overrides);
  return whenReady(workspace.analyze(id, {}), (written) =>
    whenReady(workspace.analyze(id, options), (asked) => {
      if (written === undefined || asked === undefined) return undefined;
      const network = ownNetwork(asked.analysis, name);
      if (network === undefined) return [];
      const { analysis: plain } = written;
      const basis: Basis = {
        workspace,
        id,
        plain,
        network,
        options,
        isOverridden: asked.analysis !== plain,
        missed: missedChecks(plain),
        messages: messageCounts(plain),
      };
      const isAsked = ({ file, span }: Location): boolean =>
        at === undefined || (file === at.file && span.start <= at.span.end && at.span.start <= span.end);
      const rewrites = possibleRewrites(network, new Set(kinds), isAsked);
      return whenReady(allReady(rewrites.map((rewrite) => judged(basis, rewrite))), (all) =>
        all
          .filter((one) => one !== undefined)
          .filter((one) => onRequest.has(one.kind) || largestShare(network, one) >= minimumShare)
          .sort((a, b) => b.savedMultiplies - a.savedMultiplies),
      );
    }),
  );
}

/** Of the known multiplies where not all are known: of the whole it is at most that. */
function largestShare({ main }: NetworkAnalysis, { savedMultiplies, savedShare }: Advice): number {
  return savedShare ?? savedMultiplies / main.sums.multiplies.value;
}

function judged(basis: Basis, rewrite: Rewrite): Eventual<Advice | undefined> {
  return whenReady(withLostArguments(basis, rewrite), (whole) => {
    const text = textOf(basis, whole);
    return whenReady(text && tried(basis, text), (after) => adviceOf(basis, whole, after));
  });
}

function textOf({ plain, network }: Basis, { steps, result }: Rewrite): RewrittenText | undefined {
  return rewriteText(plain.files, network.graph, steps, result);
}

/** A layer under another name has other defaults: what it had from them is written out. */
function withLostArguments(basis: Basis, rewrite: Rewrite): Eventual<Rewrite> {
  const { workspace, id, network, options } = basis;
  const text = rewrite.steps.some((step) => step.do === 'rename') ? textOf(basis, rewrite) : undefined;
  if (text === undefined || !hasDefaults(basis.plain)) return rewrite;
  const { file, result } = text;
  return whenReady(workspace.overlayOf(new Map([[file.file, file]])).analysis(id, options), (analysis) => {
    const after = analysis && ownNetwork(analysis, network.name);
    const lost = after === undefined ? {} : argumentsLost(network, rewrite, layersAt(after, file.file, result));
    const written = { do: 'set', of: rewrite.layer, arguments: lost } as const;
    return { ...rewrite, steps: [written, ...rewrite.steps] };
  });
}

/** Perhaps; where there are none, nothing is looked for. */
function hasDefaults({ files }: Analysis): boolean {
  return [...files.values()].some(({ text }) => text.includes('defaults'));
}

function layersAt({ graph }: NetworkAnalysis, file: FileId, start: number): readonly Layer[] {
  return graph.layers.filter(({ origin }) => origin.file === file && origin.nameSpan.start === start);
}

/** Undefined where the text has messages that were not there. */
function tried(basis: Basis, text: RewrittenText): Eventual<Tried | undefined> {
  const { workspace, id, missed } = basis;
  const { file } = text;
  const first = new Map([[file.file, file]]);
  return whenReady(workspace.overlayOf(first).analysis(id), (analysis) => {
    const edits = analysis && corrections(analysis, missed);
    if (analysis === undefined || edits === undefined) return undefined;
    const at = { file: file.file, start: text.result };
    if (edits.length === 0) return checked(basis, first, at, analysis);
    const corrected = new Map([...first, ...correctedFiles(analysis, edits)]);
    const moved = { ...at, start: at.start + shiftBefore(edits, at.file, at.start) };
    return whenReady(
      workspace.overlayOf(corrected).analysis(id),
      (again) => again && checked(basis, corrected, moved, again),
    );
  });
}

function checked(
  { workspace, id, network, options, isOverridden, messages }: Basis,
  files: Tried['files'],
  result: { readonly file: FileId; readonly start: number },
  analysis: Analysis,
): Eventual<Tried | undefined> {
  for (const [code, count] of messageCounts(analysis)) if (count > (messages.get(code) ?? 0)) return undefined;
  const shown = isOverridden ? workspace.overlayOf(files).analysis(id, options) : analysis;
  return whenReady(shown, (found) => {
    const after = found && ownNetwork(found, network.name);
    if (after === undefined) return undefined;
    return { files, network: after, results: layersAt(after, result.file, result.start) };
  });
}

function correctedFiles(analysis: Analysis, edits: readonly TextEdit[]): readonly (readonly [FileId, SourceFile])[] {
  return [...byFile(edits)].flatMap(([file, list]) => {
    const tree = analysis.files.get(file);
    return tree === undefined ? [] : [[file, parse(file, applyEdits(tree.text, list))] as const];
  });
}

function shiftBefore(edits: readonly TextEdit[], file: FileId, offset: number): number {
  return edits
    .filter((edit) => edit.file === file && edit.span.end <= offset)
    .reduce((shift, { span, newText }) => shift + newText.length - (span.end - span.start), 0);
}

/**
 * Arguments that `defaults` gave the old layers and do not give the new ones, as they would be written. Where the layers
 * of the call differ in one it is left out.
 */
function argumentsLost(network: NetworkAnalysis, rewrite: Rewrite, results: readonly Layer[]): Record<string, string> {
  const lost = new Map<string, Set<string>>();
  rewrite.layers.forEach((id, place) => {
    const [old, fresh] = [network.graph.layers[id], results[place]];
    for (const parameter of fresh?.op.parameters ?? []) {
      const same = old?.op.parameters.find(({ name }) => name === parameter.name);
      if (old === undefined || fresh === undefined || same === undefined) continue;
      const was = formatAttribute(same, old.attributes[same.name]);
      const is = formatAttribute(parameter, fresh.attributes[parameter.name]);
      if (was !== is) lost.set(same.name, (lost.get(same.name) ?? new Set()).add(was));
    }
  });
  return Object.fromEntries(
    [...lost].flatMap(([name, [text = '', ...others]]) => (others.length > 0 ? [] : [[name, text]])),
  );
}

function adviceOf(basis: Basis, rewrite: Rewrite, after: Tried | undefined): Advice | undefined {
  const { network, plain } = basis;
  const layer = network.graph.layers[rewrite.layer];
  if (after === undefined || layer === undefined) return undefined;
  const { kind } = rewrite;
  const isRounding = onRequest.has(kind);
  if (!isRounding && !keepsResults(network, rewrite.result, after)) return undefined;
  const [before, now] = [figuresOf(network), figuresOf(after.network)];
  const keepsShape = shapesOfOutputs(network) === shapesOfOutputs(after.network);
  if (rewrite.layers.some((id) => network.costs[id]?.multiplies === undefined)) return undefined;
  if (unknownOf(network) !== unknownOf(after.network)) return undefined;
  const [whole, rest] = [network.main.sums.multiplies.value, after.network.main.sums.multiplies.value];
  const savedMultiplies = whole - rest;
  const savedShare = before.multiplies === null ? null : whole === 0 ? 0 : savedMultiplies / whole;
  // Another number of channels changes what comes behind, also what is unknown of it.
  const isClose = keepsShape && savedShare !== null && Math.abs(savedShare) <= roundingShare;
  if (isRounding ? !isClose : savedMultiplies <= 0) return undefined;
  const { kernel } = layer.attributes;
  return {
    id: `${kind}:${layer.path}`,
    kind,
    path: layer.path,
    location: { file: layer.origin.file, span: layer.origin.nameSpan },
    layers: rewrite.layers.length,
    window: kernel === undefined ? '' : formatShape(pairOf(layer.attributes, 'kernel')),
    before,
    after: now,
    savedMultiplies,
    savedShare,
    keepsShape,
    receptiveField: {
      before: fieldOf(network, rewrite.result),
      after: fieldOf(after.network, after.results[0]?.id ?? -1),
    },
    choice: { ...rewrite.choice, ...breakEvenOf(network, rewrite, whole, rest) },
    edits: [...after.files].flatMap(([file, { text }]) =>
      lineEdits(plain.files.get(file)?.text ?? '', text).map((edit) => ({ file, ...edit })),
    ),
  };
}

/** The layers of unknown cost and what flows into them: where that is the same they cost the same, whatever it is. */
function unknownOf({ main, graph, costs, shapes }: NetworkAnalysis): string {
  if (!main.sums.multiplies.isPartial) return '';
  return main.layers
    .filter((id) => costs[id]?.multiplies === undefined)
    .map((id) => graph.layers[id])
    .map((layer) => `${layer?.op.name} ${layer?.inputs.map((input) => formatShape(shapes[input])).join(' ')}`)
    .join(', ');
}

/** Whether the call's layers have the shapes that they had. */
function keepsResults(network: NetworkAnalysis, result: LayerId, { network: after, results }: Tried): boolean {
  const origin = network.graph.layers[result]?.origin;
  const before = origin === undefined ? [] : layersAt(network, origin.file, origin.nameSpan.start);
  const shapes = (of: NetworkAnalysis, layers: readonly Layer[]): string =>
    layers.map(({ id }) => formatShape(of.shapes[id])).join(' ');
  return shapes(network, before) === shapes(after, results);
}

function shapesOfOutputs({ outputs }: NetworkAnalysis): string {
  return outputs.map(({ output, shape }) => `${output.name} ${formatShape(shape)}`).join(', ');
}

function figuresOf({ main }: NetworkAnalysis): AdviceFigures {
  const known = ({ value, isPartial }: Sum): number | null => (isPartial ? null : value);
  const { multiplies, params, peakBytes } = main.sums;
  return { multiplies: known(multiplies), params: known(params), peakBytes: known(peakBytes) };
}

function fieldOf({ receptiveFields }: NetworkAnalysis, id: LayerId): readonly [number, number] | null {
  const field = receptiveFields[id];
  return field === undefined ? null : [field[0].size, field[1].size];
}

/**
 * The most channels of a bottleneck that still pay. What stands in the place of the layer costs so much for each channel
 * between the two: r * (Hin*Win*Cin + Hout*Wout*Kh*Kw*Cout).
 */
function breakEvenOf(
  { costs, parts }: NetworkAnalysis,
  { kind, layers, choice: { r } }: Rewrite,
  before: number,
  after: number,
): { readonly breakEven?: number } {
  if (kind !== 'bottleneck' || r === undefined) return {};
  const direct = layers.reduce((sum, id) => sum + (parts[id] === 'main' ? (costs[id]?.multiplies ?? 0) : 0), 0);
  const perChannel = (after - before + direct) / r;
  return { breakEven: Math.ceil(breakEven({ direct, perChannel })) - 1 };
}

/** Layers of a network that is analysed several times at each move of a cursor; of a larger one only who asks is told. */
const mostUnasked = 300;

/** A rewrite as a change that an editor offers. */
export interface OfferedRewrite {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/**
 * Advice on the calls in a range of a file that is being edited: of the network that stands there, else of those that the
 * modules there are called in, which may be other designs that are open.
 */
export function offeredRewrites(
  session: DesignSession,
  look: Look,
  span: Span,
  { minimumShare, isAsked }: { readonly minimumShare: number; readonly isAsked: boolean },
): Eventual<readonly OfferedRewrite[]> {
  const at = { file: look.id, span: span.start === span.end ? calledAt(look.file, span) : span };
  const isThere = ({ graph }: NetworkAnalysis): boolean =>
    graph.layers.some(
      ({ origin }) =>
        origin.file === at.file && origin.nameSpan.start <= at.span.end && at.span.start <= origin.nameSpan.end,
    );
  const network = networksOf(look.scene).find(isThere);
  const design = network && [look.analysis, ...look.scene.users].find(({ networks }) => networks.includes(network));
  if (network === undefined || design === undefined) return [];
  if (!isAsked && network.graph.layers.length > mostUnasked) return [];
  const found = advise(session, design.file.file, { network: network.name }, { at, minimumShare });
  const say = look.scene.words.advice;
  // Unasked only what is known to save so much.
  return whenReady(found, (advice = []) =>
    advice
      .filter(({ savedShare }) => isAsked || savedShare !== null)
      .map((one) => ({ title: adviceOffer(one, say), edits: one.edits })),
  );
}

/** The name of the innermost call that a cursor touches, also behind its `)`; else the cursor. */
function calledAt(file: SourceFile, cursor: Span): Span {
  const call = nodesAt(file, cursor.start).findLast((node) => node.kind === 'call');
  return call?.kind === 'call' ? call.callee : cursor;
}
