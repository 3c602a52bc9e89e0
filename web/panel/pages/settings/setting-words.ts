import { hoursOf } from './hours-draft.js';
import type { Typed, TypedProblem } from './typed.js';
import type { DescribedSetting } from '../../api/settings.js';
import type { PanelTexts } from '../../texts/shape.js';
import { dayNames, daysOf } from '../../../../src/clients/week-text.js';

/** What stands in the field of a setting, as words: `30 min`, `On`, `Mon–Fri 09:00-13:00`. */
export function inWords({ settings: texts }: PanelTexts, setting: DescribedSetting, typed: Typed): string {
  const { name, kind, choices } = setting;
  if (name === 'telegram_bot_token') return typed === null ? texts.secret.none : texts.secret.new;
  if (typeof typed === 'boolean') return typed ? texts.on : texts.off;
  if (typed === null || typed === '') return texts.notSet;
  if (typeof typed === 'object') return hoursInWords(texts, typed);
  if (choices) return choices.find(({ value }) => value === typed)?.title ?? typed;
  return kind === 'minutes' || kind === 'milliseconds' || kind === 'hours'
    ? `${typed} ${texts.units[kind]}`
    : typed;
}

/** What is wrong with what stands in a field. */
export function problemInWords(
  { settings: { problems } }: PanelTexts,
  problem: TypedProblem,
  settings: readonly DescribedSetting[],
): string {
  if (problem.kind === 'range') return problems.range(problem.least, problem.most);
  if (problem.kind !== 'later') return problems[problem.kind];
  return problems.later(settings.find(({ name }) => name === problem.than)?.title ?? problem.than);
}

function hoursInWords(texts: PanelTexts['settings'], draft: Exclude<Typed, string | boolean | null>): string {
  const hours = hoursOf(draft);
  if (hours === null) return texts.hours.roundTheClock;
  const { holidays = [], ...days } = hours;
  const order = ([key]: [string, unknown]): number => daysOf(key)?.[0] ?? dayNames.length;
  const lines = Object.entries(days)
    .toSorted((one, other) => order(one) - order(other))
    .map(([key, spans]) => {
      const named = daysOf(key) ?? [];
      const [first = 0, last = first] = [named[0], named.at(-1)];
      const short = texts.hours.shortDays;
      const day = first === last ? short[first] : `${short[first]}–${short[last]}`;
      return `${day} ${spans.join(', ')}`;
    });
  return [...lines, ...(holidays.length > 0 ? [`${texts.hours.holidays}: ${holidays.join(', ')}`] : [])].join(
    '\n',
  );
}
