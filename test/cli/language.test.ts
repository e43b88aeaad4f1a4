/** Which language the command line speaks, and that its columns stand where letters are two columns wide. */

import * as assert from 'node:assert/strict';
import { columnsOf, cutTo, padEndTo, padStartTo, wrapTo } from '../../src/base/display-width';
import { incept } from '../support/memory-host';

const files = {
  'net.cnn':
    'network Net {\n  input image: 8x8x2\n  conv(3, 1x1, bias = "是") // 说明\n  dense(4)\n  budget multiplies <= 1\n}\n',
  'good.cnn':
    'network Good {\n  input image: 8x8x2\n  conv(3, 1x1)\n  dense(4)\n  head aux { dense(2) }\n  budget multiplies <= 1G\n}\n',
};

const said = async (line: string, env: Record<string, string> = {}): Promise<string> => {
  const { stdout, stderr } = await incept(line.split(' '), { files, env });
  return `${stdout}${stderr}`;
};

const chinese = /缺少必需的参数/;
const english = /missing required argument/;

describe('the language of the command line', () => {
  it('is that of the environment: the first variable that is set decides', async () => {
    assert.match(await said('cost', { LANG: 'zh_CN.UTF-8' }), chinese);
    assert.match(await said('cost', { LANG: 'zh_CN.UTF-8', LC_MESSAGES: 'de_DE.UTF-8' }), english);
    assert.match(await said('cost', { LANG: 'en_US.UTF-8', LC_ALL: 'zh_SG.GB18030@pinyin' }), chinese);
    for (const LANG of ['C', 'C.UTF-8', 'POSIX', 'fr_FR.UTF-8', 'zh_TW.UTF-8', '']) {
      assert.match(await said('cost', { LANG }), english, LANG);
    }
  });

  it('is the one of --lang before that, wherever it stands', async () => {
    const LANG = 'zh_CN.UTF-8';
    assert.match(await said('--lang en cost', { LANG }), english);
    assert.match(await said('cost --lang=en', { LANG }), english);
    assert.match(await said('cost --lang zh-CN'), chinese);
    assert.match(await said('--lang zh-cn help cost'), /用法：.*incept cost/);
    assert.match(await said('--lang en --lang zh-CN cost'), chinese);
    for (const spelling of ['zh', 'ZH', 'zh_CN', 'zh-Hans', 'zh_CN.UTF-8'])
      assert.match(await said(`cost --lang ${spelling}`), chinese, spelling);
    assert.match(await said('cost --lang en-GB', { LANG }), english);
  });

  it('is one that there is', async () => {
    const { code, stderr } = await incept(['cost', 'good.cnn', '--lang', 'fr'], { files });
    assert.equal(code, 2);
    assert.match(stderr, /option '--lang <language>' argument 'fr' is invalid\. Allowed choices are en, zh-CN\./);
    // It is not the Chinese that is spoken here.
    assert.equal((await incept(['cost', 'good.cnn', '--lang', 'zh-TW'], { files })).code, code);
    const none = await incept(['cost', 'good.cnn', '--lang'], { files });
    assert.equal(none.code, 2);
    assert.match(none.stderr, /option '--lang <language>' argument missing/);
  });

  it('has the signs of Chinese between its words, and no English in the frame of its help', async () => {
    const lines = [
      'cost net.cnn',
      'cost net.cnn --metrics multiplys',
      'check net.cnn',
      'check good.cnn',
      'explain good.cnn conv_1',
      'run good.cnn',
      'none',
      'new',
      'help',
      'cost --help',
    ];
    for (const line of lines) {
      const { stdout, stderr } = await incept([...line.split(' '), '--lang', 'zh'], { files });
      const text = stdout + stderr;
      assert.match(text, /\p{Script=Han}/u, line);
      assert.doesNotMatch(text, /\p{Script=Han}[,;:](?=\s)/u, line);
      assert.doesNotMatch(text, /(?<!\d)[,;] +\S*\p{Script=Han}/u, line);
      assert.doesNotMatch(text, /\[(options|command)\]/, line);
    }
  });

  it('breaks the lines of help between letters of Chinese, and none begins with a sign that ends something', async () => {
    const commands = [...(await said('help --lang zh')).matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name]) => name);
    assert.ok(commands.length > 10, String(commands));
    for (const command of commands) {
      const help = await said(`${command} --help --lang zh`);
      assert.match(help, /^用法：incept /);
      for (const line of help.split('\n')) {
        assert.ok(columnsOf(line) <= 80, line);
        assert.doesNotMatch(line, /^ *[，。；：、）”]/, line);
      }
    }
  });

  it('leaves alone what programs read', async () => {
    for (const line of ['cost good.cnn --format json', 'cost good.cnn --format csv', 'check net.cnn --format sarif']) {
      const [one, other] = await Promise.all(
        ['en', 'zh-CN'].map((tag) => incept([...line.split(' '), '--lang', tag], { files })),
      );
      assert.deepEqual(keysOf(one?.stdout ?? ''), keysOf(other?.stdout ?? ''), line);
    }
  });

  it('tells mistakes, with carets below letters of two columns', async () => {
    const { code, stdout, stderr } = await incept(['check', 'net.cnn'], { files, env: { LANG: 'zh_CN.UTF-8' } });
    assert.equal(code, 1);
    assert.match(`${stdout}${stderr}`, /错误\[value\.word\]: bias 的取值应为 .*，实际为/);
    assert.match(`${stdout}${stderr}`, /2 个错误/);
    const lines = stdout.split('\n');
    const at = lines.findIndex((line) => line.startsWith('3 |'));
    const carets = lines[at + 1] ?? '';
    assert.equal(carets.indexOf('^'), lines[at]?.indexOf('"是"'));
    assert.equal(carets.split('^').length - 1, columnsOf('"是"'));
  });

  it('keeps the columns of tables', async () => {
    const text = await said('cost good.cnn --lang zh-CN');
    const [head = '', ...rows] = text.split('\n').slice(text.split('\n').findIndex((line) => line.startsWith('层')));
    const shapeEnds = columnsOf(head.slice(0, head.indexOf('形状') + 2));
    const row = rows.find((line) => line.startsWith('conv_1')) ?? '';
    assert.equal(columnsOf(row.slice(0, row.indexOf('8x8x3') + 5)), shapeEnds);
  });
});

describe('columns on a terminal', () => {
  it('are two for letters of Chinese and signs of their width, none for marks upon letters', () => {
    const columns = ['', 'abc', '层', '层，', '1×1 卷积', 'é', 'e\u0301', 'ｆ', '→', '…', '😀'].map(columnsOf);
    assert.deepEqual(columns, [0, 3, 2, 4, 8, 1, 1, 2, 1, 1, 2]);
  });

  it('are filled and cut', () => {
    assert.equal(padEndTo(6, '层数'), '层数  ');
    assert.equal(padStartTo(6, '层数'), '  层数');
    assert.equal(padEndTo(3, '层数'), '层数');
    assert.equal(cutTo(5, '网络图'), '网络');
    assert.equal(cutTo(2, 'abc'), 'ab');
  });

  it('are what lines are broken at: at spaces, and beside letters that are words by themselves', () => {
    assert.equal(wrapTo(12, 'a picture of the network'), 'a picture of\nthe network');
    assert.equal(wrapTo(8, '把网络画成图。'), '把网络画\n成图。');
    // A full stop stays with its letter, an opening sign with what it opens, a narrow word whole.
    assert.equal(wrapTo(8, '网络的图。好'), '网络的\n图。好');
    assert.equal(wrapTo(9, '网络图（PNG）'), '网络图\n（PNG）');
    assert.equal(wrapTo(7, '导出为 picture'), '导出为\npicture');
    assert.equal(wrapTo(3, 'unbreakable'), 'unbreakable');
    assert.equal(wrapTo(80, 'one\n\ntwo'), 'one\n\ntwo');
  });
});

/** Of a table its first line, of a document all but what is written for people. */
function keysOf(text: string): unknown {
  if (!text.startsWith('{')) return text.split('\n').slice(1);
  return JSON.stringify(JSON.parse(text), (key, value) =>
    /^(?:message|text|fixes|markdown)$/.test(key) ? undefined : value,
  );
}
