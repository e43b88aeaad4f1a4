/**
 * Starts the preview inside a VS Code webview, in the language of its page. The same file is the script of a report, so that
 * neither the extension nor the command has it twice.
 */

import { previewWords } from '../src/words/preview';
import { vsCodeHost } from './host';
import { startPage } from './page';
import { startReport } from './report-start';

if (!startReport()) startPage(vsCodeHost(), previewWords(document.documentElement.lang));
