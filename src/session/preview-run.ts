/**
 * The runs of one preview: one at a time, with chosen images, progress that does not flood the page, and a last state
 * that is told again to a page that was hidden meanwhile.
 */

import { fromBase64 } from '../base/base64';
import { type FileId, fileName } from '../base/span';
import type { HostMessage } from '../protocol/messages';
import { type GivenImage, type Labels, mostImages, type RunOptions, type WeightsCheck } from '../protocol/run';
import type { RunOutcome, SentOverrides } from '../protocol/server-messages';
import type { LookQuestion } from '../runtime/look-question';
import type { RunSurvey } from '../runtime/result';
import type { RunProgress } from '../runtime/run-network';
import { weightFileEndings } from './import-in-worker';
import type { LookedAt } from './preview-compare';
import type { PickedFile, PickedImage, PreviewPorts, PreviewRunRequest, RunningPreview } from './preview-ports';
import { problemText, toldText } from './problem-text';

/** Progress is posted at most this often: GoogLeNet has a hundred layers in a few seconds. */
const progressIntervalMs = 50;

export class PreviewRun {
  private images: readonly PickedImage[] = [];
  /** Which they are, until a page has heard it; one that has remembers them. */
  private untold: HostMessage | undefined;
  /** Over several images, of the last run that asked for it: stepping through them asks for no other. */
  private survey: { readonly key: string; readonly found: RunSurvey } | undefined;
  private weights: PickedFile | undefined;
  /** What is known of them, and of which design. */
  private check: { readonly design: string; readonly found: WeightsCheck } | undefined;
  private checking: { cancel(): void } | undefined;
  private running: RunningPreview | undefined;
  /** Grows with every start and cancel: what an older run says is no longer of interest. */
  private turn = 0;
  /** What can be looked into: the last run that came to its end, and the text that it was of. */
  private ran: { readonly request: PreviewRunRequest; readonly documentVersion: number } | undefined;
  private looking: { cancel(): void } | undefined;
  /** What a page that opens now has to be told. */
  private last: HostMessage | undefined;
  private progressAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly file: FileId,
    private readonly ports: Pick<PreviewPorts, 'source' | 'editor' | 'clock' | 'say' | 'log'>,
    /** Whether there is a page to hear it. */
    private readonly post: (message: HostMessage) => boolean,
  ) {
    this.weights = ports.editor.keptWeights();
  }

  /**
   * Runs; a run that is under way is cancelled first. Every outcome is posted, none is thrown.
   * @param documentVersion Of the text that is run.
   */
  async start(options: RunOptions, overrides: SentOverrides | undefined, documentVersion: number): Promise<void> {
    this.cancel();
    this.turn++;
    const { turn } = this;
    const isCurrent = (): boolean => this.turn === turn;
    const isOnImage = options.input === 'image';
    if (isOnImage && this.images.length === 0 && !(await this.chooseImages())) {
      if (isCurrent()) this.tell({ type: 'runFailed', message: this.ports.say('no-image'), isCancelled: true });
      return;
    }
    const { images, weights } = this;
    const image = isOnImage ? (images[options.image ?? 0] ?? images[0]) : undefined;
    const isSurveyed = isOnImage && images.length > 1;
    const key = isSurveyed ? await this.surveyKey(options, overrides, documentVersion) : undefined;
    if (!isCurrent()) return;
    this.tell({ type: 'runStarted', upto: options.upto });
    this.progressAt = Number.NEGATIVE_INFINITY;
    const known = key !== undefined && this.survey?.key === key ? this.survey.found : undefined;
    const request = { options, overrides, image, ...(weights === undefined ? {} : { weights }) };
    const isAsked = isSurveyed && known === undefined;
    const outcome = await this.ask(isAsked ? { ...request, image: undefined, survey: images } : request, isCurrent);
    if (!isCurrent()) return;
    this.running = undefined;
    this.ran = outcome.kind === 'done' ? { request, documentVersion } : undefined;
    if (outcome.kind !== 'done') {
      this.tell({ type: 'runFailed', message: outcome.message, isCancelled: outcome.isCancelled });
      return;
    }
    const { result, prediction } = outcome;
    if (key !== undefined && result.survey !== undefined) this.survey = { key, found: result.survey };
    const whole = known === undefined ? result : { ...result, survey: known };
    this.tell({ type: 'runResult', run: { options, result: whole, prediction, documentVersion } });
  }

  /**
   * Looks into a layer of the last run; a look that is under way is given up. Every outcome is posted, none is thrown.
   * @param documentVersion Of the text as it is now: a layer of another text would be another one.
   */
  async look(question: LookQuestion, documentVersion: number): Promise<void> {
    this.looking?.cancel();
    this.looking = undefined;
    const { ran, turn, ports } = this;
    if (ran === undefined || ran.documentVersion !== documentVersion) {
      this.post({ type: 'look', look: null, reason: ports.say('run-first') });
      return;
    }
    const looking = ports.source.look(this.file, ran.request, question);
    this.looking = looking;
    const isCurrent = (): boolean => this.turn === turn && this.looking === looking;
    try {
      const outcome = await looking.answer;
      if (!isCurrent()) return;
      if (outcome.kind === 'done') this.post({ type: 'look', look: outcome.look, reason: '' });
      else this.post({ type: 'look', look: null, reason: outcome.message });
    } catch (problem) {
      if (!isCurrent()) return;
      ports.log(`look into ${question.path}: ${problemText(problem)}`);
      this.post({ type: 'look', look: null, reason: toldText(problem, ports.say('mistake')) });
    }
  }

  /** The page hears of it at once; the work ends as soon as its worker does. */
  cancel(): void {
    const { running } = this;
    if (running === undefined) return;
    this.stop();
    this.tell({ type: 'runFailed', message: this.ports.say('cancelled'), isCancelled: true });
  }

  /** Lets the user pick images; false when none was picked. */
  async chooseImages(): Promise<boolean> {
    const picked = await this.ports.editor.pickImages();
    if (picked.length > 0) this.takeImages(picked.slice(0, mostImages));
    return picked.length > 0;
  }

  /** Takes the chosen ones, and tells at once whether they are those of the design that is shown. */
  async chooseWeights(design: LookedAt, documentVersion: number): Promise<void> {
    const picked = await this.ports.editor.pickWeights(weightFileEndings);
    if (picked === undefined) return;
    this.setWeights(picked);
    await this.checkWeights(picked, design, documentVersion);
  }

  /** Undefined for random ones. */
  setWeights(weights: PickedFile | undefined): void {
    this.checking?.cancel();
    this.checking = undefined;
    this.check = undefined;
    this.weights = weights;
    this.ports.editor.keepWeights(weights);
    this.tellWeights();
  }

  /** Every outcome is posted, none is thrown. */
  private async checkWeights(weights: PickedFile, design: LookedAt, documentVersion: number): Promise<void> {
    const { ports } = this;
    const tell = (found: WeightsCheck | undefined): void => {
      this.check = found && { design: designKey(design, documentVersion), found };
      this.tellWeights();
    };
    tell({ kind: 'reading' });
    const checking = ports.source.weightsFit(this.file, design.network, design.overrides, weights);
    this.checking = checking;
    try {
      const outcome = await checking.answer;
      if (this.checking !== checking) return;
      if (outcome.kind === 'done') tell({ kind: 'fits', ...outcome.fit });
      else tell(outcome.isCancelled ? undefined : { kind: 'wrong', message: outcome.message });
    } catch (problem) {
      if (this.checking !== checking) return;
      ports.log(`weights of ${weights.name}: ${problemText(problem)}`);
      tell({ kind: 'wrong', message: toldText(problem, ports.say('mistake')) });
    }
    this.checking = undefined;
  }

  private tellWeights(): void {
    this.post({ type: 'weights', name: this.weights?.name ?? null, check: this.check?.found ?? null });
  }

  /** @param overrides Of the design that is shown, whose classes are counted. */
  async chooseLabels(network: string, overrides: SentOverrides | undefined): Promise<void> {
    const { editor, source, log, say } = this.ports;
    const picked = await editor.pickLabels();
    if (picked === undefined) return;
    try {
      const outcome = await source.labels(this.file, network, overrides, picked);
      if (outcome.kind === 'done') this.setLabels(outcome.labels);
      else this.tellLabels(outcome.message);
    } catch (problem) {
      log(`names of classes: ${problemText(problem)}`);
      this.tellLabels(toldText(problem, say('mistake')));
    }
  }

  /** Undefined for classes by their indices. */
  setLabels(labels: Labels | undefined): void {
    this.ports.editor.keepLabels(labels);
    this.tellLabels();
  }

  /** @param problem Why others were not taken. */
  private tellLabels(problem = ''): void {
    this.post({ type: 'labels', labels: this.ports.editor.keptLabels() ?? null, problem });
  }

  /** The text, or one that it imports: of a file that no editor has open the version does not tell. */
  textChanged(): void {
    this.survey = undefined;
  }

  takeImages(images: readonly PickedImage[]): void {
    this.images = images;
    this.survey = undefined;
    const taken = images.map((image) => ('sample' in image ? { sample: image.sample } : { name: image.name }));
    const message: HostMessage = { type: 'images', images: taken };
    this.untold = this.post(message) ? undefined : message;
  }

  /** Tells a page that has just opened; it shows this design. */
  repeat(design: LookedAt, documentVersion: number): void {
    if (this.untold !== undefined && this.post(this.untold)) this.untold = undefined;
    if (this.ports.editor.keptLabels() !== undefined) this.tellLabels();
    // While it was closed the text may have become another, of which nothing is known.
    if (this.check?.design !== designKey(design, documentVersion)) this.check = undefined;
    if (this.weights !== undefined) this.tellWeights();
    if (this.last !== undefined) this.post(this.last);
  }

  dispose(): void {
    this.stop();
    this.checking?.cancel();
    this.checking = undefined;
  }

  /** Whatever decides the figures over the images; undefined where a file cannot be read, which the run itself will tell. */
  private async surveyKey(
    { network, seed, upto }: RunOptions,
    overrides: SentOverrides | undefined,
    documentVersion: number,
  ): Promise<string | undefined> {
    const { images, weights, ports } = this;
    const files = [weights, ...images].filter((one) => one !== undefined && 'file' in one);
    try {
      const versions = await Promise.all(files.map((file) => ports.source.versionOf(file)));
      return JSON.stringify([network, seed, upto, overrides, documentVersion, weights, versions]);
    } catch {
      return undefined;
    }
  }

  private stop(): void {
    this.turn++;
    this.running?.cancel();
    this.running = undefined;
    this.looking?.cancel();
    this.looking = undefined;
  }

  private async ask(request: PreviewRunRequest, isCurrent: () => boolean): Promise<RunOutcome> {
    const { ports } = this;
    const log = (message: string) => ports.log(`run of ${request.options.network ?? this.file}: ${message}`);
    try {
      const running = ports.source.run(this.file, request, (progress) => isCurrent() && this.progress(progress));
      this.running = running;
      const answer = await running.answer;
      if (answer.kind === 'failed' && !answer.isCancelled) log(answer.message);
      return answer;
    } catch (problem) {
      if (isCurrent()) log(problemText(problem));
      return { kind: 'failed', message: toldText(problem, ports.say('mistake')), isCancelled: false };
    }
  }

  private tell(message: HostMessage): void {
    this.last = message;
    this.post(message);
  }

  private progress(progress: RunProgress): void {
    const now = this.ports.clock.now();
    if (now - this.progressAt < progressIntervalMs && progress.index + 1 < progress.count) return;
    this.progressAt = now;
    this.post({ type: 'runProgress', progress });
  }
}

/** Whatever decides which weights a network has. */
function designKey({ network, overrides }: LookedAt, documentVersion: number): string {
  return JSON.stringify([network, overrides, documentVersion]);
}

/** None for what is no base64. */
export function pickedImage(image: GivenImage): readonly PickedImage[] {
  if ('sample' in image) return [image];
  if ('uri' in image) return [{ file: image.uri, name: fileName(image.uri) }];
  const bytes = fromBase64(image.base64);
  return bytes === undefined ? [] : [{ name: image.name, bytes }];
}
