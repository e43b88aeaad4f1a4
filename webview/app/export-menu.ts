/** What leaves the page: the picture or a chart as SVG or PNG in colours that are chosen, the rows of the cost table, a report. */

import { type PictureFormat, pictureFormats } from '../../src/protocol/messages';
import { type PictureTheme, pictureThemes } from '../../src/view/draw/picture-style';
import type { PreviewWords } from '../../src/words/preview';
import { createMenu, iconButton, type MenuItem } from '../controls';
import { treeRows } from './cost-rows';
import { columnScope } from './cost-scope';
import { costCsv, costMarkdown } from './cost-text';
import { drawingsOf, type ExportedDrawing } from './export-chart';
import type { Region } from './region';
import type { AppState } from './state';

export interface ExportActions {
  exportDrawing(drawing: ExportedDrawing, format: PictureFormat, theme: PictureTheme): void;
  /** Of what is shown. */
  exportReport(): void;
  /** Has a person choose where a file goes. */
  save(name: string, bytes: Uint8Array): void;
}

export function createExportMenu(actions: ExportActions, words: PreviewWords): Region {
  const say = words.panel;
  const menu = createMenu(say('export'));
  const opener = iconButton({ label: say('export'), icon: 'export', onClick: () => open() });
  opener.setAttribute('aria-haspopup', 'menu');
  opener.classList.add('export-button');
  let state: AppState | undefined;
  let theme: PictureTheme = 'light';
  let wanted: ExportedDrawing = 'picture';

  function open(): void {
    const { left, bottom } = opener.getBoundingClientRect();
    menu.open(groups(), { x: left, y: bottom + 2 }, () => opener.focus());
  }

  function groups(): readonly MenuItem[][] {
    const now = state;
    if (now === undefined || now.view === null) return [];
    const { view, openRows, sort } = now;
    const scope = columnScope(now, view);
    const rows = () => treeRows(scope, openRows, sort);
    const drawings = drawingsOf(now);
    // A sweep or a selection may be gone.
    const drawing = drawings.find((one) => one === wanted) ?? 'picture';
    return [
      drawings.map((one) => ({
        label: say(`export.of.${one}`),
        isChosen: one === drawing,
        choose: () => {
          wanted = one;
          open();
        },
      })),
      pictureThemes.map((one) => ({
        label: say(`export.theme.${one}`),
        isChosen: one === theme,
        choose: () => {
          theme = one;
          open();
        },
      })),
      pictureFormats.map((format) => ({
        label: say(`export.${format}`, { drawing: say(`export.of.${drawing}`) }),
        choose: () => actions.exportDrawing(drawing, format, theme),
      })),
      [
        {
          label: say('export.markdown'),
          choose: () => void navigator.clipboard.writeText(costMarkdown(rows(), scope, words)),
        },
        {
          label: say('export.csv'),
          choose: () => actions.save(`${view.network}.csv`, new TextEncoder().encode(costCsv(rows(), scope))),
        },
      ],
      // A report makes no other.
      ...(now.isReport ? [] : [[{ label: say('export.report'), choose: () => actions.exportReport() }]]),
    ];
  }

  return {
    roots: [opener, menu.root],
    update(now) {
      if (state?.view !== now.view) menu.drop();
      state = now;
      opener.hidden = now.view === null;
    },
  };
}
