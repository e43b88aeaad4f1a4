/** Requests that show something of a file: hover, definition, references, outline, folds, lenses, hints, links, colours. */

import type {
  CodeLens,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  LocationLink,
  SelectionRange,
  SemanticTokens,
} from 'vscode-languageserver';
import { codeLenses } from '../ide/code-lens';
import { definition, highlights, references } from '../ide/definition';
import { foldingRanges } from '../ide/folding';
import { inlayHints } from '../ide/inlay-hints';
import { fileLinks } from '../ide/links';
import { outline } from '../ide/outline';
import { semanticTokens } from '../ide/semantic-tokens';
import { hoverAt } from '../session/cursor';
import { sceneOfAllUses } from '../session/look';
import { nodesAt } from '../syntax/tree-walk';
import { whenReady } from '../workspace/eventual';
import { answerAt, answerOf, toLocation } from './answers';
import type { ServerContext } from './context';
import {
  isPosition,
  isRange,
  packSemanticTokens,
  toCodeLens,
  toFolds,
  toHover,
  toInlayHint,
  toOffset,
  toRange,
  toSpan,
  toSymbol,
} from './convert';

export function registerReading(context: ServerContext): void {
  const { connection, workspace, state } = context;

  connection.onHover(
    answerAt<Hover | null>(context, 'hover', null, (look, offset) => {
      const hovered = hoverAt(context, look.id, offset, { commands: state.commands });
      return whenReady(hovered, (found) => (found === undefined ? null : toHover(look, found)));
    }),
  );

  connection.onDefinition(
    answerAt<LocationLink[] | null>(context, 'definition', null, (look, offset) => {
      const found = definition(look.scene, look.file, offset, (path) => workspace.resolve(look.id, path));
      const target = found === undefined ? undefined : toLocation(context, found.target);
      if (found === undefined || target === undefined) return null;
      return [
        {
          originSelectionRange: toRange(look.lines, found.span),
          targetUri: target.uri,
          targetRange: target.range,
          targetSelectionRange: target.range,
        },
      ];
    }),
  );

  connection.onReferences(
    answerAt<Location[]>(context, 'references', [], async (look, offset, params) => {
      const scene = await sceneOfAllUses(context, look, offset);
      const asked = (params as { context?: { includeDeclaration?: unknown } }).context?.includeDeclaration;
      return references(scene, look.file, offset, asked !== false).flatMap((place) => toLocation(context, place) ?? []);
    }),
  );

  connection.onDocumentHighlight(
    answerAt<DocumentHighlight[]>(context, 'documentHighlight', [], (look, offset) =>
      highlights(look.scene, look.file, offset).map((span) => ({ range: toRange(look.lines, span) })),
    ),
  );

  connection.onDocumentSymbol(
    answerOf<DocumentSymbol[]>(context, 'documentSymbol', [], (look) =>
      outline(look.scene, look.file).map((item) => toSymbol(look, item)),
    ),
  );

  connection.onFoldingRanges(
    answerOf<FoldingRange[]>(context, 'foldingRange', [], (look) => toFolds(look, foldingRanges(look.file))),
  );

  connection.onSelectionRanges(
    answerOf<SelectionRange[]>(context, 'selectionRange', [], (look, params) => {
      const positions = (params as { positions?: unknown }).positions;
      if (!Array.isArray(positions)) return [];
      return positions.map((position: unknown) => {
        const offset = isPosition(position) ? toOffset(look.file.text, look.lines, position) : 0;
        return nodesAt(look.file, offset).reduce<SelectionRange | undefined>(
          (parent, span) => ({ range: toRange(look.lines, span), ...(parent === undefined ? {} : { parent }) }),
          undefined,
        ) as SelectionRange;
      });
    }),
  );

  connection.onCodeLens(
    answerOf<CodeLens[]>(context, 'codeLens', [], (look) =>
      state.codeLens
        ? codeLenses(look.scene, look.file).map((lens) => toCodeLens(look, lens, state.commands, look.uri))
        : [],
    ),
  );

  connection.languages.inlayHint.on(
    answerOf<InlayHint[]>(context, 'inlayHint', [], (look, params) => {
      if (!state.inlayHints) return [];
      const range = (params as { range?: unknown }).range;
      const span = isRange(range)
        ? toSpan(look.file.text, look.lines, range)
        : { start: 0, end: look.file.text.length };
      return inlayHints(look.scene, look.file, span).map((hint) => toInlayHint(look, hint));
    }),
  );

  connection.onDocumentLinks(
    answerOf<DocumentLink[]>(context, 'documentLink', [], (look) =>
      fileLinks(look.file, (path) => workspace.resolve(look.id, path)).map((link) => ({
        range: toRange(look.lines, link.span),
        target: workspace.uriOf(link.target),
      })),
    ),
  );

  connection.languages.semanticTokens.on(
    answerOf<SemanticTokens>(context, 'semanticTokens', { data: [] }, (look) => ({
      data: packSemanticTokens(look, semanticTokens(look.analysis, look.file)),
    })),
  );
}
