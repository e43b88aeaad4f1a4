/** Starts the preview inside a VS Code webview, in the language of its page. */

import { previewWords } from '../src/words/preview';
import { startPage } from './page';

startPage(previewWords(document.documentElement.lang));
