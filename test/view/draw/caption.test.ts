/** What stands around a picture in a file: lines as wide as there is room, and a legend that shows the colours of the scale. */

import assert from 'node:assert/strict';
import {
  captioned,
  heatLines,
  type Line,
  legendLines,
  roomFor,
  rows,
  textAt,
  textLines,
  titleLines,
} from '../../../src/view/draw/caption';
import { interWidth } from '../../../src/view/draw/inter-widths';
import type { NodeDrawing } from '../../../src/view/draw/node';
import { svg } from '../../../src/view/draw/svg-tree';
import { TextFit } from '../../../src/view/draw/text-fit';
import { heatLabels, heatScale } from '../../../src/view/heat';
import type { ViewModel } from '../../../src/view/model';
import { shortTotal } from '../../../src/view/number-text';
import { previewWords } from '../../../src/words/preview';
import { assertApart, assertWithin, type Drawn, drawnIn, ofClass, oneOf, textsIn } from '../../support/drawn';
import { googlenetShaped } from '../sample-model';

const fit = new TextFit(interWidth);
const words = previewWords('en');
const model: ViewModel = { ...googlenetShaped(), network: 'GoogLeNet', fileName: 'googlenet.cnn' };
const drawingOf = (of: ViewModel): NodeDrawing => ({
  model: of,
  metric: 'multiplies',
  scale: heatScale(of, 'multiplies'),
  fit,
  words,
  isInteractive: false,
});

const inLine = ({ parts }: Line | undefined = { parts: [], height: 0 }): Drawn[] => drawnIn(parts);

/** Fails where a line reaches over its room or its height, or its texts over one another. */
function assertLines(lines: readonly Line[], room: number, about: string): void {
  for (const line of lines) {
    const all = inLine(line).filter(({ tag, text }) => tag !== 'g' && (tag !== 'text' || text !== ''));
    for (const one of all) assertWithin(one, { x: 0, y: 0, width: room, height: line.height }, about);
    assertApart(textsIn(all), about);
  }
}

describe('the legend of a picture', () => {
  it('shows the steps of the scale from cheap to dear, each with the lowest share on it', () => {
    const all = legendLines(900, drawingOf(model)).flatMap(inLine);
    const steps = ofClass(all, 'step');
    assert.deepEqual(
      steps.map(({ around }) => [...around].find((name) => name.startsWith('heat-'))),
      ['heat-0', 'heat-1', 'heat-2', 'heat-3', 'heat-4', 'heat-5', 'heat-6'],
    );
    const labels = ofClass(all, 'step-text');
    assert.deepEqual(
      labels.map(({ text }) => text),
      heatLabels(heatScale(model, 'multiplies')),
    );
    for (const [index, step] of steps.entries()) {
      const [label, next] = [labels[index] ?? assert.fail(), steps[index + 1]];
      assertWithin(label, step.place, 'its label');
      const left = label.place.x - step.place.x;
      assert.ok(Math.abs(left - (step.place.width - label.place.width - left)) < 0.01, 'in its middle');
      if (next !== undefined)
        assert.ok(Math.abs(next.place.x - step.place.x - step.place.width - 1) < 0.01, 'beside it');
    }
  });

  it('says what the colours are shares of, what is grey, and what a width means', () => {
    const said = legendLines(900, drawingOf(model))
      .flatMap(inLine)
      .filter(({ tag, classes }) => tag === 'text' && classes.includes('muted'))
      .map(({ text }) => text);
    const say = words.panel;
    assert.deepEqual(said, [say('legend.share.multiplies'), say('legend.none'), say('legend.width')]);
  });

  it('has a sample of what is not known where something is not, with its text at its right', () => {
    for (const unknownLayers of [0, 2]) {
      const all = legendLines(900, drawingOf({ ...model, unknownLayers })).flatMap(inLine);
      const samples = ofClass(all, 'sample');
      const looks = unknownLayers > 0 ? ['heat-none', 'heat-unknown'] : ['heat-none'];
      assert.deepEqual(
        samples.map(({ classes }) => classes[1]),
        looks,
      );
      for (const sample of samples) {
        const text = all[all.indexOf(sample) + 1] ?? assert.fail('its text');
        const gap = text.place.x - sample.place.x - sample.place.width;
        assert.ok(gap > 4 && gap < 10, `${gap}`);
      }
    }
  });

  it('takes another line where there is no room, and no line longer', () => {
    const unknown = drawingOf({ ...model, unknownLayers: 3 });
    const counts = [1200, 872, 700, 560].map((room) => {
      const lines = legendLines(room, unknown);
      assertLines(lines, room, `in ${room}`);
      return lines.length;
    });
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => a - b),
    );
    assert.ok(counts[0] === 1 && (counts.at(-1) ?? 0) > 1, String(counts));
  });

  it('leaves widths out for what has no lines', () => {
    const said = textsIn(heatLines(1200, drawingOf(model)).flatMap(inLine)).map(({ text }) => text);
    assert.ok(said.includes(words.panel('legend.none')) && !said.includes(words.panel('legend.width')));
  });
});

describe('rows of pieces', () => {
  const piece = (width: number, name: string) => ({
    width,
    parts: (x: number) => [svg('rect', { class: name, x, y: 0, width, height: 10 })],
  });

  it('have as many pieces as fit, with a gap between them', () => {
    const lines = rows([piece(100, 'a'), piece(100, 'b'), piece(60, 'c'), piece(500, 'd')], 230, 12, 30);
    const shown = lines.map((line) => inLine(line).map(({ classes, place }) => [classes[0], place.x]));
    assert.deepEqual(shown, [
      [
        ['a', 0],
        ['b', 130],
      ],
      [['c', 0]],
      [['d', 0]],
    ]);
    assert.deepEqual(
      lines.map(({ height }) => height),
      [12, 12, 12],
    );
    assert.equal(rows([piece(100, 'a'), piece(101, 'b')], 230, 12, 30).length, 2, 'a pixel too wide');
    assert.deepEqual(rows([], 100, 12), []);
  });
});

describe('a sentence in lines', () => {
  const sentence = 'Products of a weight with a value, in convolutions and dense layers; additions are not counted.';
  const linesIn = (room: number) => textLines(sentence, room, fit);

  it('has all its words in their order, in lines that would not have held one more', () => {
    for (const room of [60, 120, 200, 1000]) {
      const lines = linesIn(room).map((line) => textsIn(inLine(line))[0]?.text ?? '');
      assert.equal(lines.join(' '), sentence);
      for (const [index, line] of lines.entries()) {
        assert.ok(!line.includes(' ') || fit.width(line, 11) <= room);
        const [next] = (lines[index + 1] ?? '').split(' ');
        if (next) assert.ok(fit.width(`${line} ${next}`, 11) > room, `${next} had room`);
      }
      assertLines(room < 120 ? [] : linesIn(room), room, `in ${room}`);
    }
    assert.equal(linesIn(1000).length, 1);
    for (const { classes } of linesIn(200).flatMap((line) => textsIn(inLine(line))))
      assert.deepEqual(classes, ['muted']);
  });
});

describe('the title of a picture', () => {
  const long = 'a value that is written out at great length';
  const titled = (room: number, change: Partial<ViewModel> = {}) =>
    titleLines(room, { model: { ...model, ...change }, fit });
  const said = (lines: readonly Line[]) => lines.flatMap((line) => textsIn(inLine(line))).map(({ text }) => text);

  it('is the name, what it was made from, and at the right the values of parameters', () => {
    const parameters = [
      { name: 'width', value: '2' },
      { name: 'classes', value: '10' },
    ];
    const lines = titled(800, { parameters });
    assert.deepEqual(said(lines), ['GoogLeNet', 'googlenet.cnn, 224×224×3', 'width = 2, classes = 10']);
    const texts = lines.flatMap(inLine);
    assert.deepEqual(
      texts.map(({ classes }) => classes[0]),
      ['label', 'muted', 'muted'],
    );
    const last = texts.at(-1)?.place ?? assert.fail();
    assert.ok(Math.abs(last.x + last.width - 800) < 0.01, 'it ends at the right');
    assert.deepEqual(said(titled(800)), ['GoogLeNet', 'googlenet.cnn, 224×224×3']);
    assert.deepEqual(said(titled(800, { fileName: '' })), ['GoogLeNet', '224×224×3']);
  });

  it('has its parts beside one another, however long they are', () => {
    const parameters = [{ name: 'width', value: long }];
    for (const room of [472, 600, 900]) {
      for (const change of [
        {},
        { network: long },
        { fileName: long },
        { network: long.repeat(4) },
        { network: long, fileName: long },
      ]) {
        assertLines(titled(room, { ...change, parameters }), room, `${JSON.stringify(change)} in ${room}`);
      }
    }
  });
});

describe('a picture with its caption', () => {
  const around = (width: number, x = 0, y = 0) => {
    const scene = svg('rect', { class: 'scene', x, y, width: 40, height: 100 });
    const whole = captioned(scene, { x, y, width, height: 100 }, drawingOf(model));
    return { ...whole, all: drawnIn(whole.parts) };
  };

  it('stands in the middle between the rules, with everything on the page and nothing over it', () => {
    for (const [width, x, y] of [
      [40, 0, 0],
      [300, -30, -50],
      [1400, 20, 60],
    ] as const) {
      const { all, width: page, height } = around(width, x, y);
      assert.equal(page, Math.max(520, width));
      const drawn = all.filter(({ tag }) => ['rect', 'text', 'path'].includes(tag));
      for (const one of drawn) assertWithin(one, { x: 0, y: 0, width: page, height }, `${width} wide`);
      assertApart(textsIn(all), `${width} wide`);
      const { place } = oneOf(all, 'scene');
      // Its left edge is that of the bounds.
      assert.ok(Math.abs(place.x - (page - width) / 2) < 0.01);
      const [above, below] = ofClass(all, 'rule').map((rule) => rule.place);
      assert.ok(above !== undefined && below !== undefined);
      const [top, bottom] = [place.y, place.y + place.height];
      assert.ok(above.y < top && bottom < below.y);
      assert.deepEqual([above.width, above.x], [page - 48, 24]);
      for (const text of textsIn(all)) {
        const { y: head, height: tall } = text.place;
        assert.ok(head + tall <= top || head >= bottom, `${text.text} is over the picture`);
        const isOfLegend = head > above.y && head < below.y;
        if (!isOfLegend) continue;
        assert.ok(head + tall <= top, 'the legend is over the picture');
        assert.ok(head > above.y + 1);
      }
    }
  });

  it('has its rule well below what is said of the totals', () => {
    const drawing = drawingOf({ ...model, unknownLayers: 2 });
    const scene = svg('rect', { class: 'scene', width: 40, height: 100 });
    const all = drawnIn(captioned(scene, { x: 0, y: 0, width: 600, height: 100 }, drawing).parts);
    const rule = ofClass(all, 'rule')[0]?.place.y ?? assert.fail();
    const feet = textsIn(all).flatMap(({ place }) => (place.y < rule ? [place.y + place.height] : []));
    assert.ok(rule - Math.max(...feet) >= 8, `${rule - Math.max(...feet)}`);
  });

  it('says the totals of the network over it, and below what is counted', () => {
    const { all } = around(600);
    const [above, below] = ofClass(all, 'rule').map((rule) => rule.place.y);
    const over = textsIn(all).filter(({ place }) => place.y < (above ?? 0));
    const under = textsIn(all).filter(({ place }) => place.y > (below ?? 0));
    assert.deepEqual(
      over
        .slice(2)
        .map(({ text, classes }) => [text, classes[0]])
        .slice(0, 2),
      [
        ['Multiplies', 'muted'],
        [shortTotal(model.totals.multiplies.value), 'label'],
      ],
    );
    assert.match(under.map(({ text }) => text).join(' '), /^Products of a weight with a value/);
    assert.equal(roomFor(600), 552);
    assert.equal(roomFor(100), 472);
    const [label, number] = [over[2], over[3]];
    assert.ok(
      label !== undefined && number !== undefined && number.place.y > label.place.y && number.place.x === label.place.x,
    );
  });
});

describe('a text in a line', () => {
  it('is regular where nothing else is said, and takes what it is given besides', () => {
    const all = drawnIn([textAt(1.23456, 5, { content: 'a', class: 'muted', size: 9 }, { 'text-anchor': 'end' })]);
    assert.deepEqual(all[0]?.attributes, {
      class: 'muted',
      x: '1.235',
      y: 5,
      'font-size': 9,
      'font-weight': 400,
      'text-anchor': 'end',
    });
  });
});
