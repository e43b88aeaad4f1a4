/**
 * What a test inside the extension host may ask of the runner outside, which sees and drives the real window. Plain
 * data, sent as JSON over loopback; bridge.ts answers, ui.ts asks.
 */

/** Which document a selector or script is about: the workbench itself, or the n-th visible webview (0 is the first). */
export type Place = 'workbench' | { readonly webview: number };

/** Page coordinates and sizes, in CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type UiRequest =
  | { readonly do: 'hover-at-cursor' }
  | { readonly do: 'key'; readonly keys: string }
  | { readonly do: 'type'; readonly text: string }
  | { readonly do: 'click'; readonly place: Place; readonly selector: string; readonly count: number }
  | { readonly do: 'click-at'; readonly x: number; readonly y: number; readonly count: number }
  | { readonly do: 'move'; readonly x: number; readonly y: number }
  | { readonly do: 'drag'; readonly from: readonly [number, number]; readonly to: readonly [number, number] }
  | { readonly do: 'wheel'; readonly x: number; readonly y: number; readonly deltaY: number; readonly control: boolean }
  | { readonly do: 'texts'; readonly place: Place; readonly selector: string }
  | { readonly do: 'box'; readonly place: Place; readonly selector: string }
  | {
      readonly do: 'wait';
      readonly place: Place;
      readonly selector: string;
      readonly state: 'visible' | 'hidden';
      readonly milliseconds: number;
    }
  | { readonly do: 'evaluate'; readonly place: Place; readonly script: string }
  | { readonly do: 'screenshot'; readonly name: string }
  | { readonly do: 'resize'; readonly width: number; readonly height: number }
  | { readonly do: 'report'; readonly event: TestEvent };

/** What the mocha inside the extension host says about itself. Only `end` makes a run count as finished. */
export type TestEvent =
  | { readonly kind: 'suite'; readonly title: string; readonly depth: number }
  | {
      readonly kind: 'pass';
      readonly title: string;
      readonly depth: number;
      readonly milliseconds: number;
      /** The whole title of a test that passed only when it was tried again. */
      readonly retried?: string;
    }
  | { readonly kind: 'retry'; readonly title: string; readonly depth: number; readonly error: string }
  | { readonly kind: 'fail'; readonly title: string; readonly depth: number; readonly error: string }
  | { readonly kind: 'measured'; readonly what: string; readonly milliseconds: number }
  | { readonly kind: 'end'; readonly passed: number; readonly failed: number };

export type UiAnswer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string };

/** The environment variable that tells a test where its runner listens. */
export const bridgeVariable = 'INCEPT_RIG_BRIDGE';

/** What `npm run shot` asks of its program inside the extension host, which finds it in `jobVariable`. */
export interface ShotJob {
  readonly file: string;
  readonly commands: readonly string[];
  /** Zero-based line and character of the cursor. */
  readonly at?: readonly [number, number];
}

export const jobVariable = 'INCEPT_SHOT_JOB';
