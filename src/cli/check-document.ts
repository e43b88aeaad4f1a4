/**
 * Diagnostics for programs: the JSON of `check`, GitHub's workflow commands, and SARIF 2.1.0. Lines and
 * columns count from 1, columns in UTF-16 code units.
 */

import { codes, type DiagnosticCode, type Severity, severityOf } from '../base/codes';
import type { Diagnostic } from '../base/diagnostic';
import { messageOf, noteOf, titleOf } from '../base/message-text';
import type { FileId, Location } from '../base/span';
import type { Told } from './excerpt';
import type { NamedFiles } from './named-files';

export interface CheckedFile {
  readonly id: FileId;
  readonly diagnostics: readonly Diagnostic[];
}

export function checkDocument(files: readonly CheckedFile[], told: Told): object {
  return {
    schema: 1,
    files: files.map(({ id, diagnostics }) => ({
      file: told.workspace.name(id),
      diagnostics: diagnostics.map((diagnostic) => diagnosticDocument(diagnostic, told)),
    })),
  };
}

export function diagnosticDocument(diagnostic: Diagnostic, { workspace, words }: Told): object {
  return {
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: messageOf(diagnostic, words.diagnostics),
    ...range(diagnostic, workspace),
    related: diagnostic.related.map((related) => ({
      message: noteOf(related, words.diagnostics),
      file: workspace.name(related.file),
      ...range(related, workspace),
    })),
    fixes: diagnostic.fixes.map((fix) => titleOf(fix, words.diagnostics)),
  };
}

function range(location: Location, workspace: NamedFiles): object {
  return {
    start: workspace.position(location.file, location.span.start),
    end: workspace.position(location.file, location.span.end),
  };
}

/** `::error file=...,line=...::message`, which GitHub shows beside the line of a pull request. */
export function githubCommands(files: readonly CheckedFile[], { workspace, words }: Told): string {
  const kinds: Record<Severity, string> = { error: 'error', warning: 'warning', note: 'notice', hint: 'notice' };
  const property = (text: string): string => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
  const data = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
  const lines = files.flatMap(({ diagnostics }) =>
    diagnostics.map((diagnostic) => {
      const start = workspace.position(diagnostic.file, diagnostic.span.start);
      const end = workspace.position(diagnostic.file, diagnostic.span.end);
      const place = [
        `file=${property(workspace.name(diagnostic.file))}`,
        `line=${start.line}`,
        `endLine=${end.line}`,
        // GitHub takes columns only for a place within one line.
        ...(start.line === end.line ? [`col=${start.column}`, `endColumn=${end.column}`] : []),
        `title=${property(diagnostic.code)}`,
      ];
      return `::${kinds[diagnostic.severity]} ${place.join(',')}::${data(messageOf(diagnostic, words.diagnostics))}\n`;
    }),
  );
  return lines.join('');
}

/** `page`: the text of a page of words/message-pages.ts, which tells what each code means. */
export function sarifDocument(
  files: readonly CheckedFile[],
  { workspace, words }: Told,
  version: string,
  page: string | undefined,
): object {
  const levels: Record<Severity, string> = { error: 'error', warning: 'warning', note: 'note', hint: 'note' };
  const artifact = (file: FileId): object => {
    const uri = workspace.relativeUri(file);
    return uri === undefined ? { uri: file } : { uri, uriBaseId: 'SRCROOT' };
  };
  const location = (place: Location): object => {
    const start = workspace.position(place.file, place.span.start);
    const end = workspace.position(place.file, place.span.end);
    return {
      physicalLocation: {
        artifactLocation: artifact(place.file),
        region: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
      },
    };
  };
  const all = files.flatMap((file) => file.diagnostics);
  const used = codes.filter((code) => all.some((diagnostic) => diagnostic.code === code));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'incept',
            version,
            rules: used.map((code) => ({
              id: code,
              ...(page === undefined ? {} : ruleHelp(code, page)),
              defaultConfiguration: { level: levels[severityOf(code)] },
            })),
          },
        },
        originalUriBaseIds: { SRCROOT: { uri: workspace.folderUri } },
        columnKind: 'utf16CodeUnits',
        results: all.map((diagnostic) => ({
          ruleId: diagnostic.code,
          ruleIndex: used.indexOf(diagnostic.code),
          level: levels[diagnostic.severity],
          message: { text: messageOf(diagnostic, words.diagnostics) },
          locations: [location(diagnostic)],
          relatedLocations: diagnostic.related.map((related) => ({
            message: { text: noteOf(related, words.diagnostics) },
            ...location(related),
          })),
        })),
      },
    ],
  };
}

/**
 * What the page says of a code, in the forms that code scanning shows: a sentence, the paragraphs, all with its examples. There is no
 * `helpUri`: the page is on the machine that checked, where no reader of the results is.
 */
function ruleHelp(code: DiagnosticCode, page: string): object {
  const heading = `### \`${code}\`\n`;
  const from = page.indexOf(heading);
  if (from < 0) return {};
  const [entry = ''] = page.slice(from + heading.length).split(/^#{2,3} /m);
  const markdown = entry.trim();
  const [prose = ''] = markdown.split(/^```/m);
  // The texts of the message, quoted, are those of the results.
  const full = prose
    .replace(/^>.*\n/gm, '')
    .trim()
    .replace(/\s*\n(?!\n)/g, ' ');
  const [short = full] = full.match(/^.*?(?:[.](?=\s|$)|。)/) ?? [];
  return {
    shortDescription: { text: short },
    fullDescription: { text: full },
    help: { text: full, markdown },
  };
}
