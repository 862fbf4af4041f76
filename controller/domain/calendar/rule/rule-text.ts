/** One text for all texts of the same rule: parts in a fixed order, lists sorted, what is usual left out. */
import { dateTimeText } from '../civil-date.ts';
import { NUMBER_LISTS, type Rule, type Until, type WeekdayValue } from './rule.ts';

export function ruleText(rule: Rule): string {
  const parts = [`FREQ=${rule.freq}`];
  if (rule.interval !== 1) parts.push(`INTERVAL=${rule.interval}`);
  if (rule.count !== undefined) parts.push(`COUNT=${rule.count}`);
  if (rule.until !== undefined) parts.push(`UNTIL=${untilText(rule.until)}`);
  for (const name of NUMBER_LISTS) {
    const list = rule.lists[name];
    if (list !== undefined) parts.push(`${name}=${list.join(',')}`);
  }
  if (rule.byDay !== undefined) parts.push(`BYDAY=${rule.byDay.map(weekdayText).join(',')}`);
  if (rule.wkst !== 'MO') parts.push(`WKST=${rule.wkst}`);
  return parts.join(';');
}

const weekdayText = ({ ordinal, weekday }: WeekdayValue): string => `${ordinal ?? ''}${weekday}`;

function untilText({ form, wall }: Until): string {
  const text = dateTimeText(wall);
  if (form === 'date') return text.slice(0, 8);
  return form === 'utc' ? `${text}Z` : text;
}
