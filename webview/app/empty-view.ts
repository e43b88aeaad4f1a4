/** What the panel shows while its file has no network: how to start, in one sentence and an example. */

import { element, fill } from './element';
import type { Region } from './region';

const example = [
  'network First {',
  '  input image: 32x32x3',
  '  conv(16, 3x3)',
  '  maxpool(2x2, stride = 2)',
  '  dense(10)',
  '  softmax()',
  '}',
];

export function createEmptyView(): Region {
  const root = element('section', { class: 'empty', tabIndex: 0, aria: { label: 'No network' } });
  let shown: string | undefined;
  return {
    roots: [root],
    update(state) {
      root.hidden = state.view !== null || state.empty === null;
      if (root.hidden || state.empty === null || shown === state.empty.fileName) return;
      shown = state.empty.fileName;
      fill(
        root,
        element(
          'div',
          { class: 'empty-content' },
          element('h2', {}, `${shown} has no network yet`),
          element('p', {}, 'Write one in the editor, and its picture and costs appear here as you type:'),
          element('pre', {}, example.join('\n')),
        ),
      );
    },
  };
}
