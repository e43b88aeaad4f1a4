/**
 * Requests of Incept's own protocol: converts what is asked and answered, and leaves the answers to src/session. Files are
 * ids there and URIs here, places are offsets there and positions here.
 */

import type { CancellationToken, Position } from 'vscode-languageserver';
import { fromBase64 } from '../base/base64';
import type { TextEdit } from '../base/diagnostic';
import type { FileId } from '../base/span';
import type { CompareOutcome } from '../protocol/compare';
import type { LookOutcome } from '../protocol/layer-look';
import { requests } from '../protocol/requests';
import { largestWeightBytes, type SentImage, type SentWeights } from '../protocol/run';
import type { LookParams, RunOutcome, RunParams, WeightsParams } from '../protocol/server-messages';
import type { SweepPart } from '../protocol/sweep';
import { cheaperEdits, cheaperWays } from '../session/cheaper';
import { compareWith } from '../session/compare-views';
import {
  callsAroundPath,
  instancesOf,
  locationOfPath,
  networkNameAt,
  selectionAt,
  selectionWithin,
  summaryAt,
} from '../session/cursor';
import { designControls } from '../session/design-controls';
import { designEdits } from '../session/design-edits';
import { sweepPart } from '../session/design-sweep';
import { labelsFor } from '../session/labels';
import { lookAt } from '../session/look';
import { memoryOf } from '../session/memory';
import { nearestValues } from '../session/override-mistake';
import { explain, figuresOf, fixEdits, viewOf } from '../session/picture';
import { presetFacts } from '../session/presets';
import { reportOn } from '../session/report';
import { lookOn, type RunAsked, type RunImage, refusedOutcome, runOn, trainedFrom, weightsFitOf } from '../session/run';
import { askStatement, statementEdits, statementOf } from '../session/statement';
import { expectsFromTable, figuresTable } from '../session/write-expects';
import { type Eventual, whenReady } from '../workspace/eventual';
import { idOf } from '../workspace/uri';
import { machineOf, mistakeOutcome, registerCalibration, watched } from './calibration';
import type { ServerContext } from './context';
import { toOffset, toRange, toTextEdit } from './convert';
import { answerOwn } from './messages';

export function registerOwnRequests(context: ServerContext): void {
  const { workspace } = context;
  registerCalibration(context);
  /** Files as their editor calls them. */
  const inOwnSpelling = (edits: readonly TextEdit[]): readonly TextEdit[] =>
    edits.map((edit) => ({ ...edit, file: workspace.uriOf(edit.file) }));

  answerOwn(
    context,
    requests.view,
    () => null,
    ({ uri, network, overrides, insides }) =>
      whenReady(viewOf(context, idOf(uri), { network, overrides }, insides), (view) => {
        context.askedViews.answered(idOf(uri), { uri, revision: view?.revision ?? 0 });
        return view ?? null;
      }),
  );

  answerOwn(
    context,
    requests.figures,
    () => null,
    ({ uri, network, overrides }) =>
      whenReady(figuresOf(context, idOf(uri), { network, overrides }), (figures) => figures ?? null),
  );

  answerOwn(
    context,
    requests.fix,
    () => [],
    ({ uri, error, fix }) => whenReady(fixEdits(context, idOf(uri), error, fix), inOwnSpelling),
  );

  answerOwn(
    context,
    requests.explain,
    () => null,
    ({ uri, network, path, overrides }) =>
      whenReady(explain(context, idOf(uri), path, { network, overrides }), (explanation) => explanation ?? null),
  );

  answerOwn(
    context,
    requests.cheaper,
    () => [],
    ({ uri, network, path, overrides }) => cheaperWays(context, idOf(uri), { network, overrides }, path),
  );

  answerOwn(
    context,
    requests.cheaperEdits,
    () => [],
    ({ uri, network, path, way, overrides }) =>
      whenReady(cheaperEdits(context, idOf(uri), { network, overrides }, path, way), (edits) =>
        edits.map((edit) => ({ ...edit, file: workspace.uriOf(edit.file) })),
      ),
  );

  answerOwn(
    context,
    requests.statement,
    () => null,
    ({ uri, network, path }) =>
      whenReady(statementOf(context, idOf(uri), network, path), (statement) => statement ?? null),
  );

  answerOwn(
    context,
    requests.askStatement,
    () => null,
    ({ uri, network, path, question }) =>
      whenReady(askStatement(context, idOf(uri), network, path, question), (answer) => answer ?? null),
  );

  answerOwn(
    context,
    requests.statementEdits,
    () => [],
    ({ uri, network, path, text }) =>
      whenReady(statementEdits(context, idOf(uri), network, path, text), (edits) =>
        edits.map((edit) => ({ ...edit, file: workspace.uriOf(edit.file) })),
      ),
  );

  answerOwn(
    context,
    requests.compare,
    (): CompareOutcome => ({ kind: 'none', reason: context.settings().words.compare('no-network') }),
    ({ uri, network, overrides, base }) => compareWith(context, idOf(uri), { network, overrides }, base),
  );

  answerOwn(
    context,
    requests.memory,
    () => null,
    ({ uri, network, overrides }) =>
      whenReady(memoryOf(context, idOf(uri), { network, overrides }), (report) => report ?? null),
  );

  answerOwn(
    context,
    requests.report,
    () => null,
    ({ uri, network, overrides, metric }) =>
      whenReady(reportOn(context, idOf(uri), { network, overrides }, metric), (report) => report ?? null),
  );

  answerOwn(
    context,
    requests.controls,
    () => null,
    ({ uri, network, path, overrides }) =>
      whenReady(designControls(context, idOf(uri), path, { network, overrides }), (controls) => controls ?? null),
  );

  answerOwn(
    context,
    requests.nearestValues,
    () => [],
    ({ uri, network, changes, refused }) => nearestValues(context, idOf(uri), network, changes, refused),
  );

  answerOwn(
    context,
    requests.sweep,
    (): SweepPart => ({ refused: { kind: 'network', text: '', mistake: null } }),
    ({ uri, network, request, from }) => sweepPart(context, idOf(uri), network, request, from),
  );

  answerOwn(
    context,
    requests.applied,
    () => [],
    ({ uri, network, overrides }) =>
      whenReady(designEdits(context, idOf(uri), { network, overrides }), (found) => inOwnSpelling(found?.edits ?? [])),
  );

  answerOwn(
    context,
    requests.selection,
    () => ({ network: null, paths: [], module: null }),
    ({ uri, position, within }) => {
      const id = idOf(uri);
      return whenReady(offsetAt(context, id, position), (offset = 0) =>
        within === undefined
          ? selectionAt(context, id, offset)
          : selectionWithin(context, { file: idOf(within.uri), network: within.network }, id, offset),
      );
    },
  );

  answerOwn(
    context,
    requests.networkAt,
    () => null,
    ({ uri, position }) => {
      const id = idOf(uri);
      return whenReady(offsetAt(context, id, position), (offset = 0) =>
        whenReady(networkNameAt(context, id, offset), (name) => name ?? null),
      );
    },
  );

  answerOwn(
    context,
    requests.location,
    () => null,
    ({ uri, network, path }) =>
      whenReady(locationOfPath(context, idOf(uri), network, path), (origin) => {
        const tree = origin === undefined ? undefined : workspace.tree(origin.file);
        if (origin === undefined || tree === undefined) return null;
        const lines = workspace.lines(tree);
        return {
          uri: workspace.uriOf(origin.file),
          range: toRange(lines, origin.span),
          nameRange: toRange(lines, origin.nameSpan),
        };
      }),
  );

  answerOwn(
    context,
    requests.summary,
    () => null,
    ({ uri, position }) => {
      const id = idOf(uri);
      return whenReady(offsetAt(context, id, position), (offset) =>
        whenReady(summaryAt(context, id, offset), (summary) => summary ?? null),
      );
    },
  );

  answerOwn(
    context,
    requests.expectTable,
    () => null,
    ({ uri, position, table }) =>
      whenReady(lookAt(context, idOf(uri)), (look) => {
        if (look === undefined) return null;
        const lines = workspace.lines(look.file);
        const found = expectsFromTable(context, look, toOffset(look.file.text, lines, position), table);
        return whenReady(found, (expects) => {
          if (expects === undefined) return null;
          const { edits, figures } = expects;
          return {
            edits: edits.map((edit) => toTextEdit(lines, edit)),
            report: figuresTable(context.state.words, figures),
            disagreeing: figures.filter(({ agrees }) => !agrees).length,
          };
        });
      }),
  );

  answerOwn(
    context,
    requests.preset,
    () => null,
    ({ uri }) => whenReady(presetFacts(context, idOf(uri)), (facts) => facts ?? null),
  );

  answerOwn(
    context,
    requests.callsAround,
    () => [],
    ({ uri, network, path }) => callsAroundPath(context, idOf(uri), network, path),
  );

  const noInstances = { module: null, instances: [] };
  answerOwn(
    context,
    requests.instances,
    () => noInstances,
    ({ uri, position, file, module }) => {
      const id = idOf(uri);
      if (file !== undefined && module !== undefined)
        return instancesOf(context, id, { file: idOf(file), name: module });
      return whenReady(offsetAt(context, id, position), (offset) =>
        offset === undefined ? noInstances : instancesOf(context, id, offset),
      );
    },
  );

  const malformed = () => refusedOutcome(context, { code: 'request.run', values: {} });
  answerOwn(context, requests.run, malformed, (params, token) => run(context, params, token));
  answerOwn(
    context,
    requests.weights,
    () => null,
    (params) => takeWeights(context, params),
  );
  answerOwn(context, requests.weightsFit, malformed, ({ uri, network, overrides, weights }) => {
    const trained = keptWeights(context, weights);
    return trained === undefined ? lacksWeights : weightsFitOf(context, idOf(uri), { network, overrides }, trained);
  });
  answerOwn(context, requests.labels, malformed, ({ uri, network, overrides, name, base64 }) => {
    const bytes = fromBase64(base64);
    return bytes === undefined ? malformed() : labelsFor(context, idOf(uri), { network, overrides }, { name, bytes });
  });
  answerOwn(context, requests.look, malformed, (params, token) => look(context, params, token));
}

/** Undefined without a position, and where there is no such file. */
function offsetAt(
  { workspace }: ServerContext,
  id: FileId,
  position: Position | undefined,
): Eventual<number | undefined> {
  if (position === undefined) return undefined;
  return whenReady(workspace.load(id), (tree) => tree && toOffset(tree.text, workspace.lines(tree), position));
}

async function run(context: ServerContext, params: RunParams, token: CancellationToken): Promise<RunOutcome> {
  try {
    const asked = askedRun(context, params);
    if (asked === undefined) return lacksWeights;
    return await watched(context, params.token, token, (watch) =>
      runOn(machineOf(context), context, idOf(params.uri), asked, watch),
    );
  } catch (error) {
    return mistakeOutcome(context, 'run', error);
  }
}

async function look(context: ServerContext, params: LookParams, token: CancellationToken): Promise<LookOutcome> {
  try {
    const run = askedRun(context, params);
    if (run === undefined) return lacksWeights;
    const asked = { ...run, question: params.question };
    return await watched(context, undefined, token, (watch) =>
      lookOn(machineOf(context), context, idOf(params.uri), asked, watch),
    );
  } catch (error) {
    return mistakeOutcome(context, 'look', error);
  }
}

/** Answered by the same request with the bytes of the weights. */
const lacksWeights = { kind: 'failed', message: '', isCancelled: false, lacksWeights: true } as const;

/** Those before are forgotten as soon as others begin. */
function takeWeights({ state }: ServerContext, { number, total, offset, base64 }: WeightsParams): null {
  const part = fromBase64(base64);
  if (part === undefined || total > largestWeightBytes || offset + part.length > total) return null;
  if (offset === 0) state.weights = { number, bytes: new Uint8Array(total), left: total, read: undefined };
  const { weights } = state;
  if (weights === undefined || weights.number !== number || weights.bytes.length - weights.left !== offset) return null;
  weights.bytes.set(part, offset);
  weights.left -= part.length;
  return null;
}

/** Undefined where the weights are not at hand. */
function askedRun(
  context: ServerContext,
  { options, image, survey, weights, overrides }: Omit<RunParams, 'token'>,
): RunAsked | undefined {
  const asked = {
    options,
    image: image && imageOf(image),
    survey: survey?.flatMap((one) => imageOf(one) ?? []),
    overrides,
  };
  if (weights === undefined) return asked;
  const trained = keptWeights(context, weights);
  return trained && { ...asked, weights: trained };
}

/** Undefined where they are not at hand. */
function keptWeights({ state }: ServerContext, weights: SentWeights): RunAsked['weights'] {
  const kept = state.weights;
  if (kept?.number !== weights.number || kept.left > 0) return undefined;
  kept.read ??= trainedFrom(weights, kept.bytes);
  return kept.read;
}

/** Undefined for what is no base64. */
function imageOf(image: SentImage): RunImage | undefined {
  if ('sample' in image) return image;
  const bytes = fromBase64(image.base64);
  return bytes && { name: image.name, bytes };
}
