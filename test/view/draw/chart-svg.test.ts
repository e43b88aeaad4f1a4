/** A chart as a file: under its network's name, in the middle of a page, with what its colours mean and what is counted. */

import assert from 'node:assert/strict';
import { chartSvg, chartWidth, sampleLines } from '../../../src/view/draw/chart-svg';
import { interWidth } from '../../../src/view/draw/inter-widths';
import { pictureThemes } from '../../../src/view/draw/picture-style';
import { pngZoom } from '../../../src/view/draw/picture-svg';
import { htmlText, svgText } from '../../../src/view/draw/svg-text';
import { n, svg } from '../../../src/view/draw/svg-tree';
import { TextFit } from '../../../src/view/draw/text-fit';
import { assertApart, assertWithin, drawnIn, textsIn } from '../../support/drawn';
import { googlenetShaped } from '../sample-model';

const fit = new TextFit(interWidth);
const model = { ...googlenetShaped(), network: 'GoogLeNet', fileName: 'googlenet.cnn' };
const sample = svg('rect', { class: 'live-read', width: 11, height: 11 });
const legend = sampleLines([{ sample, text: 'read' }], fit);

function chart(width: number, about = 'what is counted here') {
  const tree = svg('rect', { class: 'live-written', id: 'chart', width, height: 200 });
  const drawn = chartSvg(model, { title: 'Memory', tree, width, height: 200, legend, about }, { theme: 'light' });
  const { children } = drawn.tree;
  return { ...drawn, all: drawnIn(children.flatMap((child) => (typeof child === 'string' ? [] : [child]))) };
}

describe('a chart as a file', () => {
  it('has everything on its page and nothing over the chart', () => {
    for (const width of [100, 500, chartWidth]) {
      const { all, width: wide, height } = chart(width);
      const seen = all.filter(({ tag }) => ['rect', 'text'].includes(tag));
      for (const one of seen) assertWithin(one, { x: 0, y: 0, width: wide, height }, `${width} wide`);
      const own = all.find(({ attributes }) => attributes.id === 'chart') ?? assert.fail('the chart');
      assertApart([own, ...textsIn(all)], `${width} wide`);
      // What is narrower than the page stands in its middle.
      assert.ok(Math.abs(own.place.x - (wide - width) / 2) < 0.51, `${own.place.x}`);
      assert.equal(wide, chartWidth + 48);
    }
  });

  it('says the network, what it shows, what its colours mean and what is counted, from top to bottom', () => {
    const { all, text, width, height } = chart(500);
    const texts = textsIn(all);
    assert.deepEqual(
      texts.map((one) => one.text),
      ['GoogLeNet', 'googlenet.cnn, 224×224×3', 'Memory', 'read', 'what is counted here'],
    );
    const heads = texts.map(({ place }) => place.y);
    assert.deepEqual(
      heads,
      heads.toSorted((a, b) => a - b),
    );
    assert.match(text, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 \d+ \d+"/);
    assert.match(text, /<\/svg>\n$/);
    assert.ok(text.includes(`viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img"`));
    assert.ok(text.includes('aria-label="GoogLeNet: Memory"') && text.includes('<title>GoogLeNet: Memory</title>'));
  });

  it('is another file in each theme', () => {
    const tree = svg('rect', { class: 'live-written', width: 10, height: 10 });
    const drawing = { title: 'Memory', tree, width: 10, height: 10, legend, about: '' };
    const files = pictureThemes.map((theme) => chartSvg(model, drawing, { theme }).text);
    assert.equal(new Set(files).size, pictureThemes.length);
  });

  it('has its samples in lines, each with its text at its right', () => {
    const samples = Array.from({ length: 30 }, (_, index) => ({ sample, text: `sample number ${index}` }));
    const lines = sampleLines(samples, fit);
    assert.ok(lines.length > 2);
    for (const line of lines) {
      const all = drawnIn(line.parts);
      for (const one of all.filter(({ tag }) => tag !== 'g')) {
        assertWithin(one, { x: 0, y: 0, width: chartWidth, height: line.height }, 'a sample');
      }
      const seen = all.filter(({ tag }) => ['rect', 'text'].includes(tag));
      assertApart(seen, 'samples');
      for (const [index, one] of seen.entries()) {
        if (one.tag !== 'rect') continue;
        const gap = (seen[index + 1]?.place.x ?? 0) - one.place.x - one.place.width;
        assert.ok(gap > 3 && gap < 9, `${gap}`);
      }
    }
  });
});

describe('a picture in pixels', () => {
  it('has two for each of its own, less where it is so large that programs do not open it', () => {
    assert.equal(pngZoom({ width: 800, height: 600 }), 2);
    // 16,384 pixels along a side, and 64 million in all.
    assert.equal(pngZoom({ width: 100, height: 20_000 }), 16_384 / 20_000);
    assert.equal(pngZoom({ width: 8000, height: 8000 }), 1);
    for (const [width, height] of [
      [30_000, 10],
      [9000, 12_000],
      [5000, 5000],
    ] as const) {
      const zoom = pngZoom({ width, height });
      assert.ok(width * zoom <= 16_384.01 && height * zoom <= 16_384.01 && width * height * zoom ** 2 <= 64e6 + 1);
    }
  });
});

describe('elements as text', () => {
  const tree = svg('a', { x: 1, y: undefined, z: '<"&>' }, 'text <', svg('b'), svg('c', {}, ''));

  it('leave out what is not there and escape what is', () => {
    assert.equal(svgText(tree), '<a x="1" z="&lt;&quot;&amp;&gt;">text &lt;<b/><c></c></a>');
    assert.equal(htmlText(tree), '<a x="1" z="&lt;&quot;&amp;&gt;">text &lt;<b></b><c></c></a>');
  });

  it('have numbers of three decimals at most', () => {
    assert.deepEqual([1, 1.5, 1 / 3, -2.0004, 0.0004, 1e6].map(n), ['1', '1.5', '0.333', '-2', '0', '1000000']);
  });
});

describe('texts in the room they have', () => {
  it('are whole where they fit, else cut by as little as there must be', () => {
    const text = 'a text that is long';
    const whole = fit.width(text, 12);
    assert.equal(fit.cut(text, whole, 12), text);
    for (let room = 0; room < whole; room += 3) {
      const cut = fit.cut(text, room, 12);
      assert.ok(cut === '' || (cut.endsWith('…') && fit.width(cut, 12) <= room), cut);
      const kept = cut.slice(0, -1);
      assert.ok(text.startsWith(kept) && kept === kept.trimEnd());
      // One letter more, or the next word's first, would not have fitted.
      const longer = `${text.slice(0, kept.length + (text[kept.length] === ' ' ? 2 : 1))}…`;
      assert.ok(fit.width(longer, 12) > room, `${room}: ${cut}`);
    }
    assert.equal(fit.cut('', 0, 12), '');
  });

  it('are measured once in each face, size and weight', () => {
    const asked: string[] = [];
    const counted = new TextFit((...given) => {
      asked.push(given.join(' '));
      return given[0].length;
    });
    for (let turn = 0; turn < 2; turn++) {
      counted.width('a', 12);
      counted.width('a', 12, 600);
      counted.width('a', 11);
      counted.width('a', 12, 400, true);
    }
    assert.deepEqual(asked, ['a 12 400 false', 'a 12 600 false', 'a 11 400 false', 'a 12 400 true']);
  });
});
