/** Loads the editor that suits the hand: Monaco, which takes no touch typing, or the light one; that one too where Monaco cannot be had. */

import { loadInspector } from '../../webview/inspector/statement-editor';
import { hasTouchKeys } from '../phone';
import type { DesignEditor, DesignEditorPage, DesignEditorParts } from './design-editor';

export interface LoadedEditor {
  readonly editor: DesignEditor;
  /** Monaco was wanted. */
  readonly isSubstitute: boolean;
}

export async function loadEditor(parts: DesignEditorParts): Promise<LoadedEditor> {
  if (!hasTouchKeys) {
    try {
      await loadInspector();
      const create = (globalThis as DesignEditorPage).inceptDesignEditor;
      if (create !== undefined) return { editor: create(parts), isSubstitute: false };
    } catch (problem) {
      console.info(problem);
    }
  }
  const { createTouchEditor } = await import('./touch-editor');
  return { editor: createTouchEditor(parts), isSubstitute: !hasTouchKeys };
}
