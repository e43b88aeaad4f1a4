/**
 * What if, as plain data: what of a network a person may change without touching its text, what was changed, and what
 * applying it would write. Values are texts as the language writes them.
 */

import {
  eitherOf,
  type Fields,
  type Guard,
  isCount,
  isFlag,
  isNumber,
  isText,
  listOf,
  oneOf,
  orNull,
  shaped,
} from '../base/guard';
import { isNumberFormat, type NumberFormat, type Precision } from '../base/precision';
import type { AttributeOverride, ParameterOverride } from '../workspace/overrides';
import type { SentOverrides } from './overrides';

/** What a control changes. */
export type DesignTarget =
  | { readonly kind: 'parameter'; readonly name: string }
  /** Height or width of the input, or both at once. */
  | { readonly kind: 'input'; readonly axes: 'both' | 'height' | 'width' }
  | { readonly kind: 'precision' }
  /** An argument of the call that the layer or block of this path was made from. */
  | { readonly kind: 'argument'; readonly path: string; readonly parameter: string };

export interface DesignChange {
  readonly target: DesignTarget;
  /** How it is called: `width`, `3a/branch_3/conv_2 filters`. */
  readonly label: string;
  readonly was: string;
  readonly now: string;
}

export type ControlForm =
  | { readonly kind: 'slider'; readonly minimum: number; readonly maximum: number; readonly step: number }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  /** Anything that the language can write. */
  | { readonly kind: 'text' };

export interface DesignControl {
  readonly target: DesignTarget;
  readonly label: string;
  /** What the text says. */
  readonly was: string;
  readonly form: ControlForm;
}

/** Where an argument of the selected layer is written, and so what else a change of it reaches. */
export type Reach =
  | { readonly kind: 'parameter'; readonly name: string }
  /** In the layer's own call, or as an argument of a module's; `calls` layers and blocks are made from that call. */
  | {
      readonly kind: 'call';
      /** Of the module's call, where it is one's. */
      readonly argument: string | null;
      /** The module in whose text the call stands. */
      readonly module: string | null;
      /** From 1. */
      readonly line: number;
      readonly calls: number;
    };

export interface LayerControl extends DesignControl {
  readonly name: string;
  readonly reach: Reach;
}

/** Whether a 1x1 convolution before a larger one pays: what both multiply grows by `perChannel` with each channel between them. */
export interface Bottleneck {
  readonly path: string;
  /** Channels between the two, and what the text has. */
  readonly channels: number;
  readonly was: number;
  readonly perChannel: number;
  /** Multiplies of the larger one without the 1x1 before it. */
  readonly direct: number;
  /** Where both ways cost the same: it pays with fewer channels. */
  readonly breakEven: number;
  /** That which changes the channels. */
  readonly control: DesignControl;
}

export interface WrittenLines {
  readonly fileName: string;
  /** Of the first line, from 1. */
  readonly line: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface DesignControls {
  readonly parameters: readonly DesignControl[];
  readonly input: readonly DesignControl[];
  readonly precision: DesignControl;
  readonly layer: {
    readonly path: string;
    readonly controls: readonly LayerControl[];
    readonly bottleneck: Bottleneck | null;
  } | null;
  /** What applying the overrides writes. */
  readonly written: readonly WrittenLines[];
  /** Some `expect` would no longer hold and cannot be put right. */
  readonly leavesExpectations: boolean;
}

// ---- From changes to overrides ----

/** The key of a target: changes of equal targets take one another's place. */
export function targetKey(target: DesignTarget): string {
  return JSON.stringify(Object.entries(target).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** With another value of a target; its own takes the change away. */
export function withChange(changes: readonly DesignChange[], change: DesignChange): readonly DesignChange[] {
  const key = targetKey(change.target);
  const others = changes.filter(({ target }) => targetKey(target) !== key);
  return change.was === change.now ? others : [...others, change];
}

/** `input` is the text's own, which gives what is not changed of it. */
export function overridesOf(
  changes: readonly DesignChange[],
  network: string,
  input: readonly [number, number, number] | null,
): SentOverrides | undefined {
  if (changes.length === 0) return undefined;
  const parameters: ParameterOverride[] = [];
  const attributes: AttributeOverride[] = [];
  let size: readonly [number, number, number] | undefined;
  let precision: Partial<Precision> | undefined;
  for (const { target, now } of changes) {
    switch (target.kind) {
      case 'parameter':
        parameters.push({ name: target.name, value: now });
        break;
      case 'input': {
        const [height, width, channels] = size ?? input ?? [1, 1, 1];
        const side = Number(now);
        size = [target.axes === 'width' ? height : side, target.axes === 'height' ? width : side, channels];
        break;
      }
      case 'precision':
        precision = precisionOf(now);
        break;
      case 'argument':
        attributes.push({ call: { network, path: target.path }, parameter: target.parameter, value: now });
    }
  }
  return {
    ...(parameters.length > 0 && { parameters }),
    ...(attributes.length > 0 && { attributes }),
    ...(size && { inputShape: size }),
    ...(precision && { precision }),
  };
}

function precisionOf(format: string): Partial<Precision> | undefined {
  return isNumberFormat(format) ? { weights: format, activations: format satisfies NumberFormat } : undefined;
}

// ---- Guards ----

const isOfKind = <K extends string>(kind: K) => oneOf(kind);

export const isTarget: Guard<DesignTarget> = eitherOf(
  eitherOf(
    shaped<Extract<DesignTarget, { kind: 'parameter' }>>({ kind: isOfKind('parameter'), name: isText }),
    shaped<Extract<DesignTarget, { kind: 'precision' }>>({ kind: isOfKind('precision') }),
  ),
  eitherOf(
    shaped<Extract<DesignTarget, { kind: 'input' }>>({
      kind: isOfKind('input'),
      axes: oneOf('both', 'height', 'width'),
    }),
    shaped<Extract<DesignTarget, { kind: 'argument' }>>({
      kind: isOfKind('argument'),
      path: isText,
      parameter: isText,
    }),
  ),
);

export const isChange = shaped<DesignChange>({ target: isTarget, label: isText, was: isText, now: isText });

const isForm: Guard<ControlForm> = eitherOf(
  shaped<Extract<ControlForm, { kind: 'slider' }>>({
    kind: isOfKind('slider'),
    minimum: isNumber,
    maximum: isNumber,
    step: isNumber,
  }),
  eitherOf(
    shaped<Extract<ControlForm, { kind: 'choice' }>>({ kind: isOfKind('choice'), values: listOf(isText) }),
    shaped<Extract<ControlForm, { kind: 'text' }>>({ kind: isOfKind('text') }),
  ),
);

const controlFields: Fields<DesignControl> = { target: isTarget, label: isText, was: isText, form: isForm };
const isControl = shaped<DesignControl>(controlFields);

const isReach: Guard<Reach> = eitherOf(
  shaped<Extract<Reach, { kind: 'parameter' }>>({ kind: isOfKind('parameter'), name: isText }),
  shaped<Extract<Reach, { kind: 'call' }>>({
    kind: isOfKind('call'),
    argument: orNull(isText),
    module: orNull(isText),
    line: isCount,
    calls: isCount,
  }),
);

const isBottleneck = shaped<Bottleneck>({
  path: isText,
  channels: isNumber,
  was: isNumber,
  perChannel: isNumber,
  direct: isNumber,
  breakEven: isNumber,
  control: isControl,
});

export const isWrittenLines = shaped<WrittenLines>({
  fileName: isText,
  line: isCount,
  before: listOf(isText),
  after: listOf(isText),
});

export const isControls = shaped<DesignControls>({
  parameters: listOf(isControl),
  input: listOf(isControl),
  precision: isControl,
  layer: orNull(
    shaped<NonNullable<DesignControls['layer']>>({
      path: isText,
      controls: listOf(shaped<LayerControl>({ ...controlFields, name: isText, reach: isReach })),
      bottleneck: orNull(isBottleneck),
    }),
  ),
  written: listOf(isWrittenLines),
  leavesExpectations: isFlag,
});
