/** `incept check`: excerpts, formats for programs, several files, imports, exit codes. */

import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../support/disk-files';
import { incept } from '../support/memory-host';

const good = 'network Good() {\n  input x: 8x8x2\n  conv(4, 1x1)\n}\n';
const bad = 'network Bad() {\n  input x: 8x8x2\n  conv(4, 1x1, strid = 2)\n  maxpool(2x2)\n}\n';

describe('incept check', () => {
  it('is content with a good file', async () => {
    const { code, stdout, stderr } = await incept(['check', 'a.cnn'], { files: { 'a.cnn': good } });
    assert.deepEqual([code, stdout, stderr], [0, 'a.cnn: no problems\n', '']);
  });

  it('shows the line with carets under the smallest text that is wrong, and the fix', async () => {
    const { code, stdout } = await incept(['check', 'a.cnn'], { files: { 'a.cnn': bad } });
    assert.equal(code, 1);
    const lines = stdout.split('\n');
    assert.match(
      lines[0] as string,
      /^error\[call\.unknown-parameter\]: conv has no parameter named strid, did you mean stride/,
    );
    assert.equal(lines[1], ' --> a.cnn:3:16');
    assert.equal(lines[3], '3 |   conv(4, 1x1, strid = 2)');
    assert.equal(lines[4], '  |                ^^^^^');
    assert.match(stdout, /^help: /m);
    assert.match(stdout, /a\.cnn: 1 error, 1 note\n$/);
  });

  it('warnings and notes alone are exit code 0', async () => {
    const text = 'network N() {\n  input x: 8x8x2\n  conv(4, 1x1)\n  maxpool(2x2)\n}\n';
    const { code, stdout } = await incept(['check', 'a.cnn'], { files: { 'a.cnn': text } });
    assert.equal(code, 0);
    assert.match(stdout, /note\[lint\.pool-stride\]/);
  });

  it('--format json: every file asked for, lines and columns from 1', async () => {
    const { code, stdout, stderr } = await incept(['check', 'a.cnn', 'b.cnn', '--format', 'json'], {
      files: { 'a.cnn': good, 'b.cnn': bad },
    });
    assert.equal(code, 1);
    assert.equal(stderr, '');
    const document = JSON.parse(stdout);
    assert.equal(document.schema, 1);
    assert.deepEqual(
      document.files.map((file: { file: string }) => file.file),
      ['a.cnn', 'b.cnn'],
    );
    assert.deepEqual(document.files[0].diagnostics, []);
    const [first, second] = document.files[1].diagnostics;
    assert.equal(first.code, 'call.unknown-parameter');
    assert.equal(first.severity, 'error');
    assert.deepEqual(
      [first.start, first.end],
      [
        { line: 3, column: 16 },
        { line: 3, column: 21 },
      ],
    );
    assert.deepEqual(first.related, []);
    assert.equal(first.fixes.length, 1);
    assert.equal(second.severity, 'note');
  });

  it('--format json lists imported files that have diagnostics, related places with their file', async () => {
    const files = {
      'a.cnn': 'import { m } from "./lib/m.cnn"\nnetwork N() {\n  input x: 8x8x2\n  a = conv(4, 1x1)\n  a = m(3)\n}\n',
      'lib/m.cnn': 'module m(c) {\n  conv(c, 1x1, biass = true)\n}\n',
    };
    const document = JSON.parse((await incept(['check', './a.cnn', '--format', 'json'], { files })).stdout);
    assert.deepEqual(
      document.files.map((file: { file: string }) => file.file),
      ['./a.cnn', 'lib/m.cnn'],
    );
    const [twice] = document.files[0].diagnostics;
    assert.equal(twice.code, 'name.twice');
    assert.equal(twice.related[0].file, './a.cnn');
    assert.deepEqual(twice.related[0].start, { line: 4, column: 3 });
    assert.equal(document.files[1].diagnostics[0].code, 'call.unknown-parameter');
  });

  it('--format github: workflow commands, one a line', async () => {
    const { stdout, code } = await incept(['check', 'b.cnn', '--format', 'github'], { files: { 'b.cnn': bad } });
    assert.equal(code, 1);
    const [first, second] = stdout.trimEnd().split('\n');
    assert.match(
      first as string,
      /^::error file=b\.cnn,line=3,endLine=3,col=16,endColumn=21,title=call\.unknown-parameter::conv has/,
    );
    assert.match(second as string, /^::notice file=b\.cnn,line=4/);
  });

  it('--format sarif: rules and results', async () => {
    const { stdout } = await incept(['check', 'b.cnn', '--format', 'sarif'], { files: { 'b.cnn': bad } });
    const [run] = JSON.parse(stdout).runs;
    assert.equal(run.tool.driver.name, 'incept');
    assert.deepEqual(
      run.results.map((result: { level: string }) => result.level),
      ['error', 'note'],
    );
    for (const result of run.results) assert.equal(run.tool.driver.rules[result.ruleIndex].id, result.ruleId);
    assert.deepEqual(run.results[0].locations[0].physicalLocation.region, {
      startLine: 3,
      startColumn: 16,
      endLine: 3,
      endColumn: 21,
    });
  });

  it('--format sarif: what each code means, and files by URIs relative to the working folder', async () => {
    const page = readFileSync(join(repositoryRoot, 'docs/diagnostics.md'), 'utf8');
    const files = {
      '/program/docs/diagnostics.md': page,
      './nets/a b#1.cnn': 'network N() {\n  input x: 8x8x2\n  a = conv(4, 1x1)\n  /* \u{1f600} */ a = relu()\n}\n',
      '/elsewhere/b.cnn': bad,
    };
    const argv = ['check', './nets/', '/elsewhere', '--format', 'sarif'];
    const { code, stdout } = await incept(argv, { files });
    assert.equal(code, 1);
    const document = JSON.parse(stdout);
    const [run] = document.runs;
    assert.deepEqual([document.version, run.columnKind], ['2.1.0', 'utf16CodeUnits']);
    assert.deepEqual(run.originalUriBaseIds, { SRCROOT: { uri: 'file:///work-folder/' } });
    const twice = run.results.find(({ ruleId }: { ruleId: string }) => ruleId === 'name.twice');
    const artifactLocation = { uri: 'nets/a%20b%231.cnn', uriBaseId: 'SRCROOT' };
    // The comment is ten UTF-16 units long, of which the face is two; columns count from 1.
    assert.deepEqual(twice.locations[0].physicalLocation, {
      artifactLocation,
      region: { startLine: 4, startColumn: 12, endLine: 4, endColumn: 13 },
    });
    assert.deepEqual(twice.relatedLocations[0].physicalLocation.artifactLocation, artifactLocation);
    const outside = run.results.find(({ ruleId }: { ruleId: string }) => ruleId === 'call.unknown-parameter');
    assert.deepEqual(outside.locations[0].physicalLocation.artifactLocation, { uri: 'file:///elsewhere/b.cnn' });
    const rule = run.tool.driver.rules[outside.ruleIndex];
    // Nobody can follow an address on the machine that checked.
    assert.doesNotMatch(JSON.stringify(run.tool), /file:/);
    assert.ok(page.includes(`### \`call.unknown-parameter\`\n\n${rule.help.markdown}\n\n#`));
    assert.match(rule.help.markdown, /^```cnn$/m);
    assert.doesNotMatch(rule.help.text, /```|\n/);
    assert.ok(rule.fullDescription.text.startsWith(rule.shortDescription.text));
    assert.match(rule.shortDescription.text, /^[A-Z].*\.$/);
  });

  it('--format sarif: what each code means in the language of the messages', async () => {
    const page = readFileSync(join(repositoryRoot, 'docs/zh-CN/diagnostics.md'), 'utf8');
    const files = { '/program/docs/zh-CN/diagnostics.md': page, 'b.cnn': bad };
    const { stdout } = await incept(['check', 'b.cnn', '--format', 'sarif', '--lang', 'zh-CN'], { files });
    const [{ tool }] = JSON.parse(stdout).runs;
    const rule = tool.driver.rules.find(({ id }: { id: string }) => id === 'call.unknown-parameter');
    assert.equal(rule.shortDescription.text, '该层或模块没有这个参数。');
    // Sentences alone: not the texts that a message of this code may have.
    assert.match(rule.fullDescription.text, /^该层或模块没有这个参数。其他框架[^>]*。$/);
    assert.match(rule.help.markdown, /^> 错误：[\s\S]*^```cnn$/m);
  });

  it('--format github: escapes what GitHub takes for its own', async () => {
    const files = { 'a,b:50%.cnn': 'import { m } from "./50%.cnn"\nnetwork N() {\n  input x: 8x8x2\n  relu()\n}\n' };
    const { stdout } = await incept(['check', '.', '--format', 'github'], { files });
    const [first = ''] = stdout.split('\n');
    assert.match(
      first,
      /^::error file=a%2Cb%3A50%25\.cnn,line=1,endLine=1,col=\d+,endColumn=\d+,title=import\.[\w-]+::/,
    );
    assert.match(first, /::[^:]*50%25\.cnn/);
  });

  it('reads standard input as -', async () => {
    const { code, stdout } = await incept(['check', '-'], { stdin: bad });
    assert.equal(code, 1);
    assert.match(stdout, /--> -:3:16/);
  });

  it('goes on after a file that cannot be read, exit code 2', async () => {
    const { code, stdout, stderr } = await incept(['check', 'x.cnn', 'b.cnn'], { files: { 'b.cnn': bad } });
    assert.equal(code, 2);
    assert.match(stdout, /call\.unknown-parameter/);
    assert.match(stderr, /cannot read x\.cnn/);
  });

  const folder = {
    'nets/b.cnn': bad,
    'nets/a.cnn': good,
    'nets/deep/c.cnn': good,
    'nets/node_modules/d.cnn': bad,
    'nets/.hidden/e.cnn': bad,
    'nets/notes.txt': 'none',
    'main.cnn': good,
  };
  const filesOf = (stdout: string): string[] => JSON.parse(stdout).files.map(({ file }: { file: string }) => file);

  it('takes folders: all designs below, by name, each once', async () => {
    const { code, stdout } = await incept(['check', 'nets', '--format', 'json'], { files: folder });
    assert.equal(code, 1);
    assert.deepEqual(filesOf(stdout), ['nets/a.cnn', 'nets/b.cnn', 'nets/deep/c.cnn']);
    const mixed = ['check', './nets/a.cnn', 'nets/', 'main.cnn', 'nets/deep', 'main.cnn', '--format', 'json'];
    assert.deepEqual(filesOf((await incept(mixed, { files: folder })).stdout), [
      './nets/a.cnn',
      'nets/b.cnn',
      'nets/deep/c.cnn',
      'main.cnn',
    ]);
    const here = await incept(['check', '.', '--format', 'json'], { files: folder });
    assert.deepEqual(filesOf(here.stdout), ['main.cnn', 'nets/a.cnn', 'nets/b.cnn', 'nets/deep/c.cnn']);
  });

  it('says of a folder without designs that there are none, exit code 2, and goes on', async () => {
    const files = { ...folder, 'empty/notes.txt': 'none' };
    const alone = await incept(['check', 'empty', '--format', 'json'], { files });
    assert.deepEqual(alone, { ...alone, code: 2, stdout: '', stderr: 'error: there are no .cnn files in empty\n' });
    const among = await incept(['check', 'empty', 'main.cnn'], { files });
    assert.deepEqual([among.code, among.stdout], [2, 'main.cnn: no problems\n']);
  });

  it('checks every file of a large folder', async () => {
    const files = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`nets/n${i}.cnn`, good]));
    const { code, stdout } = await incept(['check', 'nets'], { files });
    assert.deepEqual([code, stdout], [0, '600 files: no problems\n']);
  });

  it('tells of an imported file what its importer sees, and what it has itself', async () => {
    const files = {
      'a.cnn': 'import { m } from "./m.cnn"\nnetwork N() {\n  input x: 8x8x2\n  m(3)\n}\n',
      'm.cnn': `module m(c) {\n  conv(c, 1x1, biass = true)\n}\nnetwork Own() {\n  input x: 8x8x2\n  conv(4, 9x9)\n  expect 1x1x4\n}\n`,
    };
    const told = async (...paths: string[]) => {
      const { stdout } = await incept(['check', ...paths, '--format', 'json'], { files });
      return JSON.parse(stdout).files.find(({ file }: { file: string }) => file === 'm.cnn').diagnostics;
    };
    const all = await told('.');
    assert.deepEqual(
      all.map(({ code }: { code: string }) => code),
      ['call.unknown-parameter', 'expect.shape'],
    );
    assert.deepEqual(all, await told('m.cnn'));
  });

  it('a failed expect is an error; with another size it is a note', async () => {
    const files = { 'a.cnn': 'network N(w = 1) {\n  input x: 8x8x2\n  conv(4, 1x1)\n  expect 4x4x4\n}\n' };
    assert.equal((await incept(['check', 'a.cnn'], { files })).code, 1);
    const sized = await incept(['check', 'a.cnn', '--size', '6x6x2'], { files });
    assert.equal(sized.code, 0);
    assert.match(sized.stdout, /note\[expect\.shape\]/);
    assert.equal((await incept(['check', 'a.cnn', '--set', 'w=2'], { files })).code, 0);
    assert.equal((await incept(['check', 'a.cnn', '--precision', 'int8'], { files })).code, 0);
  });

  it('a broken budget is exit code 1, with another size too', async () => {
    const files = { 'a.cnn': 'network N() {\n  input x: 8x8x2\n  conv(4, 1x1)\n  budget params <= 11\n}\n' };
    assert.equal((await incept(['check', 'a.cnn'], { files })).code, 1);
    assert.equal((await incept(['check', 'a.cnn', '--size', '6x6x2'], { files })).code, 1);
  });

  it('--network leaves out what stands in the others', async () => {
    const files = { 'a.cnn': good + bad };
    assert.equal((await incept(['check', 'a.cnn', '--network', 'Good'], { files })).code, 0);
    assert.equal((await incept(['check', 'a.cnn', '--network', 'Bad'], { files })).code, 1);
  });

  it('imports stay in the workspace', async () => {
    const files = { 'a.cnn': 'import { m } from "../m.cnn"\n', '/m.cnn': 'module m() { relu() }\n' };
    assert.match((await incept(['check', 'a.cnn'], { files })).stdout, /import\.outside/);
    const inRepository = {
      '/repo/.git/HEAD': '',
      '/repo/nets/a.cnn': 'import { m } from "../m.cnn"\n',
      '/repo/m.cnn': 'module m() { relu() }\n',
    };
    assert.equal((await incept(['check', '/repo/nets/a.cnn'], { files: inRepository })).code, 0);
  });

  it('never lets a file steer the terminal', async () => {
    const files = { 'a.cnn': 'network N() {\n  input x: 8x8x2\n  conv(4, 1x1) \u001b[31m\u0007 relu()\n}\n' };
    const { stdout } = await incept(['check', 'a.cnn'], { files });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    assert.doesNotMatch(stdout, /[\u0007\u001b]/);
  });

  it('shows the first 500 excerpts and the sum of all', async () => {
    const text = `network N() {\n  input x: 4x4x1\n${'  cnv(1, 1x1)\n'.repeat(600)}}\n`;
    const { stdout } = await incept(['check', 'a.cnn'], { files: { 'a.cnn': text } });
    assert.match(stdout, /^and 100 more; --format json lists all$/m);
    assert.match(stdout, /a\.cnn: 600 errors\n$/);
  });

  it('survives any text', async () => {
    for (const text of [
      '',
      '\ufeff',
      '}}}}',
      'network',
      'network N',
      'network N(',
      '\0\0',
      'const a = b\r\rconst b = a',
      '(('.repeat(5000),
    ]) {
      const { code, stderr } = await incept(['check', 'a.cnn'], { files: { 'a.cnn': text } });
      assert.ok(code < 2, stderr);
    }
  });
});
