/**
 * The runs of one preview: one at a time, with a chosen image, progress that does not flood the page, and a last state
 * that is told again to a page that was hidden meanwhile.
 */

import * as vscode from 'vscode';
import type { HostMessage, RunStep } from '../../protocol/messages';
import type { RunOptions } from '../../protocol/run-report';
import type { PreviewSource } from './source';

/** Progress is posted at most this often: GoogLeNet has a hundred layers in a few seconds. */
const progressIntervalMs = 50;

export class PreviewRun implements vscode.Disposable {
  private image: vscode.Uri | undefined;
  private running: vscode.CancellationTokenSource | undefined;
  /** What a page that opens now has to be told, in order. */
  private last: HostMessage[] = [];
  private progressAt = 0;

  constructor(
    private readonly source: PreviewSource,
    private readonly uri: vscode.Uri,
    private readonly post: (message: HostMessage) => void,
  ) {}

  /** Runs; a run that is under way is cancelled first. Every outcome is posted, none is thrown. */
  async start(options: RunOptions, network: string, documentVersion: number, calibrate = false): Promise<void> {
    this.cancel();
    if (options.input === 'image' && this.image === undefined && !(await this.chooseImage())) {
      this.tell([{ type: 'runFailed', message: 'No image was chosen.', isCancelled: true }]);
      return;
    }
    const cancellation = new vscode.CancellationTokenSource();
    this.running = cancellation;
    this.tell([{ type: 'runStarted', upto: options.upto }]);
    const isCurrent = (): boolean => this.running === cancellation;
    try {
      const image = options.input === 'image' ? this.image : undefined;
      const report = await this.source.startRun(
        this.uri,
        network,
        { ...options, image, calibrate },
        (step) => isCurrent() && this.progress(step),
        cancellation.token,
      );
      if (isCurrent()) this.tell([{ type: 'runResult', report, documentVersion }]);
    } catch (problem) {
      const isCancelled = cancellation.token.isCancellationRequested || problem instanceof vscode.CancellationError;
      const message = problem instanceof Error && problem.message !== '' ? problem.message : String(problem);
      if (!isCancelled) this.source.log(`run of ${network}: ${message}`);
      if (isCurrent()) this.tell([{ type: 'runFailed', message, isCancelled }]);
    } finally {
      if (isCurrent()) this.running = undefined;
      cancellation.dispose();
    }
  }

  /** The page hears of it at once; the work ends as soon as its worker does. */
  cancel(): void {
    const { running } = this;
    if (running === undefined) return;
    this.running = undefined;
    running.cancel();
    this.tell([{ type: 'runFailed', message: 'The run was cancelled.', isCancelled: true }]);
  }

  /** Lets the user pick an image; false when none was picked. */
  async chooseImage(): Promise<boolean> {
    const [picked] =
      (await vscode.window.showOpenDialog({
        title: 'Image to run the network on',
        openLabel: 'Use This Image',
        filters: { Images: ['png', 'jpg', 'jpeg'] },
      })) ?? [];
    if (picked === undefined) return false;
    this.image = picked;
    this.post({ type: 'image', name: picked.path.split('/').at(-1) ?? picked.path });
    return true;
  }

  /** Tells a page that has just opened. */
  repeat(): void {
    for (const message of this.last) this.post(message);
  }

  dispose(): void {
    this.running?.cancel();
    this.running = undefined;
  }

  private tell(messages: HostMessage[]): void {
    this.last = messages;
    for (const message of messages) this.post(message);
  }

  private progress(step: RunStep): void {
    const now = Date.now();
    if (now - this.progressAt < progressIntervalMs && step.done + 1 < step.total) return;
    this.progressAt = now;
    this.post({ type: 'runProgress', progress: step });
  }
}
