/** The sweep of one preview: some points after the others, so that it can be followed and ended, and the next takes its place. */

import type { FileId } from '../base/span';
import type { HostMessage } from '../protocol/messages';
import type { SweepPurpose, SweepRequest, SweptPoint } from '../protocol/sweep';
import type { PreviewPorts } from './preview-ports';
import { problemText, toldText } from './problem-text';
import { sweepReport } from './sweep-report';

export class PreviewSweep {
  /** Grows with each start and end: what an older sweep comes to is no longer of interest. */
  private turn = 0;

  constructor(
    private readonly file: FileId,
    private readonly ports: Pick<PreviewPorts, 'source' | 'say' | 'log'>,
    private readonly post: (message: HostMessage) => void,
  ) {}

  async start(network: string, purpose: SweepPurpose, request: SweepRequest): Promise<void> {
    this.turn++;
    const { turn } = this;
    try {
      const points: SweptPoint[] = [];
      for (;;) {
        const part = await this.ports.source.sweep(this.file, network, request, points.length);
        if (turn !== this.turn) return;
        if ('refused' in part) {
          this.post({ type: 'sweepRefused', purpose, refusal: part.refused });
          return;
        }
        points.push(...part.points);
        if (part.points.length === 0 || points.length >= part.count) {
          this.post({ type: 'sweepResult', purpose, report: sweepReport(part, points) });
          return;
        }
        this.post({ type: 'sweepProgress', purpose, done: points.length, count: part.count });
      }
    } catch (problem) {
      this.ports.log(`sweep of ${network}: ${problemText(problem)}`);
      if (turn === this.turn) this.post({ type: 'unavailable', message: toldText(problem, this.ports.say('mistake')) });
    }
  }

  cancel(): void {
    this.turn++;
  }
}
