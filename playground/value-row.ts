/** A number of the design under the thumb: a row with a slider that writes into the text as it moves. */

import type { TextEdit } from '../src/base/diagnostic';
import type { FileId } from '../src/base/span';
import { type ControlForm, type DesignControl, type DesignControls, overridesOf } from '../src/protocol/what-if';
import type { RequestSource } from '../src/session/request-source';
import type { PlaygroundWords } from '../src/words/playground';
import { element, setText } from '../webview/app/element';
import { phone } from './phone';

/** So long after the last change of the text or of what is selected. */
const askDelayMs = 150;

type SliderForm = Extract<ControlForm, { kind: 'slider' }>;
type SliderControl = DesignControl & { readonly form: SliderForm };

export interface ValueRowParts {
  readonly words: PlaygroundWords;
  source(): RequestSource;
  /** What it is about: of a file, a network and a node that is selected. */
  place(): { readonly file: FileId; readonly network: string | undefined; readonly node: string | undefined };
  /** Edits of one movement are one step that can be undone. */
  write(edits: readonly TextEdit[]): void;
  log(problem: unknown): void;
}

export class ValueRow {
  readonly root: HTMLElement;
  private readonly name = element('code', { class: 'value-name' });
  private readonly range = element('input', {
    class: 'value-range',
    attributes: { type: 'range' },
    on: { input: () => this.want(Number(this.range.value)) },
  });
  private readonly now = element('output', { class: 'value-now' });
  private control: SliderControl | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wanted: string | undefined;
  private isWriting = false;

  constructor(private readonly parts: ValueRowParts) {
    const say = parts.words.playground;
    const button = (sign: string, label: string, step: number): HTMLElement =>
      element('button', { class: 'value-step', aria: { label }, on: { click: () => this.step(step) } }, sign);
    this.root = element(
      'div',
      // It has its place before there is an answer: what is above it is fitted once.
      { class: 'value-row is-waiting', role: 'group' },
      this.name,
      button('−', say('value.less'), -1),
      this.range,
      button('+', say('value.more'), 1),
      this.now,
    );
    phone.addEventListener('change', () => this.later());
  }

  /** The design or what is selected of it is another. */
  later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (!phone.matches || this.isWriting) return;
      this.ask().catch(this.parts.log);
    }, askDelayMs);
  }

  private async ask(): Promise<void> {
    const { file, network, node } = this.parts.place();
    const controls = network && (await this.parts.source().controls(file, network, node ?? null, undefined));
    this.show(controls ? sliderIn(controls) : undefined);
  }

  private show(control: SliderControl | undefined): void {
    this.control = control;
    this.root.classList.remove('is-waiting');
    this.root.hidden = control === undefined;
    if (control === undefined) return;
    const { target, label, was, form } = control;
    setText(this.name, target.kind === 'argument' ? target.parameter : label);
    this.name.title = label;
    this.root.setAttribute('aria-label', label);
    this.range.setAttribute('aria-label', label);
    this.range.min = String(form.minimum);
    this.range.max = String(form.maximum);
    this.range.step = String(form.step);
    if (this.wanted !== undefined) return;
    this.range.value = was;
    this.tell(was);
  }

  private tell(value: string): void {
    const { minimum, maximum } = this.control?.form ?? { minimum: 0, maximum: 1 };
    this.range.style.setProperty('--way', String((Number(value) - minimum) / Math.max(maximum - minimum, 1e-9)));
    setText(this.now, value);
  }

  private step(by: number): void {
    if (this.control === undefined) return;
    const { was, form } = this.control;
    this.want(Math.max(form.minimum, Math.min(form.maximum, Number(this.wanted ?? was) + by * form.step)));
  }

  private want(value: number): void {
    this.wanted = String(value);
    this.range.value = this.wanted;
    this.tell(this.wanted);
    if (!this.isWriting) void this.write();
  }

  /** One value after the other, and of many that wait the last: each is written into the text as it is then. */
  private async write(): Promise<void> {
    const { source, place, write, log } = this.parts;
    this.isWriting = true;
    try {
      for (let now = this.wanted; now !== undefined && this.control !== undefined; now = this.wanted) {
        this.wanted = undefined;
        const { target, label, was } = this.control;
        if (now === was) continue;
        const { file, network = '' } = place();
        const overrides = overridesOf([{ target, label, was, now }], network, null);
        const edits = overrides === undefined ? [] : await source().applied(file, network, overrides);
        if (edits.length === 0) break;
        write(edits);
        await this.ask();
      }
    } catch (problem) {
      log(problem);
    } finally {
      this.isWriting = false;
      this.later();
    }
  }
}

/** Of what is selected, else of the network: the first number that has a range. */
function sliderIn({ layer, parameters }: DesignControls): SliderControl | undefined {
  return [...(layer?.controls ?? []), ...parameters].find(
    (control): control is SliderControl => control.form.kind === 'slider',
  );
}
