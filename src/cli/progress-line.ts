/** How far a long command is: one line on a terminal's stderr, written over and over; nothing elsewhere. */

import { cutTo } from '../base/display-width';
import type { Host } from './host';
import { visible } from './style';

export class ProgressLine {
  private readonly isShown: boolean;

  constructor(private readonly host: Host) {
    this.isShown = host.isTerminal.stderr;
  }

  show(text: string): void {
    if (this.isShown) this.host.stderr(`\r\u001b[K${cutTo(78, visible(text))}`);
  }

  clear(): void {
    if (this.isShown) this.host.stderr('\r\u001b[K');
  }
}
