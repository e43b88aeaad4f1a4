/** One runtime with one network in a process of its own: prepares, then runs as often as it is told to. */

import { loadNetwork, type NetworkName } from './networks';
import { type Peer, type PeerName, preparePeer } from './peers';

export interface ChildRequest {
  readonly root: string;
  readonly peer: PeerName;
  readonly network: NetworkName;
  readonly threads: number;
}

export type ParentMessage =
  | { readonly kind: 'prepare'; readonly request: ChildRequest }
  /** As often as it can be done in so many milliseconds, once at least and no more often than `most`. */
  | { readonly kind: 'run'; readonly most: number; readonly forMs: number };

export type ChildMessage =
  | {
      readonly kind: 'ready';
      readonly prepareMs: number;
      readonly firstMs: number;
      /** Its processor time, of all threads. */
      readonly firstCpuMs: number;
      readonly values: readonly number[];
      readonly details: string;
    }
  | {
      readonly kind: 'times';
      readonly ms: readonly number[];
      /** Processor time of all threads, per run. */
      readonly cpuMs: readonly number[];
      readonly rssBytes: number;
    }
  | { readonly kind: 'failed'; readonly message: string };

let peer: Peer | undefined;

async function answer(message: ParentMessage): Promise<ChildMessage> {
  if (message.kind === 'prepare') {
    const { root, network, peer: name, threads } = message.request;
    const loaded = loadNetwork(root, network);
    const startedAt = performance.now();
    peer = await preparePeer(name, loaded, threads);
    const preparedAt = performance.now();
    const cpuBefore = process.cpuUsage();
    const values = await peer.run();
    const ranAt = performance.now();
    return {
      kind: 'ready',
      prepareMs: preparedAt - startedAt,
      firstMs: ranAt - preparedAt,
      firstCpuMs: cpuSince(cpuBefore),
      values: [...values],
      details: peer.details ?? '',
    };
  }
  const ms: number[] = [];
  const cpuMs: number[] = [];
  const begunAt = performance.now();
  for (let run = 0; run < message.most; run++) {
    if (run > 0 && performance.now() - begunAt >= message.forMs) break;
    const cpuBefore = process.cpuUsage();
    const startedAt = performance.now();
    await peer?.run();
    ms.push(performance.now() - startedAt);
    cpuMs.push(cpuSince(cpuBefore));
  }
  // What is kept, without what nobody has collected yet.
  gc?.();
  return { kind: 'times', ms, cpuMs, rssBytes: process.memoryUsage().rss };
}

/** In milliseconds. */
function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

process.on('message', (message: ParentMessage) => {
  answer(message).then(
    (reply) => process.send?.(reply),
    (problem: unknown) => process.send?.({ kind: 'failed', message: String(problem) } satisfies ChildMessage),
  );
});
