/** Starts the preview inside a VS Code webview, in the language of its page. */

import { previewWords } from '../src/words/preview';
import { vsCodeHost } from './host';
import { startPage } from './page';

startPage(vsCodeHost(), previewWords(document.documentElement.lang));
