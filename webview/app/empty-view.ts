/** What the panel shows while its file has no network: how to start, in one sentence, an example and networks to take. */

import type { OfferedPreset } from '../../src/protocol/messages';
import { shortTotal } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { element, fill } from './element';
import type { Dispatch, Region } from './region';
import type { AppState } from './state';

/** A network to write, with this call of a module if there is one. */
function example(call: string | undefined): string[] {
  const layers = call === undefined ? ['conv(16, 3x3)', 'maxpool(2x2, stride = 2)', 'dense(10)', 'softmax()'] : [call];
  return ['network First {', '  input image: 32x32x3', ...layers.map((layer) => `  ${layer}`), '}'];
}

export function createEmptyView(dispatch: Dispatch, words: PreviewWords): Region {
  const say = words.panel;
  const root = element('section', { class: 'empty', tabIndex: 0, aria: { label: say('empty') } });
  let shown: AppState['empty'] = null;
  return {
    roots: [root],
    update(state) {
      root.hidden = state.view !== null || state.empty === null;
      if (root.hidden || state.empty === null) return;
      const { fileName, modules, presets, presetCount } = state.empty;
      // A reader may be in the middle of it: drawn again only where something is different.
      const isSame = shown?.modules.join() === modules.join() && shown.presets.length === presets.length;
      if (isSame && shown?.fileName === fileName) return;
      shown = state.empty;
      fill(
        root,
        element(
          'div',
          { class: 'empty-content' },
          element(
            'h2',
            {},
            modules.length > 0
              ? say('empty.modules', { file: fileName, count: modules.length })
              : say('empty.title', { file: fileName }),
          ),
          element('p', {}, modules.length > 0 ? say('empty.modules.how') : say('empty.how')),
          element('pre', {}, example(modules[0]).join('\n')),
          presets.length > 0 && element('p', { class: 'presets-label' }, say('empty.presets')),
          element('div', { class: 'presets' }, ...presets.map((preset) => presetButton(preset, dispatch, words))),
          presetCount > presets.length && allPresetsButton(presetCount, dispatch, words),
        ),
      );
    },
  };
}

function presetButton(preset: OfferedPreset, dispatch: Dispatch, { presets: say }: PreviewWords): HTMLElement {
  const { name, title, sentence, multiplies, params } = preset;
  const costs = say('costs', { multiplies: shortTotal(multiplies), params: shortTotal(params) });
  return element(
    'button',
    {
      class: 'preset',
      attributes: { type: 'button' },
      on: { click: () => dispatch({ type: 'presetChosen', preset: name }) },
    },
    element('span', { class: 'preset-name' }, title),
    element('span', { class: 'preset-cost' }, costs),
    sentence !== '' && element('span', { class: 'preset-sentence' }, sentence),
  );
}

function allPresetsButton(count: number, dispatch: Dispatch, { panel: say }: PreviewWords): HTMLElement {
  return element(
    'button',
    {
      class: 'text-button all-presets',
      attributes: { type: 'button' },
      on: { click: () => dispatch({ type: 'presetChosen', preset: null }) },
    },
    say('empty.all-presets', { count }),
  );
}
