/** The course as a page of its own, with nothing beside it. */

import { startCoursePage } from './course-page';

startCoursePage();
