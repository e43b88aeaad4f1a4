/** What a file has to keep to, as a list: what is met and what is not. */

import type { RuleResult } from '../../src/course/lesson';
import type { CourseWords } from '../../src/words/course';
import { element } from './dom';

export function ruleLines({ course, find }: CourseWords, rules: readonly RuleResult[]): readonly HTMLElement[] {
  return rules.map(({ rule: name, isMet, figures }) => {
    const key = `rule.${name}`;
    const rule = (isMet ? find('course', `${key}.met`, figures) : undefined) ?? find('course', key, figures) ?? name;
    return element(
      'li',
      { class: isMet ? 'met' : 'missed' },
      isMet ? course('rule.met', { rule }) : course('rule.missed', { rule }),
    );
  });
}
