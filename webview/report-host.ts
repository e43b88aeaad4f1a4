/** The host of a report: answers from what the page holds. There is no text to go to and nothing that could run it. */

import type { HostMessage } from '../src/protocol/messages';
import type { EmbeddedReport } from '../src/protocol/report';
import type { PageHost } from './host';

export function reportHost({ view, memory, explanations }: EmbeddedReport): PageHost {
  let receive: (message: unknown) => void = () => {};
  /** As a host elsewhere would: after what the page is at. */
  const answer = (message: HostMessage): void => void setTimeout(() => receive(message));
  return {
    isReport: true,
    post(message) {
      if (message.type === 'ready' || message.type === 'needView') answer(view);
      else if (message.type === 'memory') answer(memory);
      else if (message.type === 'explain') {
        const { path } = message;
        answer(
          Object.hasOwn(explanations, path)
            ? (explanations[path] as HostMessage)
            : { type: 'explanation', path, explanation: null },
        );
      }
    },
    listen: (listener) => {
      receive = listener;
    },
    savedState: () => undefined,
    saveState: () => {},
  };
}
