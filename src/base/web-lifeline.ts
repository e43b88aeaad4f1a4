/**
 * Word of the end of a browser's worker. One that the browser ends, for want of memory or because a person asked for it, says nothing,
 * and nothing is said to who started it. So a worker holds a lock for as long as it lives, and who waits for that lock is given it
 * when the worker is gone, in whatever way. Where a browser has no locks, as on a page that is not secure, no word comes.
 */

/** As much of a page's or worker's `globalThis` as is used. */
interface Scope {
  /** Of a worker. */
  readonly name?: string;
  readonly navigator: { readonly locks?: Locks };
  readonly crypto: { getRandomValues(values: Uint32Array): Uint32Array };
  setTimeout(action: () => void, milliseconds: number): unknown;
}

interface Locks {
  request(name: string, action: () => Promise<void> | undefined): Promise<unknown>;
  query(): Promise<{ readonly held?: readonly { readonly name?: string }[] }>;
}

/** Extension hosts put words of their own before the name of a worker. */
const namePattern = /incept-worker-[\d-]+$/;

/** Its first word may be delivered before it has its lock. */
const triesToSee = 50;
const millisecondsBetweenTries = 100;

const scope = globalThis as unknown as Scope;

/**
 * In the worker, before all else. Fulfilled when it has its lock, or can have none: long work that begins before would keep the
 * browser from giving it.
 */
export function holdLifeline(): Promise<void> {
  const name = namePattern.exec(scope.name ?? '')?.[0];
  const { locks } = scope.navigator;
  if (name === undefined || locks === undefined) return Promise.resolve();
  return new Promise((settled) => {
    const hold = (): Promise<void> => {
      settled();
      return new Promise(() => {});
    };
    // Some places have no right to locks.
    locks.request(name, hold).catch(() => settled());
  });
}

/** Of one worker, for who starts it. */
export class Lifeline {
  private readonly name = `incept-worker-${scope.crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
  private state: 'new' | 'watched' | 'cut' = 'new';

  /** @param onEnd Is called once, if the worker ends and the line was not cut. */
  constructor(private readonly onEnd: () => void) {}

  /** What the worker is to be started with; an extension host writes into them. */
  get options(): { name: string } {
    return { name: this.name };
  }

  /** From when the worker is about to take its lock: once it has said something, however slowly it was loaded. */
  watch(): void {
    if (this.state !== 'new') return;
    this.state = 'watched';
    this.wait().catch(() => {});
  }

  /** The worker is ended on purpose. */
  cut(): void {
    this.state = 'cut';
  }

  private async wait(): Promise<void> {
    const { locks } = scope.navigator;
    if (locks === undefined) return;
    const { name } = this;
    for (let tries = 0; this.state !== 'cut'; tries++) {
      const { held = [] } = await locks.query();
      // Who asks before the worker holds it would be given it at once.
      if (held.some((lock) => lock.name === name)) break;
      if (tries === triesToSee) return;
      await new Promise<void>((resume) => void scope.setTimeout(resume, millisecondsBetweenTries));
    }
    await locks.request(name, () => undefined);
    if (this.state !== 'cut') this.onEnd();
    this.state = 'cut';
  }
}
