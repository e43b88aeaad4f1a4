/**
 * What `check` writes for other programs, by their own rules: SARIF by the schema of OASIS as Microsoft's SDK has it, GitHub's
 * commands by the grammar of its runner. Of all examples, and of files with each kind of problem.
 */

import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { repositoryRoot } from '../support/disk-files';
import { incept } from '../support/memory-host';

const designsIn = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(repositoryRoot, folder))
      .filter((name) => name.endsWith('.cnn'))
      .map((name) => [name, readFileSync(join(repositoryRoot, folder, name), 'utf8')]),
  );

const page = readFileSync(join(repositoryRoot, 'docs/diagnostics.md'), 'utf8');
const folders = ['examples', 'test/fixtures/diagnostics'].map((folder) => ({
  folder,
  files: { ...designsIn(folder), '/program/docs/diagnostics.md': page },
}));

async function checked(files: Record<string, string>, format: string): Promise<string> {
  const { code, stdout, stderr } = await incept(['check', '.', '--format', format], { files });
  assert.ok(code < 2, stderr);
  return stdout;
}

describe('check --format sarif, by the schema of SARIF 2.1.0', function () {
  this.timeout(60_000);
  const place = join(repositoryRoot, 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  // Written for an older draft of JSON schemas, of which it uses nothing that has changed since but the key of its address.
  const { id, $schema, ...schema } = JSON.parse(readFileSync(place, 'utf8'));
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  const problemsOf = (document: unknown): readonly string[] =>
    validate(document) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);

  for (const { folder, files } of folders) {
    it(`holds for ${folder}`, async () => {
      const document = JSON.parse(await checked(files, 'sarif'));
      assert.deepEqual(problemsOf(document), []);
      const [{ results, tool }] = document.runs;
      for (const { ruleIndex, ruleId } of results) assert.equal(tool.driver.rules[ruleIndex].id, ruleId);
    });
  }

  it('is a schema that refuses what it does not know', async () => {
    const document = JSON.parse(await checked(folders[1]?.files ?? {}, 'sarif'));
    const [run] = document.runs;
    const [result] = run.results;
    for (const other of [
      { ...document, version: '2.0.0' },
      { ...document, runs: [{ ...run, results: [{ ...result, level: 'fatal' }] }] },
      { ...document, runs: [{ ...run, results: [{ ...result, where: 1 }] }] },
      { ...document, runs: [{ ...run, originalUriBaseIds: { SRCROOT: { uri: 'no address' } } }] },
    ])
      assert.notDeepEqual(problemsOf(other), []);
  });
});

interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** As actions/runner reads a line (ActionCommand.TryParseV2): what stands there between `::` and `::`, parted at `,` and the first `=`. */
function parsedByRunner(line: string): WorkflowCommand {
  const trimmed = line.trimStart();
  const end = trimmed.indexOf('::', 2);
  assert.ok(trimmed.startsWith('::') && end > 0, line);
  const head = trimmed.slice(2, end);
  const space = head.indexOf(' ');
  assert.ok(space > 0, line);
  const unescapeData = (text: string) => text.replace(/%0D/g, '\r').replace(/%0A/g, '\n').replace(/%25/g, '%');
  const unescapeProperty = (text: string) => unescapeData(text.replace(/%3A/g, ':').replace(/%2C/g, ','));
  const properties = head
    .slice(space + 1)
    .split(',')
    .map((pair): [string, string] => {
      const [key = '', ...rest] = pair.trim().split('=');
      return [key, unescapeProperty(rest.join('='))];
    });
  return {
    name: head.slice(0, space),
    properties: Object.fromEntries(properties),
    data: unescapeData(trimmed.slice(end + 2)),
  };
}

interface Place {
  readonly line: number;
  readonly column: number;
}

describe("check --format github, by the grammar of GitHub's runner", function () {
  this.timeout(60_000);
  const kinds: Readonly<Record<string, string>> = {
    error: 'error',
    warning: 'warning',
    note: 'notice',
    hint: 'notice',
  };

  for (const { folder, files } of folders) {
    it(`says of ${folder} what the JSON does`, async () => {
      const found = (await checked(files, 'github')).split('\n').slice(0, -1).map(parsedByRunner);
      const document = JSON.parse(await checked(files, 'json'));
      const expected = document.files.flatMap(
        (one: { file: string; diagnostics: (Record<string, string> & { start: Place; end: Place })[] }) =>
          one.diagnostics.map(({ severity = '', code = '', message = '', start, end }): WorkflowCommand => {
            const lines = { file: one.file, line: `${start.line}`, endLine: `${end.line}`, title: code };
            // The runner drops columns of a place of several lines with a warning.
            const columns = { col: `${start.column}`, endColumn: `${end.column}` };
            const properties = start.line === end.line ? { ...lines, ...columns } : lines;
            return { name: kinds[severity] ?? '', properties, data: message };
          }),
      );
      assert.deepEqual(found, expected);
    });
  }
});
