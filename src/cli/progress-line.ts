/** How far a long command is: one line on a terminal's stderr, written over and over; nothing elsewhere. */

import type { Host } from './host';
import { visible } from './style';

export class ProgressLine {
  private readonly isShown: boolean;

  constructor(private readonly host: Host) {
    this.isShown = host.isTerminal.stderr;
  }

  show(text: string): void {
    if (this.isShown) this.host.stderr(`\r\u001b[K${visible(text).slice(0, 78)}`);
  }

  clear(): void {
    if (this.isShown) this.host.stderr('\r\u001b[K');
  }
}
