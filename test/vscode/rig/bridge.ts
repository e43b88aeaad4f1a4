/**
 * The runner's end of the bridge: a server on loopback that takes requests from tests inside the extension host,
 * performs them on the window one after another, and hands reports of the tests to the runner.
 */

import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { perform } from './page';
import type { TestEvent, UiAnswer, UiRequest } from './requests';

export interface Bridge {
  /** For the extension host's environment, under `bridgeVariable`. Its path is secret, so that no web page can ask. */
  readonly address: string;
  /** The window requests are performed on; requests that come before it wait for it. */
  attach(page: Page): void;
  close(): void;
}

export async function startBridge(onReport: (event: TestEvent) => void): Promise<Bridge> {
  const path = `/${randomUUID()}`;
  let attach: (page: Page) => void = () => {};
  const attached = new Promise<Page>((resolve) => {
    attach = resolve;
  });
  let last: Promise<unknown> = attached;

  const answer = async (request: UiRequest): Promise<UiAnswer> => {
    try {
      if (request.do === 'report') {
        onReport(request.event);
        return { ok: true, value: null };
      }
      const page = await attached;
      const turn = last.then(() => perform(page, request));
      last = turn.catch(() => undefined);
      return { ok: true, value: (await turn) ?? null };
    } catch (problem) {
      return { ok: false, error: problem instanceof Error ? problem.message : String(problem) };
    }
  };

  const server = createServer((incoming, outgoing) => {
    if (incoming.method !== 'POST' || incoming.url !== path) {
      outgoing.writeHead(404).end();
      return;
    }
    body(incoming)
      .then((text) => answer(JSON.parse(text) as UiRequest))
      .then((result) => outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result)))
      .catch(() => outgoing.writeHead(400).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}${path}`,
    attach,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function body(incoming: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of incoming) text += chunk;
  return text;
}
