/** docs/networks.md: it says what the examples are today, with a picture of each and none of what is gone. */

import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { decode } from 'fast-png';
import type { Preset } from '../../src/session/presets';
import { repositoryRoot } from '../support/disk-files';
import { networksPage, pagePath, picturePath, repositoryPresets } from './networks-page';

const page = join(repositoryRoot, pagePath);
const hint = 'npm run docs:networks writes it anew';

describe('docs/networks.md', () => {
  let presets: readonly Preset[];
  before(async () => {
    presets = await repositoryPresets().list();
  });

  it('has every example, by the year of its paper behind the course', () => {
    const examples = readdirSync(join(repositoryRoot, 'examples')).filter((name) => name.endsWith('.cnn'));
    assert.deepEqual(presets.map(({ name }) => `${name}.cnn`).sort(), examples.sort());
    const names = presets.map(({ name }) => name);
    const wanted = ['course', 'lenet5', 'googlenet', 'resnet50', 'efficientnet-b0'];
    assert.deepEqual(
      names.filter((name) => wanted.includes(name)),
      wanted,
    );
  });

  it('has what is offered where there is room for a few', async () => {
    const offered = (await repositoryPresets().offered()).map(({ name }) => name);
    assert.deepEqual(offered, ['course', 'googlenet', 'inception-v3', 'resnet50', 'squeezenet', 'mobilenet-v2']);
  });

  it('says what they are and cost now', () => {
    assert.equal(readFileSync(page, 'utf8'), networksPage(presets), `${pagePath} is out of date: ${hint}`);
  });

  it('leads to every section of its table', () => {
    const text = readFileSync(page, 'utf8');
    const links = [...text.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor]) => anchor);
    assert.equal(links.length, presets.length);
    assert.equal(new Set(links).size, links.length, 'two sections of one name');
    assert.match(text, /\| \[ResNet-50 v1\.5\]\(#resnet-50-v15\) \|/);
  });

  it('has a picture of each, small enough together', () => {
    const folder = join(dirname(page), dirname(picturePath('any')));
    const pictures = readdirSync(folder).map((name) => join(folder, name));
    assert.deepEqual(pictures.sort(), presets.map(({ name }) => join(dirname(page), picturePath(name))).sort(), hint);
    for (const picture of pictures) {
      const { width, height } = decode(readFileSync(picture));
      assert.ok(width >= 200 && height >= 200, picture);
    }
    const bytes = pictures.reduce((sum, picture) => sum + statSync(picture).size, 0);
    assert.ok(bytes < 1_500_000, `${bytes} bytes of pictures`);
  });
});
