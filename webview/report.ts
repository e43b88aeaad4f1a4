/** Starts a report that has a bundle of its own, with its styles: where the preview's own bundle is not one file. */

import './report-page.css';
import { startReport } from './report-start';

startReport();
