/** The page of the preview in a language whose texts are all marked. */

import { vsCodeHost } from '../../webview/host';
import { startPage } from '../../webview/page';
import { pseudoPreviewWords } from '../support/pseudo-language';

startPage(vsCodeHost(), pseudoPreviewWords);
