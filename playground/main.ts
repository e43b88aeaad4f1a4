/** Starts the page, in the language that was chosen for it or that the browser asks for. */

import '../webview/theme.css';
import '../webview/app/panel.css';
import '../webview/app/graph-region.css';
import '../webview/page-themes.css';
import '../webview/tokens.css';
import './page.css';
import { playgroundWords } from '../src/words/playground';
import { chosenLanguage } from '../webview/kept';
import { followTheme } from '../webview/page-theme';
import { Playground } from './playground';

followTheme(document);
const words = playgroundWords(chosenLanguage() ?? navigator.language);
document.documentElement.lang = words.language.tag;
const root = document.getElementById('app');
if (root !== null) new Playground(root, words);
