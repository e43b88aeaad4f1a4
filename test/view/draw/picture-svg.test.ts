/** The picture as a file: what it holds, that nothing in it is markup, and that its colours can be told from what they stand on. */

import assert from 'node:assert/strict';
import { paintedSvg } from '../../../src/view/draw/painted';
import { glyphColour, type PictureTheme, palettes, pictureThemes, styleOf } from '../../../src/view/draw/picture-style';
import { pictureSvg } from '../../../src/view/draw/picture-svg';
import { escaped, svgText } from '../../../src/view/draw/svg-text';
import { svg as svgNode } from '../../../src/view/draw/svg-tree';
import { foldInto } from '../../../src/view/fold';
import type { ViewModel, ViewNode } from '../../../src/view/model';
import { stackModel } from '../../../src/view/place';
import { editorWords } from '../../../src/words/editor';
import { previewWords } from '../../../src/words/preview';
import { analyzeText } from '../../support/analyze-text';
import { buildViewModel } from '../../support/view-model';

const words = previewWords('en');

function modelOf(text: string): ViewModel {
  const model = buildViewModel(analyzeText(text), undefined, editorWords('en'));
  assert.ok(model);
  return model;
}

async function drawn(model: ViewModel, theme: PictureTheme = 'light', open: readonly string[] = []): Promise<string> {
  const picture = await stackModel(model, new Set(open));
  return pictureSvg(model, picture, { metric: 'multiplies', theme, words, hasCaption: true }).text;
}

const small = modelOf(`
module fire(n) {
  concat { branch { conv(n, 1x1) }
    branch { conv(n, 3x3) }
  }
}
network Small(width = 8) {
  input image: 32x32x3
  conv(width, 3x3, stride = 2)
  first = fire(16)
  head aux { globalavgpool() -> dense(10) }
  dense(10)
  output logits
}
`);

/** Elements with their attributes, after a check that each is closed by its own end. */
function elementsOf(svg: string): { tag: string; attributes: Record<string, string> }[] {
  const open: string[] = [];
  const found: { tag: string; attributes: Record<string, string> }[] = [];
  for (const [, end, tag = '', written = '', isEmpty] of svg.matchAll(
    /<(\/?)([A-Za-z]+)((?:\s[\w:-]+="[^"<>]*")*)(\/?)>/g,
  )) {
    if (end === '/') {
      assert.equal(open.pop(), tag);
      continue;
    }
    if (isEmpty !== '/') open.push(tag);
    const attributes = Object.fromEntries(
      [...written.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    );
    found.push({ tag, attributes });
  }
  assert.deepEqual(open, []);
  assert.equal(svg.match(/</g)?.length, svg.match(/>/g)?.length, 'every bracket is one of a tag');
  return found;
}

/** Of relative luminances (WCAG 2.2, 1.4.3). */
function contrast(first: string, second: string): number {
  const luminance = (colour: string): number =>
    [0.2126, 0.7152, 0.0722].reduce((sum, weight, at) => {
      const value = Number.parseInt(colour.slice(1 + 2 * at, 3 + 2 * at), 16) / 255;
      return sum + weight * (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    }, 0);
  const [low = 0, high = 0] = [luminance(first), luminance(second)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

describe('a picture as a file', () => {
  it('says name, totals, legend, layers and what is counted', async () => {
    const svg = await drawn(small);
    // 32x32 halved is 16x16; 16*16*8*3*9 = 55,296 of them.
    for (const text of [
      'Small',
      '32×32×3',
      'width = 8',
      'Multiplies',
      'Share of all multiplies',
      'conv 3×3',
      '55.3 K',
    ]) {
      assert.ok(svg.includes(text), text);
    }
    assert.ok(svg.includes('Products of a weight with a value, in convolutions'));
    assert.ok(svg.includes('<title>first: first, module fire, 16 by 16 by 32, '));
  });

  it('draws an open module with its layers, and a closed one without', async () => {
    const [closed, open] = [await drawn(small), await drawn(small, 'light', ['first'])];
    assert.ok(!closed.includes('>concat<'));
    assert.ok(open.includes('>concat<'));
    assert.ok(elementsOf(open).length > elementsOf(closed).length + 20);
  });

  it('is SVG that needs nothing else: no class, style, script or address outside of it', async () => {
    for (const theme of pictureThemes) {
      const all = elementsOf(await drawn(small, theme, ['first']));
      const tags = new Set(all.map(({ tag }) => tag));
      assert.deepEqual(
        [...tags].sort(),
        ['circle', 'g', 'path', 'rect', 'svg', 'text', 'title', 'tspan'].filter((tag) => tags.has(tag)),
      );
      for (const { attributes } of all) {
        for (const [name, value] of Object.entries(attributes)) {
          assert.ok(!['class', 'style', 'href', 'data-part'].includes(name), name);
          assert.ok(
            name === 'xmlns' || !/:\/\/|currentColor|var\(|undefined|NaN|Infinity/.test(value),
            `${name}=${value}`,
          );
        }
      }
      const ground = all.find(({ tag }) => tag === 'rect');
      assert.equal(ground?.attributes.fill, palettes[theme].canvas);
    }
  });

  it('hatches what is not known, and has the hatch once', async () => {
    const partial = modelOf('network P() {\n  input x: 8x8x3\n  conv(4, 9x9, padding = valid)\n  conv(4, 3x3)\n}\n');
    const svg = await drawn(partial);
    assert.equal(elementsOf(svg).filter(({ attributes }) => attributes.id === 'incept-hatch-light').length, 1);
    assert.ok(svg.includes('fill="url(#incept-hatch-light)"'));
    assert.ok(!(await drawn(small)).includes('<pattern'));
  });

  it('colours a node by its step, its glyph by what is legible on that, and what has none in grey', () => {
    for (const theme of pictureThemes) {
      const { heat, heatText, heatNone, node, text } = palettes[theme];
      const style = (...around: string[]) => styleOf(['swatch'], new Set(['swatch', ...around]), theme).fill;
      const glyph = (...around: string[]) => glyphColour(new Set(around), theme);
      for (const [step, colour] of heat.entries()) {
        assert.equal(style('node', `heat-${step}`), colour);
        assert.equal(glyph('node', `heat-${step}`), heatText[step]);
      }
      assert.deepEqual([style('node'), style('heat-none'), style('heat-unknown')], [heatNone, heatNone, node]);
      assert.deepEqual([glyph('node'), glyph('heat-none'), glyph('heat-unknown')], [text, text, text]);
    }
  });

  it('has the bars of branches in their own colours within a node of another one', () => {
    const inner = svgNode('rect', { class: 'branch-bar heat-5', width: 1, height: 1 });
    const tree = paintedSvg({ width: 9, height: 9 }, '', [svgNode('g', { class: 'node heat-1' }, inner)], 'light');
    const bar = elementsOf(svgText(tree)).at(-1);
    assert.equal(bar?.attributes.fill, palettes.light.heat[5]);
  });

  it('paints everything that it draws, and nothing black', async () => {
    for (const theme of pictureThemes) {
      for (const { tag, attributes } of elementsOf(await drawn({ ...small, unknownLayers: 1 }, theme, ['first']))) {
        if (!['circle', 'path', 'rect', 'text'].includes(tag)) continue;
        // A text takes its size with it; what is filled by nothing has an outline.
        assert.ok(attributes.fill !== undefined, `${tag} ${JSON.stringify(attributes)}`);
        assert.ok(attributes.fill !== 'none' || attributes.stroke !== undefined, JSON.stringify(attributes));
        assert.ok(tag !== 'text' || attributes['font-size'] !== undefined, JSON.stringify(attributes));
      }
    }
  });

  it('takes whatever stands in a model as text', async () => {
    const hostile = '<script>alert(1)</script>&"\'\u0000\ud800]]>';
    const nodes = small.nodes.map(
      (node): ViewNode => ({ ...node, title: hostile, subtitle: hostile, outputs: [hostile] }),
    );
    const svg = await drawn({ ...small, nodes, network: hostile, fileName: hostile }, 'paper', ['first']);
    elementsOf(svg);
    assert.ok(['<script', '\u0000', '\ud800'].every((part) => !svg.includes(part)));
    assert.ok(svg.includes('&lt;script&gt;'));
    assert.equal(escaped('a<b>&"c"\u0007'), 'a&lt;b&gt;&amp;&quot;c&quot;');
  });

  it('is the same text for the same picture, and as wide as its columns', async () => {
    assert.equal(await drawn(small), await drawn(small));
    const chain = modelOf(`network C() {\n  input x: 32x32x3\n${'  conv(8, 3x3)\n'.repeat(12)}}\n`);
    const one = await stackModel(chain, new Set());
    const look = { metric: 'multiplies', theme: 'light', words, hasCaption: false } as const;
    const sizes = [1, 2, 3, 100].map((columns) => {
      const { columns: found, bounds } = foldInto(one, chain, columns);
      const { width, height } = pictureSvg(chain, foldInto(one, chain, columns), look);
      assert.deepEqual([width, height], [Math.ceil(bounds.width), Math.ceil(bounds.height)]);
      return found;
    });
    // Fourteen boxes, each of which can stand in a column of its own but for the result.
    assert.deepEqual(sizes, [1, 2, 3, 13]);
  });

  for (const theme of pictureThemes) {
    it(`can be read in ${theme}: 4.5:1 for text, 3:1 for lines`, () => {
      const { canvas, node, heatNone, text, muted, error, warning, edge, arrow, heat, heatText } = palettes[theme];
      for (const ground of [canvas, node]) {
        for (const ink of [text, muted]) assert.ok(contrast(ink, ground) >= 4.5, `${ink} on ${ground}`);
      }
      assert.ok(contrast(text, heatNone) >= 4.5);
      assert.ok(contrast(warning, canvas) >= 4.5);
      for (const ink of [edge, arrow, error]) assert.ok(contrast(ink, canvas) >= 3, `${ink} on ${canvas}`);
      assert.equal(heat.length, 7);
      for (const [step, ground] of heat.entries()) {
        assert.ok(contrast(heatText[step] ?? '', ground) >= 4.5, `step ${step}`);
      }
    });
  }
});
