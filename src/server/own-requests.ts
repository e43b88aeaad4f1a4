/**
 * Requests of Incept's own protocol: the view model and explanations for the preview, the layers at the cursor, the text
 * of a path, totals for the status bar, the instances of a module, and a run.
 */

import type { CancellationToken } from 'vscode-languageserver';
import { explainPath } from '../advice/explain';
import type { NetworkAnalysis } from '../analysis/analysis';
import { blockFigures } from '../analysis/figures';
import { formatShape } from '../base/number-format';
import { exactSum } from '../ide/figures';
import { joined } from '../ide/markdown';
import { summarize } from '../ide/network-card';
import { moduleInstances, networksOf, sceneNetwork } from '../ide/scene';
import { layersAt, locationOf, networkAt, pathsAt } from '../ide/selection';
import { planRun } from '../plan/plan-run';
import { fromBase64 } from '../protocol/bytes';
import {
  explainRequest,
  type FixResult,
  fixRequest,
  type InstancesResult,
  instancesRequest,
  isRunParams,
  type LocationResult,
  locationRequest,
  type RunOutcome,
  type RunParams,
  runProgressNotification,
  runRequest,
  type SelectionResult,
  type SummaryResult,
  selectionRequest,
  summaryRequest,
  type ViewResult,
  viewRequest,
} from '../protocol/server-messages';
import { defaultImageOptions } from '../runtime/image';
import { predictRun } from '../runtime/predict';
import type { InputRequest } from '../runtime/run-network';
import { isDefinition, nodesAt } from '../syntax/tree-walk';
import { buildFileView, lineIndexes } from '../view/build';
import { findFix } from '../view/build-errors';
import { type Eventual, whenReady } from '../workspace/eventual';
import { idOf } from '../workspace/uri';
import { offsetOf } from './answers';
import { failureOf, measure, registerCalibration, withAbort } from './calibration';
import { toRange } from './convert';
import type { Look, ServerContext } from './create-server';

/** More than anybody picks from. */
const mostInstances = 2000;

export function registerOwnRequests(context: ServerContext): void {
  const { connection, workspace } = context;
  registerCalibration(context);

  /** Own requests name their file by `uri`. */
  const of = <R>(name: string, empty: R, handler: (look: Look, params: Record<string, unknown>) => Eventual<R>) =>
    context.answer(name, empty, (params: unknown) =>
      whenReady(lookOf(context, params), (look) =>
        look === undefined ? empty : handler(look, params as Record<string, unknown>),
      ),
    );

  connection.onRequest<ViewResult, void>(
    viewRequest,
    of<ViewResult>('view', null, (look, params) => {
      const wanted = typeof params.network === 'string' ? params.network : undefined;
      const documentVersion = workspace.openText(look.id)?.version ?? 0;
      return { ...buildFileView(look.analysis, wanted, context.state.words.diagnostics), documentVersion };
    }),
  );

  connection.onRequest<FixResult, void>(
    fixRequest,
    of<FixResult>('fix', [], (look, params) => {
      const { error, fix } = params;
      if (typeof error !== 'string' || typeof fix !== 'string') return [];
      const chosen = findFix(look.analysis, lineIndexes(look.analysis), error, fix);
      return (chosen?.edits ?? []).map((edit) => ({ ...edit, file: workspace.uriOf(edit.file) }));
    }),
  );

  connection.onRequest(
    explainRequest,
    of('explain', null, (look, params) => {
      const network = namedNetwork(look, params.network);
      if (network === undefined || typeof params.path !== 'string') return null;
      return explainPath(network, params.path) ?? null;
    }),
  );

  const noSelection: SelectionResult = { network: null, paths: [], module: null };
  connection.onRequest<SelectionResult, void>(
    selectionRequest,
    of<SelectionResult>('selection', noSelection, (look, params) => {
      const offset = offsetOf(look, params);
      if (offset === undefined) return noSelection;
      const within = (params.within ?? {}) as Record<string, unknown>;
      return whenReady(typeof within.network === 'string' ? lookOf(context, within) : undefined, (viewed) => {
        if (viewed !== undefined) {
          const paths = pathsAt(viewed.scene, look.id, offset).filter(({ network }) => network === within.network);
          return { network: String(within.network), paths: paths.map(({ path }) => path), module: null };
        }
        const { paths, module, network } = layersAt(look.scene, look.file, offset);
        const shown = network ?? paths[0]?.network ?? null;
        return {
          network: shown,
          paths: paths.filter((path) => path.network === shown).map(({ path }) => path),
          module: module ?? null,
        };
      });
    }),
  );

  connection.onRequest<LocationResult, void>(
    locationRequest,
    of<LocationResult>('location', null, (look, params) => {
      const network = namedNetwork(look, params.network);
      const origin = network === undefined ? undefined : locationOf(network, String(params.path ?? ''));
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

  connection.onRequest<SummaryResult | null, void>(
    summaryRequest,
    of<SummaryResult | null>('networkSummary', null, (look, params) => {
      const network = networkAt(look.scene, look.file, offsetOf(look, params) ?? 0);
      return network === undefined ? null : summarize(network, look.scene.words);
    }),
  );

  connection.onRequest<InstancesResult, void>(
    instancesRequest,
    of<InstancesResult>('instances', { module: null, instances: [] }, (look, params) => {
      const module = moduleOf(look, params);
      if (module === undefined) return { module: null, instances: [] };
      const { all } = moduleInstances(look.scene, module.name, module.file);
      const instances = all.slice(0, mostInstances).map(({ network, block }) => {
        const { part, sum } = blockFigures(network, block.id);
        const from = formatShape(network.shapes[block.input]);
        const to = formatShape(network.shapes[block.result]);
        return {
          network: network.name,
          path: block.path,
          description: joined(
            `${from} → ${to}`,
            look.scene.words.editor('multiplies', { amount: exactSum(sum.sums.multiplies, part) }),
          ),
        };
      });
      return { module, instances };
    }),
  );

  connection.onRequest<RunOutcome, void>(runRequest, async (params: unknown, token: CancellationToken) => {
    try {
      return await withAbort(token, (signal) => run(context, params, signal));
    } catch (error) {
      return failureOf(context, 'run', error);
    }
  });
}

function lookOf(context: ServerContext, params: unknown): Eventual<Look | undefined> {
  const uri = (params as { uri?: unknown } | null)?.uri;
  return typeof uri === 'string' ? context.lookAt(idOf(uri)) : undefined;
}

function namedNetwork(look: Look, name: unknown): NetworkAnalysis | undefined {
  const networks = networksOf(look.scene);
  return networks.find((network) => network.name === name) ?? sceneNetwork(look.scene);
}

/** The module that is named, or the one whose text or call the position is in. */
function moduleOf(look: Look, params: Record<string, unknown>): { file: string; name: string } | undefined {
  if (typeof params.module === 'string' && typeof params.file === 'string') {
    return { file: idOf(params.file), name: params.module };
  }
  const offset = offsetOf(look, params);
  if (offset === undefined) return undefined;
  const nodes = nodesAt(look.file, offset);
  const call = nodes.findLast((node) => node.kind === 'call');
  const called = call?.kind === 'call' ? look.analysis.modules.get(look.id)?.get(call.callee.text) : undefined;
  const around = nodes.find(isDefinition);
  if (around?.kind === 'module' && around.name !== undefined) return { file: look.id, name: around.name.text };
  const name = called?.declaration.name?.text;
  return called === undefined || name === undefined ? undefined : { file: called.file, name };
}

/** One run alone can meet anything else the machine does; the median of three seldom does. */
const timedRuns = 3;

async function run(context: ServerContext, params: unknown, signal: AbortSignal): Promise<RunOutcome> {
  const failed = (message: string): RunOutcome => ({ kind: 'failed', message, isCancelled: false });
  if (!isRunParams(params)) return failed('this is no request to run a network');
  const { options, token } = params;
  const look = await lookOf(context, params);
  const network = look === undefined ? undefined : namedNetwork(look, options.network);
  if (network === undefined) return failed('there is no network to run');
  const planned = planRun(network, options.upto === null ? {} : { upto: options.upto });
  if ('problem' in planned) return failed(planned.problem);
  const input = inputOf(params);
  if (input === undefined) return failed('there is no image to run on');
  if (options.calibrate === true) await measure(context, token, signal);
  const result = await context.host.run(
    {
      plan: planned.plan,
      input,
      weights: { kind: 'seed', seed: options.seed },
      repeat: timedRuns,
      top: 5,
      verify: options.verify,
    },
    {
      signal,
      onProgress: (progress) => void context.connection.sendNotification(runProgressNotification, { token, progress }),
    },
  );
  return { kind: 'done', result, prediction: predictRun(result, planned.plan, context.state.profile) ?? null };
}

function inputOf({ options: { input, seed }, image }: RunParams): InputRequest | undefined {
  if (input === 'random') return { kind: 'random', seed };
  const bytes = image === undefined ? undefined : fromBase64(image.base64);
  if (image === undefined || bytes === undefined) return undefined;
  return { kind: 'image', bytes, file: image.name, options: defaultImageOptions };
}
