/** For which other device times are told: one of those that are known, or one that is described by its peak and bandwidth. */

import { devices } from '../../src/runtime/device';
import type { PreviewWords } from '../../src/words/preview';
import { menu, textField } from '../controls';
import { element, setText } from './element';
import type { Dispatch, Region } from './region';
import type { ChosenDevice } from './state';

const none = '';
const described = ' ';

/** What is described at first: a notebook's processor, in round numbers. */
const firstDescribed: ChosenDevice = { name: null, peakGflops: 500, bandwidthGBs: 50 };

export function createDeviceFields(dispatch: Dispatch, { runTab: say }: PreviewWords): Region {
  const choose = (device: ChosenDevice | null): void => dispatch({ type: 'deviceChosen', device });
  const choice = menu({
    label: say('device'),
    onChoose: (value) => {
      const known = devices.find(({ name }) => name === value);
      if (value === none) choose(null);
      else choose(known === undefined ? firstDescribed : { ...known });
    },
  });
  let shown: ChosenDevice | null = null;
  const field = (label: string, key: 'peakGflops' | 'bandwidthGBs'): ReturnType<typeof textField> => {
    const made = textField({
      label,
      class: 'seed',
      hideLabel: true,
      onInput: (text) => {
        const value = Number(text.trim());
        const isRight = text.trim() !== '' && Number.isFinite(value) && value > 0;
        made.root.classList.toggle('is-wrong', !isRight);
        reason.hidden = isRight;
        if (isRight && shown !== null) choose({ ...shown, name: null, [key]: value });
      },
    });
    return made;
  };
  const peak = field(say('device.peak'), 'peakGflops');
  const bandwidth = field(say('device.bandwidth'), 'bandwidthGBs');
  const reason = element('span', { class: 'field-reason', role: 'alert', hidden: true }, say('device.wrong'));
  const source = element('span', { class: 'muted' });
  const figures = element(
    'div',
    { class: 'device-figures' },
    peak.root,
    element('span', { class: 'muted' }, 'GFLOP/s'),
    bandwidth.root,
    element('span', { class: 'muted' }, 'GB/s'),
    reason,
  );
  const root = element(
    'section',
    { class: 'section run-device', hidden: true },
    element('h2', {}, say('device.title')),
    choice.root,
    figures,
    element('p', { class: 'muted' }, say('device.how'), ' ', source),
  );
  return {
    roots: [root],
    update({ run }) {
      root.hidden = run.finished === null;
      shown = run.device;
      choice.set(
        [
          { value: none, label: say('device.none') },
          ...devices.map(({ name }) => ({ value: name, label: name })),
          { value: described, label: say('device.described') },
        ],
        shown === null ? none : (shown.name ?? described),
      );
      figures.hidden = shown === null;
      if (shown === null) {
        setText(source, '');
        return;
      }
      if (!peak.root.contains(document.activeElement)) peak.setValue(String(shown.peakGflops));
      if (!bandwidth.root.contains(document.activeElement)) bandwidth.setValue(String(shown.bandwidthGBs));
      const known = devices.find(({ name }) => name === shown?.name);
      setText(source, known === undefined ? '' : say('device.source', { source: known.source }));
    },
  };
}
