/**
 * The runs of one preview: one at a time, with a chosen image, progress that does not flood the page, and a last state
 * that is told again to a page that was hidden meanwhile.
 */

import type { FileId } from '../base/span';
import type { HostMessage } from '../protocol/messages';
import type { RunOptions } from '../protocol/run';
import type { RunOutcome, SentOverrides } from '../protocol/server-messages';
import type { LookQuestion } from '../runtime/look-question';
import type { RunProgress } from '../runtime/run-network';
import type { PickedImage, PreviewPorts, PreviewRunRequest, RunningPreview } from './preview-ports';
import { problemText, toldText } from './problem-text';

/** Progress is posted at most this often: GoogLeNet has a hundred layers in a few seconds. */
const progressIntervalMs = 50;

export class PreviewRun {
  private image: PickedImage | undefined;
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
    private readonly post: (message: HostMessage) => void,
  ) {}

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
    if (isOnImage && this.image === undefined && !(await this.chooseImage())) {
      if (isCurrent()) this.tell({ type: 'runFailed', message: this.ports.say('no-image'), isCancelled: true });
      return;
    }
    if (!isCurrent()) return;
    this.tell({ type: 'runStarted', upto: options.upto });
    this.progressAt = Number.NEGATIVE_INFINITY;
    const request = { options, overrides, image: isOnImage ? this.image : undefined };
    const outcome = await this.ask(request, isCurrent);
    if (!isCurrent()) return;
    this.running = undefined;
    this.ran = outcome.kind === 'done' ? { request, documentVersion } : undefined;
    this.tell(
      outcome.kind === 'done'
        ? {
            type: 'runResult',
            run: { options, result: outcome.result, prediction: outcome.prediction, documentVersion },
          }
        : { type: 'runFailed', message: outcome.message, isCancelled: outcome.isCancelled },
    );
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

  /** Lets the user pick an image; false when none was picked. */
  async chooseImage(): Promise<boolean> {
    const picked = await this.ports.editor.pickImage();
    if (picked === undefined) return false;
    this.image = picked;
    this.post({ type: 'image', name: picked.name });
    return true;
  }

  /** Tells a page that has just opened. */
  repeat(): void {
    if (this.last !== undefined) this.post(this.last);
  }

  dispose(): void {
    this.stop();
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
