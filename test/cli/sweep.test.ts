/** `incept sweep`: its document, what fits, its front, and its forms. */

import * as assert from 'node:assert/strict';
import { metricNames } from '../../src/base/metrics';
import { incept, type Outcome, type World } from '../support/memory-host';

const net = `network Net(width = 1, depth = 1, act = relu) {
  input x: 8x8x2
  conv(4 * width, 1x1, activation = act)
  repeat depth { conv(4, 1x1) }
  budget params <= 100
}
`;
const files = { 'net.cnn': net, 'blocks.cnn': 'module m(c) { conv(c, 1x1) }\n' };

const sweep = (line: string, more: readonly string[] = [], world: World = {}): Promise<Outcome> =>
  incept(['sweep', ...line.split(' '), ...more], { files, ...world });

async function document(line: string, ...more: string[]): Promise<ReturnType<typeof JSON.parse>> {
  return JSON.parse((await sweep(`${line} --format json`, more)).stdout);
}

type Point = {
  parameters: Record<string, unknown>;
  fits: boolean;
  pareto: boolean;
  errors: number;
  messages: string[];
};

describe('incept sweep', () => {
  it('has exactly the documented keys', async () => {
    const found = await document('net.cnn width=1,2');
    assert.deepEqual(Object.keys(found), ['schema', 'file', 'network', 'parameters', 'points', 'best']);
    assert.deepEqual([found.schema, found.file, found.network, found.best], [1, 'net.cnn', 'Net', null]);
    assert.deepEqual(found.parameters, ['width']);
    const [first, second] = found.points;
    assert.deepEqual(Object.keys(first), ['parameters', 'input', 'totals', 'errors', 'messages', 'fits', 'pareto']);
    assert.deepEqual(first.input, [8, 8, 2]);
    for (const metric of metricNames) assert.ok(metric in first.totals, metric);
    // 8*8 * (4*2 + 4*4) and 8*8 * (8*2 + 4*8).
    assert.deepEqual([first.totals.multiplies, second.totals.multiplies], [1536, 3072]);
    // 8 + 4 and 16 + 4; 16 + 8 and 32 + 4.
    assert.deepEqual([first.totals.params, second.totals.params], [32, 60]);
  });

  it('takes every value with every other, and every size', async () => {
    const { points } = await document('net.cnn width=0.25..0.75:0.25 depth=1,2 --size 8x8x2,4x4x2');
    assert.deepEqual(
      points.map((point: Point & { input: number[] }) => [
        point.parameters.width,
        point.parameters.depth,
        point.input[0],
      ]),
      [0.25, 0.5, 0.75].flatMap((width) => [1, 2].flatMap((depth) => [8, 4].map((side) => [width, depth, side]))),
    );
    // 4*4 * (3*2 + 4*3 + 4*4).
    assert.equal(points.at(-1).totals.multiplies, 544);
    const { points: sizes } = await document('net.cnn --size 2x2x2 --set width=2');
    // 2*2 * (8*2 + 4*8).
    assert.equal(sizes[0].totals.multiplies, 192);
  });

  it('keeps the points that fail, with what is wrong', async () => {
    const { stdout, code } = await sweep('net.cnn width=0.3,1 --format json');
    const [broken, fine] = JSON.parse(stdout).points;
    assert.equal(code, 0);
    assert.equal(broken.errors, 1);
    assert.match(broken.messages[0], /whole number, found 1\.2/);
    assert.deepEqual([broken.fits, broken.pareto, broken.totals.multiplies], [false, false, null]);
    assert.deepEqual([fine.errors, fine.messages, fine.fits, fine.pareto], [0, [], true, true]);
    assert.equal((await sweep('net.cnn width=0.3')).code, 1);
    const { points } = await document('net.cnn act=relu,7,tanh');
    assert.deepEqual(
      points.map((point: Point) => point.errors > 0),
      [false, true, false],
    );
    assert.deepEqual(points[2].parameters, { act: 'tanh' });
  });

  it('fits what keeps its budgets, or what --where says', async () => {
    const fits = async (...argv: string[]): Promise<boolean[]> =>
      (await document('net.cnn width=1,2,3,4', ...argv)).points.map((point: Point) => point.fits);
    // 28 * width + 4 parameters, 1536 * width multiplies.
    const { points } = await document('net.cnn width=1,2,3,4');
    assert.deepEqual(
      points.map((point: Point) => point.fits),
      [true, true, true, false],
    );
    assert.match(points[3].messages[0], /params is 116, over the budget of 100 by 16/);
    assert.equal(points[3].errors, 0);
    assert.deepEqual(await fits('--where', 'params >= 88'), [false, false, true, true]);
    assert.deepEqual(await fits('--where', 'width >= 2', '--where', 'multiplies < 5K'), [false, true, true, false]);
    assert.deepEqual(await fits('--where', 'width == 1 or peak > 2KiB and params > 100'), [true, false, false, true]);
    assert.deepEqual(await fits('--where', 'depth == 1 and act == relu'), [true, true, true, true]);
  });

  it('names the best of what fits', async () => {
    const best = async (...argv: string[]): Promise<number | null> =>
      (await document('net.cnn width=1,2,3,4', ...argv)).best;
    assert.equal(await best('--best', 'params'), 2);
    assert.equal(await best('--best', '-params'), 0);
    assert.equal(await best('--best', 'width', '--where', 'params < 1K'), 3);
    assert.equal(await best('--best', 'weights', '--where', 'params < 0'), null);
  });

  it('marks the front of the measures it is given', async () => {
    const front = async (...argv: string[]): Promise<number[]> =>
      (await document('net.cnn width=1,2 depth=1,2', ...argv)).points.flatMap((point: Point, place: number) =>
        point.pareto ? [place] : [],
      );
    assert.deepEqual(await front(), [0]);
    // Multiplies 1536, 2560, 3072, 4096 and params 32, 52, 60, 80: more of the one is more of the other.
    assert.deepEqual(await front('--y', '+params'), [0, 1, 2, 3]);
    assert.deepEqual(await front('--x', 'depth', '--y', '+width'), [2]);
    assert.deepEqual(await front('--x', 'depth', '--y', '+width', '--where', 'width < 2 or depth > 1'), [0, 3]);
  });

  it('prints a table, and CSV', async () => {
    const { stdout } = await sweep('net.cnn width=1,2 --best params');
    assert.match(stdout, /^width +multiplies +params +peakBytes$/m);
    assert.match(stdout, /^ +1 +1,536 +32 +2\.00 KiB +front$/m);
    assert.match(stdout, /^ +2 +3,072 +60 +3\.00 KiB +best$/m);
    const csv = (await sweep('net.cnn width=1,4 --format csv')).stdout.split('\n');
    assert.equal(csv[0], `width,input,${metricNames.join(',')},errors,fits,pareto,best,messages`);
    assert.match(csv[2] ?? '', /^4,8x8x2,6144,.*,0,false,false,false,"?params is 116, over/);
  });

  it('draws a plot in which nothing of the file is markup', async () => {
    const { stdout } = await sweep('net.cnn width=1..3 --y +params --best params --format svg --where', [
      'params < 80',
    ]);
    assert.match(stdout, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 760 500"/);
    assert.equal(stdout.match(/<circle [^>]*>(?=<title>)/g)?.length, 3);
    assert.equal(stdout.match(/<title>width \d<\/title>/g)?.length, 3);
    assert.doesNotMatch(stdout, /<script|NaN|undefined|Infinity/);
    const odd = 'network N(k = "<b>&") { input x: 4x4x1 conv(2, 1x1) }';
    const drawn = await incept(['sweep', '-', 'k="<b>&"', '--format', 'svg'], { stdin: odd });
    assert.match(drawn.stdout, /k &quot;&lt;b&gt;&amp;&quot;/);
    assert.doesNotMatch(drawn.stdout, /<b>/);
    // Nothing to draw is no mistake.
    assert.match((await sweep('net.cnn width=1 --x act --format svg')).stderr, /no metric/);
    assert.doesNotMatch((await sweep('net.cnn width=0.3 --format svg')).stdout, /NaN|Infinity/);
  });

  it('labels the points of a plot with all that differs, and draws none whose measure is unknown', async () => {
    const titles = async (line: string, design = net): Promise<readonly string[]> => {
      const { stdout } = await sweep(`net.cnn ${line} --format svg`, [], { files: { 'net.cnn': design } });
      return [...stdout.matchAll(/<title>(width[^<]*)<\/title>/g)].map(([, title = '']) => title).sort();
    };
    assert.deepEqual(await titles('width=1,2 depth=2 --size 8x8x2,4x4x2'), [
      'width 1, depth 2, 4x4x2',
      'width 1, depth 2, 8x8x2',
      'width 2, depth 2, 4x4x2',
      'width 2, depth 2, 8x8x2',
    ]);
    assert.deepEqual(await titles('width=1,2'), ['width 1', 'width 2']);
    // A window of 9 does not fit into what a stride of 2 leaves.
    const narrow = net.replace('repeat depth', 'maxpool(9x9, padding = valid, stride = width)\n  repeat depth');
    assert.deepEqual(await titles('width=1,2', narrow), []);
  });

  it('says the same of many points, which threads cost', async () => {
    const sided = {
      'net.cnn': `import { side } from "./lib/side.cnn"\n${net.replace('budget', 'side(3)\n  budget')}`,
      'lib/side.cnn': 'module side(c) { conv(c, 1x1) }\n',
    };
    const line = 'net.cnn width=1..50 act=relu,7 --size 8x8x2,4x4x2 --precision int8 --set depth=2';
    const where = ['--where', 'params <= 900', '--where', 'width >= 3', '--format', 'csv'];
    const [here, there] = [
      await sweep(line, where, { files: sided }),
      await sweep(line, where, { files: sided, threads: true }),
    ];
    // 50 * 2 * 2 points below the head of the table.
    assert.equal(here.stdout.split('\n').length, 202);
    assert.match(here.stdout, /^3,.*,true,/m);
    assert.deepEqual([there.code, there.stdout, there.stderr], [here.code, here.stdout, here.stderr]);
  });

  it('tells a terminal how far it is', async () => {
    assert.match((await sweep('net.cnn width=1..3', [], { terminal: true })).stderr, /point 2\/3/);
    assert.equal((await sweep('net.cnn width=1..3')).stderr, '');
  });

  it('says what it cannot sweep', async () => {
    for (const [line, message] of [
      ['net.cnn', /nothing to sweep over/],
      ['net.cnn width', /takes name=values, found width/],
      ['net.cnn widht=1', /Net[\s\S]* widht\n.*did you mean width\?/],
      ['net.cnn width=1..', /a range of width cannot be read: 1\.\./],
      ['net.cnn width=1,}', /a value of width cannot be read: }/],
      ['net.cnn width=1 width=2', /values of width are given twice/],
      ['net.cnn width=1 --set width=2', /values of width are given twice/],
      ['net.cnn width=1..1e9 depth=1..1e9', /1\.00e18 points; 20,000 are possible/],
      ['net.cnn width=1 --where params', /condition cannot be read: params/],
      ['net.cnn width=1 --where parms<1', /named parms/],
      ['net.cnn width=1 --best multiplis', /did you mean multiplies\?/],
      ['net.cnn width=1 --size 3x3', /height x width x channels/],
      ['net.cnn --size 3x3x1,', /sizes with commas/],
      ['blocks.cnn c=1', /there is no network in blocks\.cnn/],
    ] as const) {
      const { code, stdout, stderr } = await sweep(line);
      assert.deepEqual([code, stdout], [2, ''], line);
      assert.match(stderr, message, line);
    }
  });
});
