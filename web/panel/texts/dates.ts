type Wanted = { timeZone: string; month: 'long' | 'short'; hasTime?: boolean };

/** Chromium has no names of months in Kazakh; it writes `M11`. */
const kazakhMonths = {
  long: [
    ...['қаңтар', 'ақпан', 'наурыз', 'сәуір', 'мамыр', 'маусым'],
    ...['шілде', 'тамыз', 'қыркүйек', 'қазан', 'қараша', 'желтоқсан'],
  ],
  short: [
    ...['қаң.', 'ақп.', 'нау.', 'сәу.', 'мам.', 'мау.'],
    ...['шіл.', 'там.', 'қыр.', 'қаз.', 'қар.', 'жел.'],
  ],
};

/** How a day is written in a language, without its year: "22 ноября в 23:46", "22 қар." */
export function dayFormat(language: string, { timeZone, month, hasTime = false }: Wanted) {
  const time = hasTime ? ({ hour: '2-digit', minute: '2-digit' } as const) : {};
  if (language !== 'kk')
    return new Intl.DateTimeFormat(language, { timeZone, day: 'numeric', month, ...time });
  const parts = new Intl.DateTimeFormat('ru', { timeZone, day: 'numeric', month: 'numeric', ...time });
  return {
    format(at: Date): string {
      const of = (type: string): string =>
        parts.formatToParts(at).find((part) => part.type === type)?.value ?? '';
      const day = `${Number(of('day'))} ${kazakhMonths[month][Number(of('month')) - 1]}`;
      return hasTime ? `${day}, ${of('hour')}:${of('minute')}` : day;
    },
  };
}
