/**
 * The port between the preview and what it lives in. In VS Code that is the webview's message channel and
 * its saved state; a page or a test gives another implementation.
 */

import type { ViewMessage } from '../src/protocol/messages';

export interface PageHost {
  /** It has no text to go to, and cannot run the network. */
  readonly isReport?: true;
  /** It takes files that are dropped for itself, unless Shift is held. */
  readonly dropsNeedShift?: true;
  /** While this matches, the page around it has the tabs, and one region is shown at a time. */
  readonly tabsElsewhere?: MediaQueryList;
  post(message: ViewMessage): void;
  /** Calls back with every message as it arrives, unchecked. */
  listen(receive: (message: unknown) => void): void;
  /** What was last saved, unchecked; undefined the first time. */
  savedState(): unknown;
  saveState(state: unknown): void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The host inside a VS Code webview. The API may be acquired once only. */
export function vsCodeHost(): PageHost {
  const api = acquireVsCodeApi();
  return {
    dropsNeedShift: true,
    post: (message) => api.postMessage(message),
    listen: (receive) => window.addEventListener('message', (event: MessageEvent<unknown>) => receive(event.data)),
    savedState: () => api.getState(),
    saveState: (state) => api.setState(state),
  };
}
