/** The command as it is shipped: one bundle that Node runs, with its worker and server beside it. */

import * as assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { build } from '../../scripts/build';
import { repositoryRoot } from '../support/disk-files';
import { incept as inMemory } from '../support/memory-host';

const program = join(repositoryRoot, 'dist/cli.js');

function incept(args: readonly string[], options: { input?: string; cwd?: string } = {}): ReturnType<typeof spawnSync> {
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', cwd: repositoryRoot, ...options });
}

describe('dist/cli.js', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'incept-cli-'));

  before(async () => {
    const missing = ['cli', 'run-worker', 'server', 'layout-thread', 'layout-worker', 'report', 'rasterizer'].filter(
      (name) =>
        !existsSync(join(repositoryRoot, `dist/${name}.js`)) &&
        !existsSync(join(repositoryRoot, `dist/webview/${name}.js`)),
    );
    if (missing.length > 0) assert.deepEqual((await build(missing, { production: false, watch: false })).failed, []);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('speaks the language of the environment, or of --lang', () => {
    const env = (LANG: string) => ({ env: { PATH: process.env.PATH, LANG } }) as object;
    const help = (args: readonly string[], LANG: string) => String(incept([...args, '--help'], env(LANG)).stdout);
    assert.match(help(['cost'], 'zh_CN.UTF-8'), /^用法：.*incept cost/);
    assert.match(help(['cost', '--lang', 'en'], 'zh_CN.UTF-8'), /^Usage: incept cost/);
    assert.match(help(['--lang', 'zh-CN'], 'C'), /在 \.cnn 文件中设计卷积网络/);
    const { status, stdout } = incept(['check', 'examples/course.cnn'], env('zh_CN.UTF-8'));
    assert.equal(status, 0);
    assert.match(String(stdout), /course\.cnn：没有问题/);
    const cost = String(incept(['cost', 'examples/course.cnn', '--lang', 'zh-CN']).stdout);
    assert.match(cost, /峰值内存/);
  });

  it('starts', function () {
    const startedAt = performance.now();
    const { status, stdout } = incept(['--version']);
    assert.equal(status, 0);
    assert.match(String(stdout), /^\d+\.\d+\.\d+\n$/);
    // Shown, not asserted: it depends on the machine.
    (this.test as Mocha.Runnable).title += ` (${Math.round(performance.now() - startedAt)} ms)`;
  });

  it('sweeps on threads what it sweeps here, point for point', async () => {
    const name = 'swept.cnn';
    const text = `import { unit } from "./unit.cnn"
network Net(width = 1, act = relu, depth = 1) {
  input x: 8x8x2
  repeat depth { unit(4 * width, act) }
  budget params <= 20_000
}
`;
    const unit = 'module unit(c, act) { conv(c, 3x3, activation = act) }\n';
    const own = join(folder, 'sweep');
    mkdirSync(own);
    writeFileSync(join(own, name), text);
    writeFileSync(join(own, 'unit.cnn'), unit);
    // The width -1 is a mistake, of which a point has the message.
    const where = ['--where', 'params <= 10_000 and width >= 2', '--best', 'params', '--format', 'json'];
    const line = ['sweep', name, 'width=-1..18', 'act=relu,tanh', 'depth=1..3', '--size', '8x8x2,16x16x2', ...where];
    const there = incept(line, { cwd: own });
    const here = await inMemory(line, { files: { [name]: text, 'unit.cnn': unit } });
    const { points, best } = JSON.parse(String(there.stdout));
    assert.equal(points.length, 240);
    assert.equal(typeof best, 'number');
    assert.ok(points.some(({ fits }: { fits: boolean }) => fits) && points[0].messages.length > 0);
    assert.equal(there.stdout, here.stdout);
  });

  it('loads nothing that the command asked for does not need', () => {
    const script = `require(process.argv[1]);
      process.on('exit', () => console.error(Object.keys(require.cache).join()));`;
    const late = (...args: string[]): string[] => {
      const { stderr } = spawnSync(process.execPath, ['-e', script, program, ...args], {
        encoding: 'utf8',
        cwd: repositoryRoot,
      });
      return ['session', 'usual', 'seldom', 'late'].filter((part) => stderr.includes(`${part}-`));
    };
    assert.deepEqual(late('--version'), []);
    assert.deepEqual(late('check', 'examples/course.cnn'), ['session', 'usual']);
    assert.deepEqual(late('sweep', 'examples/course.cnn'), ['session', 'seldom']);
    assert.deepEqual(late('graph', 'examples/course.cnn'), ['session', 'seldom', 'late']);
  });

  it('has no problem with its examples', () => {
    const { status, stdout } = incept(['check', 'examples/course.cnn', 'examples/googlenet.cnn']);
    assert.deepEqual([status, stdout], [0, '2 files: no problems\n']);
  });

  it('checks a folder with links that lead out of it and in circles', function () {
    if (process.platform === 'win32') this.skip();
    const nets = join(folder, 'nets');
    const text = 'network N() {\n  input x: 8x8x2\n  conv(4, 1x1)\n}\n';
    mkdirSync(join(nets, 'deep'), { recursive: true });
    mkdirSync(join(folder, 'outside'));
    for (const path of ['nets/b.cnn', 'nets/deep/a.cnn', 'outside/o.cnn']) writeFileSync(join(folder, path), text);
    symlinkSync(nets, join(nets, 'deep/circle'));
    symlinkSync(join(folder, 'outside'), join(nets, 'out-of-it'));
    symlinkSync('self.cnn', join(nets, 'self.cnn'));
    const files = (...args: string[]): unknown =>
      JSON.parse(String(incept(['check', ...args, '--format', 'json'], { cwd: folder }).stdout)).files.map(
        ({ file }: { file: string }) => file,
      );
    assert.deepEqual(files('nets'), ['nets/b.cnn', 'nets/deep/a.cnn']);
    // A link that is named itself is followed; what it leads to is still checked once.
    assert.deepEqual(files('nets/deep/circle/', 'nets/b.cnn'), [
      'nets/deep/circle/b.cnn',
      'nets/deep/circle/deep/a.cnn',
    ]);
    assert.equal(incept(['check', join(nets, 'self.cnn')]).status, 2);
  });

  it('finds its examples from any folder, and through a link as npm makes one', function () {
    if (process.platform === 'win32') this.skip();
    const linked = join(folder, 'incept');
    symlinkSync(program, linked);
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [linked, ...args], { encoding: 'utf8', cwd: folder });
    const { networks } = JSON.parse(run('new', '--list', '--format', 'json').stdout);
    const names = readdirSync(join(repositoryRoot, 'examples')).map((name) => name.replace('.cnn', ''));
    assert.deepEqual(networks.map(({ name }: { name: string }) => name).sort(), names.sort());
    assert.equal(run('new', 'squeezenet', '-o', 'new/mine.cnn').status, 0);
    const text = readFileSync(join(repositoryRoot, 'examples/squeezenet.cnn'), 'utf8');
    assert.equal(readFileSync(join(folder, 'new/mine.cnn'), 'utf8'), text);
    assert.equal(run('new', 'googlenet', '-o', 'new/mine.cnn').status, 2);
    assert.equal(readFileSync(join(folder, 'new/mine.cnn'), 'utf8'), text);
    assert.equal(run('check', 'new/mine.cnn').stdout, 'new/mine.cnn: no problems\n');
  });

  it('lays out a picture with open blocks, twice to the same bytes', () => {
    const draw = () => incept(['graph', 'examples/googlenet.cnn', '--format', 'svg', '--depth', '1', '--columns', '1']);
    const { status, stdout, stderr } = draw();
    assert.deepEqual([status, stderr], [0, '']);
    // Its nine inception blocks, whose four branches stand side by side.
    assert.equal(String(stdout).match(/>concat</g)?.length, 9);
    const [, width = 0, height = 0] = /width="(\d+)" height="(\d+)"/.exec(String(stdout))?.map(Number) ?? [];
    assert.ok(width > 4 * 152 && height > 9 * 200, `${width}x${height}`);
    assert.equal(draw().stdout, stdout);
  });

  it('draws a PNG of twice the size of the SVG, in its colours and with its texts', () => {
    const draw = (name: string) =>
      incept(['graph', 'examples/squeezenet.cnn', '--theme', 'dark', '-o', join(folder, name)]);
    assert.deepEqual([draw('p.png').status, draw('p.svg').status, draw('again.png').status], [0, 0, 0]);
    const bytes = readFileSync(join(folder, 'p.png'));
    assert.deepEqual(bytes, readFileSync(join(folder, 'again.png')));
    const [, width = 0, height = 0] =
      /width="(\d+)" height="(\d+)"/.exec(readFileSync(join(folder, 'p.svg'), 'utf8'))?.map(Number) ?? [];
    const png = decode(bytes);
    assert.deepEqual([png.width, png.height], [2 * width, 2 * height]);
    const colour = (x: number, y: number): string => {
      const start = (y * png.width + x) * png.channels;
      return [...png.data.slice(start, start + 3)].join(' ');
    };
    // #1f1f1f; the dearest of the legend, #f8db41, somewhere.
    assert.equal(colour(3, 3), '31 31 31');
    let dear = 0;
    let inkOfTitle = 0;
    for (let i = 0; i < png.width * png.height; i++) {
      const found = colour(i % png.width, Math.floor(i / png.width));
      if (found === '248 219 65') dear++;
      // `SqueezeNet` in 20 pixels, from 24 on.
      if (i < 90 * png.width && i % png.width < 340 && found === '212 212 212') inkOfTitle++;
    }
    assert.ok(dear > 500, `${dear} pixels of the dearest`);
    assert.ok(inkOfTitle > 200, `${inkOfTitle} pixels of the title`);
  });

  it('writes a report with the page that it needs, and no map of it', () => {
    const path = join(folder, 'report.html');
    assert.equal(incept(['report', 'examples/course.cnn', '-n', 'Bottleneck5x5', '-o', path]).status, 0);
    const html = readFileSync(path, 'utf8');
    assert.ok(html.includes('>12,443,648<') && html.length > 500_000);
    // The page writes reports itself, and so has the word.
    assert.doesNotMatch(html, /sourceMappingURL=[\w-]+\.(js|css)/);
  });

  it('reads standard input, writes a file, and says what it cannot read', () => {
    const text = 'network N() { input x: 4x4x1 conv(2, 1x1) }';
    const out = join(folder, 'deep/cost.csv');
    assert.equal(incept(['cost', '-', '--format', 'csv', '-o', out], { input: text }).status, 0);
    assert.ok(existsSync(out));
    const folderAsFile = incept(['cost', folder]);
    assert.equal(folderAsFile.status, 2);
    assert.match(String(folderAsFile.stderr), /it is a folder/);
  });

  it('writes whole files or none', function () {
    if (process.platform === 'win32') this.skip();
    const path = join(folder, 'big.cnn');
    const text = `network N() {\n input x: 8x8x1\n${' relu()\n'.repeat(20_000)}}\n`;
    writeFileSync(path, text);
    const shell = (line: string): ReturnType<typeof spawnSync> =>
      spawnSync('sh', ['-c', line, 'sh', process.execPath, program, path], { encoding: 'utf8', cwd: folder });
    for (const trap of ["trap '' XFSZ; ", '']) {
      const limited = shell(`${trap}ulimit -f 64; "$1" "$2" fmt "$3"`);
      assert.equal(limited.status, 2, String(limited.stderr));
      assert.match(String(limited.stderr), /cannot write .*big\.cnn/);
      assert.equal(readFileSync(path, 'utf8'), text);
    }
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('.')),
      [],
    );
    assert.equal(shell('"$1" "$2" cost "$3" -o /proc/none/deep/er').status, 2);
    assert.match(String(shell('"$1" "$2" debug tree "$3" -o /dev/stdout | tail -n 1').stdout), /\S/);
  });

  it('says that standard output failed, unless nobody reads it any more', function () {
    if (process.platform !== 'linux') this.skip();
    const shell = (line: string): ReturnType<typeof spawnSync> =>
      spawnSync('sh', ['-c', line, 'sh', process.execPath, program], { encoding: 'utf8', cwd: repositoryRoot });
    const full = shell('"$1" "$2" cost examples/course.cnn > /dev/full');
    assert.equal(full.status, 2);
    assert.match(String(full.stderr), /cannot write to standard output/);
    assert.equal(shell('"$1" "$2" cost examples/course.cnn 2> /dev/full >/dev/null').status, 0);
    assert.equal(shell('"$1" "$2" cost examples/googlenet.cnn | head -n 1').stderr, '');
  });

  it('refuses what is not UTF-8, wherever it comes from, and writes nothing', () => {
    const design = 'network N(){input:4x4x1 relu()}\n';
    const contents: Record<string, Buffer> = {
      'latin1.cnn': Buffer.from(`// caf\xe9\n${design}`, 'latin1'),
      'utf16.cnn': Buffer.from(`\uFEFF${design}`, 'utf16le'),
      'utf16-unmarked.cnn': Buffer.from(design, 'utf16le'),
      'binary.cnn': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0xff, 0xfe]),
    };
    for (const [name, bytes] of Object.entries(contents)) {
      writeFileSync(join(folder, name), bytes);
      for (const args of [['fmt'], ['fmt', '--check'], ['check'], ['cost']]) {
        const { status, stdout, stderr } = incept([...args, join(folder, name)]);
        assert.deepEqual([status, stdout], [2, ''], `${args} ${name}`);
        assert.match(String(stderr), /is not UTF-8 text/);
        assert.doesNotMatch(String(stderr), /did you mean/);
      }
      assert.deepEqual(readFileSync(join(folder, name)), bytes);
      writeFileSync(join(folder, 'importer.cnn'), `import { a } from "./${name}"\n${design}`);
      const imported = incept(['check', 'importer.cnn'], { cwd: folder });
      assert.match(String(imported.stdout), /is not UTF-8 text/);
    }
    const piped = spawnSync(process.execPath, [program, 'fmt', '-'], { input: contents['latin1.cnn'] });
    assert.equal(piped.status, 2);
    assert.equal(piped.stdout.length, 0);
  });

  it('has one message for an import that never ends, is no file, is too large or lies outside', function () {
    if (process.platform === 'win32') this.skip();
    const place = join(folder, 'imports');
    mkdirSync(join(place, 'folder.cnn'), { recursive: true });
    execFileSync('mkfifo', [join(place, 'pipe.cnn')]);
    symlinkSync('/dev/zero', join(place, 'endless.cnn'));
    writeFileSync(join(folder, 'secret.cnn'), 'module a() { relu() }');
    symlinkSync(join(folder, 'secret.cnn'), join(place, 'out.cnn'));
    writeFileSync(join(place, 'large.cnn'), '');
    truncateSync(join(place, 'large.cnn'), 2 ** 30);
    const said = {
      folder: /is a folder/,
      pipe: /a pipe or a device/,
      endless: /is outside of the workspace/,
      out: /is outside of the workspace/,
      large: /too large/,
    };
    for (const [name, message] of Object.entries(said)) {
      writeFileSync(join(place, 'n.cnn'), `import { a } from "./${name}.cnn"\nnetwork N() { input: 4x4x1 relu() }\n`);
      const { status, stdout } = spawnSync(process.execPath, [program, 'check', 'n.cnn', '--format', 'json'], {
        encoding: 'utf8',
        cwd: place,
        timeout: 60_000,
      });
      assert.equal(status, 1, name);
      const errors = JSON.parse(stdout).files[0].diagnostics.filter(
        ({ severity }: { severity: string }) => severity === 'error',
      );
      assert.equal(errors.length, 1, name);
      assert.match(errors[0].message, message);
    }
  });

  it('runs a network in its worker', () => {
    const path = join(folder, 'n.cnn');
    writeFileSync(path, 'network N() {\n  input x: 8x8x3\n  conv(4, 3x3)\n  globalavgpool()\n}\n');
    const { status, stdout, stderr } = incept(['run', path, '--format', 'json', '--verify']);
    assert.equal(status, 0, String(stderr));
    const { verify } = JSON.parse(String(stdout));
    assert.equal(verify.countedMultiplies, 6912);
    assert.equal(verify.predictedMultiplies, 6912);
  });

  it('runs with relaxed SIMD, in Node 20 too, and without it gives the same bits on any number of threads', () => {
    const path = join(folder, 'relaxed.cnn');
    writeFileSync(
      path,
      'network N() {\n  input x: 33x33x16\n  conv(24, 3x3)\n  conv(24, 1x1) -> relu()\n  softmax()\n}\n',
    );
    const run = (...options: string[]) => {
      const file = join(folder, 'values.safetensors');
      const { status, stdout, stderr } = incept(['run', path, '--format', 'json', '--values', file, ...options]);
      assert.deepEqual([status, stderr], [0, '']);
      const { exact, features } = JSON.parse(String(stdout));
      assert.equal(exact, !features.includes('relaxed'));
      return { exact, bytes: readFileSync(file) };
    };
    assert.equal(run().exact, false);
    assert.equal(run('--relaxed').exact, false);
    assert.equal(run('--verify').exact, true);
    const alone = run('--exact', '--threads', '1');
    assert.equal(alone.exact, true);
    for (const threads of ['2', '3']) assert.ok(run('--exact', '--threads', threads).bytes.equals(alone.bytes));
  });

  it('serves the language on standard input and output', async () => {
    const server = spawn(process.execPath, [program, 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    let received = '';
    server.stdout.setEncoding('utf8').on('data', (text: string) => {
      received += text;
    });
    const send = (body: object): void => {
      const text = JSON.stringify({ jsonrpc: '2.0', ...body });
      server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    };
    // A client keeps the stream open; it would be the end of the server.
    const answer = async (part: string): Promise<void> => {
      while (!received.includes(part)) await once(server.stdout, 'data');
    };
    send({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
    await answer('"capabilities"');
    send({ id: 2, method: 'shutdown' });
    await answer('"id":2');
    send({ method: 'exit' });
    const [code] = await once(server, 'exit');
    assert.equal(code, 0);
  });
});
