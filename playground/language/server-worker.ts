/** The language server as a worker of this page: the one of the extension in a browser, set up for this place first. */

import './server-setup';
import '../../src/server/web-main';
