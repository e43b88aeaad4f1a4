/** A picture in a file is painted as the page paints it: graph.css and the table of picture-style.ts say the same. */

import assert from 'node:assert/strict';
import { interWidth } from '../../../src/view/draw/inter-widths';
import { drawLine } from '../../../src/view/draw/line';
import { drawNode, type NodeDrawing, nodeClasses } from '../../../src/view/draw/node';
import { isHeatClass, isPageOnly, palettes, pictureThemes, styleOf } from '../../../src/view/draw/picture-style';
import { type SvgNode, svg } from '../../../src/view/draw/svg-tree';
import { TextFit } from '../../../src/view/draw/text-fit';
import { heatScale } from '../../../src/view/heat';
import { stackModel } from '../../../src/view/place';
import { editorWords } from '../../../src/words/editor';
import { previewWords } from '../../../src/words/preview';
import { analyzeText } from '../../support/analyze-text';
import { buildViewModel } from '../../support/view-model';
import { HarnessServer } from '../harness/open-harness';

/** All kinds of boxes and lines, one layer wrong and what follows it unknown. */
const text = `
module fire(n) {
  concat { branch { conv(n, 1x1) }
    branch { conv(n, 3x3) }
  }
}
network Every() {
  input image: 32x32x3
  conv(64, 3x3)
  a = fire(16)
  repeat 2 { conv(32, 3x3) }
  head aux { globalavgpool() -> dense(10) }
  b = conv(32, 1x1)
  add(a, b)
  conv(8, 99x99, padding = valid)
  conv(8, 3x3)
}
`;

/** An element by the classes that it has and that it stands in. */
interface Place {
  readonly tag: string;
  /** From the outside. */
  readonly classes: readonly string[];
}

function placesIn(node: SvgNode, outside: readonly string[]): Place[] {
  const own = String(node.attributes.class ?? '');
  if (isPageOnly(own.split(' ')) || own.startsWith('glyph')) return [];
  const classes = [...outside, own];
  const inner = node.children.flatMap((child) => (typeof child === 'string' ? [] : placesIn(child, classes)));
  return own === '' || node.tag === 'g' ? inner : [{ tag: node.tag, classes }, ...inner];
}

async function everyPlace(): Promise<Place[]> {
  const model = buildViewModel(analyzeText(text), undefined, editorWords('en'));
  assert.ok(model);
  const drawing: NodeDrawing = {
    model,
    metric: 'multiplies',
    scale: heatScale(model, 'multiplies'),
    fit: new TextFit(interWidth),
    words: previewWords('en'),
    isInteractive: false,
  };
  const nodes = new Map(model.nodes.map((node) => [node.id, node]));
  const found = new Map<string, Place>();
  for (const open of [[], [...nodes.keys()]]) {
    const { boxes, lines } = await stackModel(model, new Set(open));
    const groups = boxes.flatMap((box) => {
      const node = nodes.get(box.id);
      return node === undefined
        ? []
        : svg('g', { class: nodeClasses(node, box, drawing).join(' ') }, ...drawNode(node, box, drawing));
    });
    for (const line of lines) {
      const edge = model.edges[line.edge];
      if (edge === undefined) continue;
      const { parts, className, label } = drawLine(
        line,
        edge,
        { source: nodes.get(edge.from), target: nodes.get(edge.to) },
        drawing.fit,
      );
      groups.push(svg('g', { class: className }, ...parts), ...(label === undefined ? [] : [label]));
    }
    for (const place of groups.flatMap((group) => placesIn(group, []))) found.set(JSON.stringify(place), place);
  }
  return [...found.values()];
}

describe('a picture in a file', function () {
  this.timeout(60_000);
  let server: HarnessServer;
  before(async () => {
    server = await HarnessServer.start();
  });
  after(() => server.stop());

  for (const theme of pictureThemes) {
    it(`is painted in ${theme} as the page paints it with the same colours`, async () => {
      const places = await everyPlace();
      assert.ok(places.some(({ classes }) => classes.some((name) => name.includes('has-error'))));
      assert.ok(places.some(({ classes }) => classes.some((name) => name.includes('heat-unknown'))));
      const { page, close } = await server.open({
        theme: theme === 'dark' ? 'dark' : 'light',
        width: 600,
        height: 400,
      });
      const { heat, heatText, ...others } = palettes[theme];
      const colours = [
        ...Object.entries(others).map(([name, value]) => [name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`), value]),
        ...heat.map((value, step) => [`heat-${step}`, value]),
        ...heatText.map((value, step) => [`heat-text-${step}`, value]),
      ];
      const onPage = await page.evaluate(paintedOnPage, { places, colours: colours as [string, string][] });
      await close();
      for (const [index, { tag, classes }] of places.entries()) {
        const own = [...(tag === 'text' ? ['text'] : []), ...(classes.at(-1) ?? '').split(' ')];
        const nearest = classes
          .flatMap((one) => one.split(' '))
          .filter((name) => isHeatClass(name))
          .at(-1);
        const all = [...classes.flatMap((one) => one.split(' ')), ...own];
        const around = new Set(all.filter((name) => !isHeatClass(name) || name === nearest || own.includes(name)));
        const style = styleOf(own, around, theme);
        const at = classes.join(' > ');
        const paints = onPage[index];
        assert.ok(paints);
        if (style.fill !== undefined) assertPaint(paints.fill, style.fill, style['fill-opacity'], at);
        if (style.stroke !== undefined) assertPaint(paints.stroke, style.stroke, undefined, at);
        else if (tag !== 'text' && tag !== 'tspan') assert.equal(paints.stroke, 'none', at);
        if (style['stroke-width'] !== undefined) assert.equal(paints.width, `${style['stroke-width']}px`, at);
        assert.equal(paints.dash.replace(/px|,/g, ''), style['stroke-dasharray'] ?? 'none', at);
      }
    });
  }
});

/** Runs in the page. */
function paintedOnPage({ places, colours }: { places: Place[]; colours: [string, string][] }) {
  for (const [name, value] of colours) document.body.style.setProperty(`--incept-${name}`, value);
  const namespace = 'http://www.w3.org/2000/svg';
  const scene = document.createElementNS(namespace, 'svg');
  scene.setAttribute('class', 'scene');
  scene.dataset.detail = 'full';
  document.querySelector('.graph')?.append(scene);
  return places.map(({ tag, classes }) => {
    let parent: SVGElement = scene;
    for (const [index, name] of classes.entries()) {
      const made = document.createElementNS(namespace, index === classes.length - 1 ? tag : 'g') as SVGElement;
      if (name !== '') made.setAttribute('class', name);
      parent.append(made);
      parent = made;
    }
    const { fill, stroke, strokeWidth, strokeDasharray } = getComputedStyle(parent);
    return { fill, stroke, width: strokeWidth, dash: strokeDasharray };
  });
}

function assertPaint(found: string, wanted: string | number, opacity: string | number | undefined, at: string): void {
  const paint = String(wanted);
  if (!paint.startsWith('#')) {
    const expected = paint === 'none' ? /^none$/ : /^url\("#incept-hatch"\)/;
    assert.match(found, expected, at);
    return;
  }
  const numbers = (found.match(/[\d.]+/g) ?? []).map(Number);
  const scale = found.startsWith('color(') ? 255 : 1;
  for (const channel of [0, 1, 2]) {
    const expected = Number.parseInt(paint.slice(1 + 2 * channel, 3 + 2 * channel), 16);
    const value = (numbers[channel] ?? Number.NaN) * scale;
    assert.ok(Math.abs(value - expected) <= 1, `${at}: ${found} for ${paint}`);
  }
  assert.ok(
    Math.abs((numbers[3] ?? 1) - Number(opacity ?? 1)) < 0.01,
    `${at}: ${found} for an opacity of ${opacity ?? 1}`,
  );
}
