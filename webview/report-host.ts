/** The host of a report: answers from what the page holds. There is no text to go to and nothing that could run it. */

import { fromBase64 } from '../src/base/base64';
import type { HostMessage } from '../src/protocol/messages';
import type { EmbeddedReport } from '../src/protocol/report';
import type { PageHost } from './host';

export function reportHost({ metric, convention, view, memory, explanations }: EmbeddedReport): PageHost {
  let receive: (message: unknown) => void = () => {};
  /** As a host elsewhere would: after what the page is at. */
  const answer = (message: HostMessage): void => void setTimeout(() => receive(message));
  return {
    isReport: true,
    post(message) {
      if (message.type === 'ready') answer({ type: 'settings', settings: { metric, convention } });
      if (message.type === 'ready' || message.type === 'needView') {
        answer({ type: 'view', view, version: 1, documentVersion: 1 });
      } else if (message.type === 'memory') answer({ type: 'memory', report: memory });
      else if (message.type === 'save') download(message.name, fromBase64(message.base64));
      else if (message.type === 'explain') {
        const { path } = message;
        const explanation = Object.hasOwn(explanations, path) ? (explanations[path] ?? null) : null;
        answer({ type: 'explanation', path, explanation });
      }
    },
    listen: (listener) => {
      receive = listener;
    },
    savedState: () => undefined,
    saveState: () => {},
  };
}

/** As browsers let a page keep a file. */
function download(name: string, bytes: Uint8Array | undefined): void {
  if (bytes === undefined) return;
  const address = URL.createObjectURL(new Blob([bytes as BlobPart]));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // It is read after the click.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
