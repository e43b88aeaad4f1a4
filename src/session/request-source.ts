/**
 * Answers what previews ask from a language server: the same questions as messages of its protocol, whatever carries them and
 * wherever the server runs.
 */

import { toBase64 } from '../base/base64';
import type { TextEdit } from '../base/diagnostic';
import type { FileId } from '../base/span';
import type { WeightLayout } from '../base/tensor';
import type { CheaperWay } from '../protocol/cheaper';
import type { CompareBase, CompareOutcome } from '../protocol/compare';
import type { PreviewExplanation } from '../protocol/explanation';
import type { LookOutcome } from '../protocol/layer-look';
import type { MemoryReport } from '../protocol/memory';
import type { EmbeddedReport } from '../protocol/report';
import { type Request, requests } from '../protocol/requests';
import { type SentImage, type SentWeights, weightPartBytes } from '../protocol/run';
import type {
  FiguresResult,
  LabelsOutcome,
  RequestFailed,
  RunOutcome,
  RunProgressParams,
  SentOverrides,
  TextRange,
  ViewResult,
  WeightsFitOutcome,
} from '../protocol/server-messages';
import type { StatementAnswer, StatementQuestion, StatementText } from '../protocol/statement';
import type { SweepPart, SweepRequest } from '../protocol/sweep';
import type { DesignChange, DesignControls } from '../protocol/what-if';
import type { LookQuestion } from '../runtime/look-question';
import type { RunProgress } from '../runtime/run-network';
import type { Insides } from '../view/insides';
import type { ViewMetric } from '../view/model';
import type { WeightsFile } from './import-in-worker';
import type {
  PickedFile,
  PickedImage,
  PreviewRunRequest,
  PreviewSource,
  RunningPreview,
  TextCursor,
} from './preview-ports';

/** The way to a server, and what only its client knows. */
export interface ServerRequests {
  /** An aborted signal cancels the request. Rejects where there is no answer. */
  request<P, R>(request: Request<P, R>, params: P, signal?: AbortController['signal']): Promise<R>;
  onRunProgress(heed: (message: RunProgressParams) => void): { dispose(): void };
  /** Undefined for a text that is no longer open. */
  positionOf(cursor: TextCursor): TextRange['start'] | undefined;
  /** Images and names of classes, read by the client: they may lie where the server has no files. Rejects with a `KnownProblem`. */
  readFile(file: PickedFile): Promise<Uint8Array>;
  /** Another one where the file has been written since. Rejects as `readFile`. */
  versionOf(file: PickedFile): Promise<string>;
  /** The weights of a file of any format as safetensors; undefined where the signal or the user has ended it. Rejects as `readFile`. */
  readWeights(file: PickedFile, signal: AbortController['signal']): Promise<WeightsFile | undefined>;
}

interface NotedWeights {
  readonly weights: PickedFile;
  readonly version: string;
  readonly number: number;
  layout: WeightLayout;
  /** While they are sent: whether they have arrived. */
  sending?: Promise<boolean> | undefined;
}

const cancelled: RequestFailed = { kind: 'failed', message: '', isCancelled: true };

export class RequestSource implements PreviewSource {
  private runs = 0;
  /** The last weights that runs asked for. */
  private sent: NotedWeights | undefined;

  constructor(private readonly server: ServerRequests) {}

  async view(
    uri: FileId,
    network: string | undefined,
    overrides: SentOverrides | undefined,
    insides: Insides,
  ): Promise<ViewResult> {
    return this.server.request(requests.view, { uri, network, overrides, insides });
  }

  async figures(uri: FileId, network: string, overrides: SentOverrides | undefined): Promise<FiguresResult> {
    return this.server.request(requests.figures, { uri, network, overrides });
  }

  async explain(
    uri: FileId,
    network: string,
    path: string,
    overrides: SentOverrides | undefined,
  ): Promise<PreviewExplanation | null> {
    return this.server.request(requests.explain, { uri, network, path, overrides });
  }

  async cheaper(
    uri: FileId,
    network: string,
    path: string,
    overrides: SentOverrides | undefined,
  ): Promise<readonly CheaperWay[]> {
    return this.server.request(requests.cheaper, { uri, network, path, overrides });
  }

  async cheaperEdits(
    uri: FileId,
    network: string,
    path: string,
    way: string,
    overrides: SentOverrides | undefined,
  ): Promise<readonly TextEdit[]> {
    return this.server.request(requests.cheaperEdits, { uri, network, path, way, overrides });
  }

  async statement(uri: FileId, network: string, path: string): Promise<StatementText | null> {
    return this.server.request(requests.statement, { uri, network, path });
  }

  async askStatement(
    uri: FileId,
    network: string,
    path: string,
    question: StatementQuestion,
  ): Promise<StatementAnswer | null> {
    return this.server.request(requests.askStatement, { uri, network, path, question });
  }

  async statementEdits(uri: FileId, network: string, path: string, text: string): Promise<readonly TextEdit[]> {
    return this.server.request(requests.statementEdits, { uri, network, path, text });
  }

  async compare(
    uri: FileId,
    network: string,
    overrides: SentOverrides | undefined,
    base: CompareBase,
  ): Promise<CompareOutcome> {
    return this.server.request(requests.compare, { uri, network, overrides, base });
  }

  async memory(uri: FileId, network: string, overrides: SentOverrides | undefined): Promise<MemoryReport | null> {
    return this.server.request(requests.memory, { uri, network, overrides });
  }

  async report(
    uri: FileId,
    network: string,
    metric: ViewMetric,
    overrides: SentOverrides | undefined,
  ): Promise<EmbeddedReport | null> {
    return this.server.request(requests.report, { uri, network, metric, overrides });
  }

  async controls(
    uri: FileId,
    network: string,
    path: string | null,
    overrides: SentOverrides | undefined,
  ): Promise<DesignControls | null> {
    return this.server.request(requests.controls, { uri, network, path, overrides });
  }

  async nearestValues(
    uri: FileId,
    network: string,
    changes: readonly DesignChange[],
    refused: DesignChange,
  ): Promise<readonly string[]> {
    return this.server.request(requests.nearestValues, { uri, network, changes, refused });
  }

  async sweep(uri: FileId, network: string, request: SweepRequest, from: number): Promise<SweepPart> {
    return this.server.request(requests.sweep, { uri, network, request, from });
  }

  async applied(uri: FileId, network: string, overrides: SentOverrides): Promise<readonly TextEdit[]> {
    return this.server.request(requests.applied, { uri, network, overrides });
  }

  async networkAt(uri: FileId, cursor: TextCursor): Promise<string | null> {
    const position = this.server.positionOf(cursor);
    return position === undefined ? null : this.server.request(requests.networkAt, { uri, position });
  }

  async selection(uri: FileId, network: string, cursor: TextCursor): Promise<readonly string[]> {
    const position = this.server.positionOf(cursor);
    if (position === undefined) return [];
    const asked = { uri: cursor.file, position, within: { uri, network } };
    return (await this.server.request(requests.selection, asked)).paths;
  }

  async fix(uri: FileId, error: string, fix: string): Promise<readonly TextEdit[]> {
    return this.server.request(requests.fix, { uri, error, fix });
  }

  async labels(
    uri: FileId,
    network: string,
    overrides: SentOverrides | undefined,
    labels: PickedFile,
  ): Promise<LabelsOutcome> {
    const base64 = toBase64(await this.server.readFile(labels));
    return this.server.request(requests.labels, { uri, network, overrides, name: labels.name, base64 });
  }

  async versionOf(chosen: PickedFile): Promise<string> {
    return this.server.versionOf(chosen);
  }

  run(
    uri: FileId,
    { options, overrides, image, survey, weights }: PreviewRunRequest,
    onProgress: (progress: RunProgress) => void,
  ): RunningPreview {
    this.runs++;
    const token = `run ${this.runs}`;
    const abort = new AbortController();
    const listening = this.server.onRunProgress((message) => {
      if (message.token === token) onProgress(message.progress);
    });
    const ask = async (): Promise<RunOutcome> => {
      try {
        const sent = await this.sentImage(image);
        const all = survey && (await Promise.all(survey.map((one) => this.sentImage(one))));
        const asked = { uri, token, options, overrides, image: sent, survey: all };
        const run = (given: SentWeights | undefined) =>
          this.server.request(requests.run, { ...asked, weights: given }, abort.signal);
        if (weights === undefined) return await run(undefined);
        await this.note(weights);
        return await this.withWeights(weights, abort.signal, onProgress, run);
      } finally {
        listening.dispose();
      }
    };
    return { answer: ask(), cancel: () => abort.abort() };
  }

  look(
    uri: FileId,
    { options, overrides, image, weights }: PreviewRunRequest,
    question: LookQuestion,
  ): RunningPreview<LookOutcome> {
    const abort = new AbortController();
    const ask = async (): Promise<LookOutcome> => {
      const asked = { uri, options, overrides, image: await this.sentImage(image), question };
      const look = (given: SentWeights | undefined) =>
        this.server.request(requests.look, { ...asked, weights: given }, abort.signal);
      return weights === undefined ? look(undefined) : this.withWeights(weights, abort.signal, () => {}, look);
    };
    return { answer: ask(), cancel: () => abort.abort() };
  }

  weightsFit(
    uri: FileId,
    network: string,
    overrides: SentOverrides | undefined,
    weights: PickedFile,
  ): RunningPreview<WeightsFitOutcome> {
    const abort = new AbortController();
    const asked = { uri, network, overrides };
    const fit = (sent: SentWeights): Promise<WeightsFitOutcome> =>
      this.server.request(requests.weightsFit, { ...asked, weights: sent }, abort.signal);
    const ask = async (): Promise<WeightsFitOutcome> => {
      await this.note(weights);
      return this.withWeights(weights, abort.signal, () => {}, fit);
    };
    return { answer: ask(), cancel: () => abort.abort() };
  }

  /** Weights that have been trained on since they were sent are others. A look stays with those of its run. */
  private async note(weights: PickedFile): Promise<NotedWeights> {
    const version = await this.server.versionOf(weights);
    if (this.sent?.weights !== weights || this.sent.version !== version) {
      this.sent = { weights, version, number: (this.sent?.number ?? 0) + 1, layout: 'incept' };
    }
    return this.sent;
  }

  /** Asks by the number of the weights, and sends them first where the server lacks them. */
  private async withWeights<Outcome extends { readonly kind: string; readonly lacksWeights?: boolean | undefined }>(
    weights: PickedFile,
    signal: AbortController['signal'],
    onProgress: (progress: RunProgress) => void,
    ask: (weights: SentWeights) => Promise<Outcome>,
  ): Promise<Outcome | RequestFailed> {
    const { name } = weights;
    const sent = this.sent?.weights === weights ? this.sent : await this.note(weights);
    const asked = () => ask({ name, number: sent.number, layout: sent.layout });
    let outcome = await asked();
    // Who runs right after the choice asks for what the look at the file is sending: two senders would undo one another.
    while (outcome.lacksWeights === true && sent.sending !== undefined) {
      await sent.sending;
      if (signal.aborted) return cancelled;
      outcome = await asked();
    }
    if (outcome.lacksWeights !== true) return outcome;
    sent.sending = this.send(sent, signal, onProgress);
    try {
      return (await sent.sending) ? await asked() : cancelled;
    } finally {
      sent.sending = undefined;
    }
  }

  /** In parts; false where it was given up. */
  private async send(
    sent: NotedWeights,
    signal: AbortController['signal'],
    onProgress: (progress: RunProgress) => void,
  ): Promise<boolean> {
    const { weights, number } = sent;
    const path = weights.name;
    onProgress({ phase: 'weights', path, index: 0, count: 0 });
    const file = await this.server.readWeights(weights, signal);
    if (file === undefined) return false;
    sent.layout = file.layout;
    const { length: total } = file.bytes;
    for (let offset = 0; offset < total && !signal.aborted; offset += weightPartBytes) {
      const base64 = toBase64(file.bytes.subarray(offset, offset + weightPartBytes));
      await this.server.request(requests.weights, { number, total, offset, base64 }, signal);
      const [index, count] = [offset + weightPartBytes, total].map((bytes) => Math.ceil(bytes / 2 ** 20));
      onProgress({ phase: 'weights', path, index: Math.min(index ?? 0, count ?? 0), count: count ?? 0 });
    }
    return !signal.aborted;
  }

  private sentImage(image: PickedImage): Promise<SentImage>;
  private sentImage(image: PickedImage | undefined): Promise<SentImage | undefined>;
  private async sentImage(image: PickedImage | undefined): Promise<SentImage | undefined> {
    if (image === undefined || 'sample' in image) return image;
    const bytes = 'bytes' in image ? image.bytes : await this.server.readFile(image);
    return { name: image.name, base64: toBase64(bytes) };
  }
}
