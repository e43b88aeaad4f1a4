/**
 * Every button, field and list of the panel. The components are those of @vscode/webview-ui-toolkit, which is
 * archived; nothing outside of this folder knows of it, so that a successor can take its place. Where the
 * toolkit has no fitting component (a segmented switch, quiet tabs) there is a small one of our own.
 */

import {
  type Checkbox,
  type Dropdown,
  provideVSCodeDesignSystem,
  type TextField,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { element } from '../app/element';
import type { Choice } from './choice';
import { type IconName, icon } from './icons';
import { keepListInWindow } from './list-place';

export { type IconName, icon } from './icons';
export { createMenu, type MenuItem } from './menu';
export { type MenuButton, menuButton } from './menu-button';
export { type Segmented, segmented } from './segmented';
export { type Slider, type SliderValues, slider } from './slider';
export { type TabList, tabList } from './tab-list';

/** Defines the custom elements; to be called once, before any control is made. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodeProgressRing(),
    vsCodeTextField(),
  );
}

export interface ButtonOptions {
  readonly label: string;
  readonly icon?: IconName;
  readonly kind?: 'primary' | 'secondary';
  readonly title?: string;
  onClick(): void;
}

export function button(options: ButtonOptions): HTMLElement {
  const made = element(
    'vscode-button',
    { attributes: { appearance: options.kind ?? 'primary' }, on: { click: () => options.onClick() } },
    options.label,
  );
  if (options.icon !== undefined) {
    const drawing = icon(options.icon);
    drawing.setAttribute('slot', 'start');
    made.prepend(drawing);
  }
  if (options.title !== undefined) made.title = options.title;
  return made;
}

/** A square button that shows an icon; `label` is its name and its tooltip. */
export function iconButton(options: { label: string; icon: IconName; onClick(): void }): HTMLElement {
  return element(
    'vscode-button',
    {
      class: 'icon-button',
      title: options.label,
      aria: { label: options.label },
      attributes: { appearance: 'icon' },
      on: { click: () => options.onClick() },
    },
    icon(options.icon),
  );
}

/** Text that acts, inside a sentence. A plain button: the toolkit's link needs an address. */
export function textButton(label: string, onClick: () => void): HTMLButtonElement {
  return element('button', { class: 'text-button', attributes: { type: 'button' }, on: { click: onClick } }, label);
}

export function setDisabled(control: HTMLElement, isDisabled: boolean): void {
  control.toggleAttribute('disabled', isDisabled);
}

export interface FieldOptions {
  readonly label: string;
  readonly placeholder?: string;
  readonly value?: string;
  readonly icon?: IconName;
  readonly class?: string;
  /** The label is read but not drawn. */
  readonly hideLabel?: boolean;
  onInput(value: string): void;
}

export interface Field {
  readonly root: HTMLElement;
  value(): string;
  setValue(value: string): void;
  focus(): void;
}

export function textField(options: FieldOptions): Field {
  const made = element('vscode-text-field', {
    class: options.class ?? '',
    // Cut, copy and paste do something here, and nowhere else on the page (see its body).
    attributes: {
      placeholder: options.placeholder ?? '',
      'data-vscode-context': JSON.stringify({ preventDefaultContextMenuItems: false }),
    },
    aria: { label: options.label },
  }) as unknown as TextField;
  keepLabel(made, options.label);
  made.addEventListener('input', () => options.onInput(made.value));
  if (options.hideLabel !== true) made.append(options.label);
  if (options.value !== undefined) made.setAttribute('value', options.value);
  if (options.icon !== undefined) {
    const drawing = icon(options.icon);
    drawing.setAttribute('slot', 'start');
    made.append(drawing);
  }
  return {
    root: made,
    value: () => made.value ?? '',
    setValue(value) {
      if (made.value !== value) made.value = value;
    },
    focus: () => made.focus(),
  };
}

/** A field of the toolkit that comes into the page calls itself by what stands in it, or `Text field`. */
function keepLabel(made: HTMLElement, label: string): void {
  new MutationObserver(() => {
    if (made.getAttribute('aria-label') !== label) made.setAttribute('aria-label', label);
  }).observe(made, { attributeFilter: ['aria-label'] });
}

export interface Menu {
  readonly root: HTMLElement;
  set(choices: readonly Choice[], selected: string): void;
}

/** A closed list to choose one of. */
export function menu(options: { label: string; class?: string; onChoose(value: string): void }): Menu {
  const made = element('vscode-dropdown', {
    class: options.class ?? '',
    aria: { label: options.label },
  }) as unknown as Dropdown;
  keepListInWindow(made);
  let shown = '';
  made.addEventListener('change', () => options.onChoose(made.value));
  return {
    root: made,
    set(choices, selected) {
      const key = JSON.stringify(choices);
      if (key !== shown) {
        shown = key;
        made.replaceChildren(
          ...choices.map((choice) =>
            element(
              'vscode-option',
              {
                attributes: choice.value === selected ? { value: choice.value, selected: '' } : { value: choice.value },
              },
              choice.label,
            ),
          ),
        );
      }
      if (made.value !== selected) made.value = selected;
    },
  };
}

export interface CheckField {
  readonly root: HTMLElement;
  set(isChecked: boolean): void;
}

export function checkbox(options: { label: string; title?: string; onChange(isChecked: boolean): void }): CheckField {
  const made = element('vscode-checkbox', {}, options.label) as unknown as Checkbox;
  if (options.title !== undefined) made.title = options.title;
  made.addEventListener('change', () => options.onChange(made.checked));
  return {
    root: made,
    set(isChecked) {
      if (made.checked !== isChecked) made.checked = isChecked;
    },
  };
}
