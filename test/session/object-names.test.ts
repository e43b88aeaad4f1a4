/** Names that every object of JavaScript has are names like any other: each answer is what it is for other names. */

import assert from 'node:assert/strict';
import { complete } from '../../src/ide/completion';
import { rename } from '../../src/ide/rename';
import { isViewModel } from '../../src/protocol/view-guard';
import { hoverAt, summaryAt } from '../../src/session/cursor';
import { type DesignSession, lookAt } from '../../src/session/look';
import { explain, viewOf } from '../../src/session/picture';
import { editorWords } from '../../src/words/editor';
import { MemoryFiles } from '../../src/workspace/memory-files';
import { Workspace } from '../../src/workspace/workspace';

const main = 'file:///designs/main.cnn';

/** In the order of the alphabet as their plain twins are, which are as long. */
const names = [
  ['__defineGetter__', '__defineGatter__'],
  ['__lookupGetter__', '__lookupGatter__'],
  ['__proto__', '__prato__'],
  ['constructor', 'construktor'],
  ['hasOwnProperty', 'hasOwnPruperty'],
  ['isPrototypeOf', 'isPrototybeOf'],
  ['propertyIsEnumerable', 'propertyIsEnumerabel'],
  ['toLocaleString', 'toLocaleStrinq'],
  ['toString', 'toStrinq'],
  ['valueOf', 'valueOv'],
] as const;

const text = `const __proto__ = 4
module constructor(toString, valueOf = 2) {
  hasOwnProperty = conv(toString, 1x1)
  add(hasOwnProperty, hasOwnProperty)
  budget params <= 1
}
network isPrototypeOf(toLocaleString = 3) {
  input propertyIsEnumerable: 8x8x4
  __defineGetter__ = constructor(__proto__, valueOf = 1)
  repeat valueOf in 1..2 { conv(toLocaleString * valueOf, 1x1) }
  conv(hasOwnProperty, valueOf = 3)
  head __lookupGetter__ from __defineGetter__ { globalavgpool() -> dense(2) }
  output toString
}
`;

/** All names replaced by their twins, whose underscores may be escaped. */
function plain(written: string): string {
  const bare = (name: string) => name.replaceAll('_', '');
  return names.reduce((result, [name, twin]) => result.replaceAll(bare(name), bare(twin)), written);
}

/** Everything that is answered about a text, as text. */
async function answers(source: string): Promise<string[]> {
  const workspace = new Workspace(new MemoryFiles({ [main]: source }));
  const words = editorWords('en');
  const session: DesignSession = { workspace, settings: () => ({ choices: [], timeOf: undefined, words }) };
  const look = await lookAt(session, main);
  assert.ok(look);
  const { scene, file, analysis } = look;
  const found: string[] = [];
  const tell = (answer: unknown) => found.push(JSON.stringify(answer) ?? 'nothing');
  tell(analysis.diagnostics);
  const view = (await viewOf(session, main))?.view;
  assert.ok(view && isViewModel(JSON.parse(JSON.stringify(view))));
  tell(view);
  for (const { path } of view.nodes) tell(await explain(session, main, path));
  const overridden = {
    network: view.network,
    overrides: { parameters: [{ name: source === text ? 'toLocaleString' : 'toLocaleStrinq', value: '2' }] },
  };
  tell((await viewOf(session, main, overridden))?.view);
  const files = { importPaths: () => [], resolve: () => 'outside' as const, tree: () => undefined };
  for (let offset = 0; offset <= source.length; offset++) {
    tell(await hoverAt(session, main, offset, { commands: true }));
    tell(await summaryAt(session, main, offset));
    const { items } = complete(scene, file, offset, files);
    tell(items.map((item) => JSON.stringify(item)).sort());
    for (const [name] of names) {
      const newName = source === text ? name : plain(name);
      tell(rename(scene, file, offset, newName));
    }
  }
  return found;
}

describe('names of objects in JavaScript', function () {
  this.timeout(60_000);

  it('are answered about as any others are', async () => {
    const odd = (await answers(text)).map(plain);
    const even = await answers(plain(text));
    assert.equal(odd.length, even.length);
    for (const [index, answer] of odd.entries()) assert.equal(answer, even[index], `answer ${index}`);
  });
});
