/**
 * What may stand in braces in a notice:
 * - `client_name` the business, `user_name` the person who is written to (may be unknown);
 * - `manager_name` who answers;
 * - `opens_at` when the business opens, in words ("tomorrow at 09:00");
 * - `minutes` a length of time in words ("5 minutes").
 */
export type NoticeValues = Partial<
  Record<'client_name' | 'user_name' | 'manager_name' | 'opens_at' | 'minutes', string>
>;

/**
 * Puts values into a notice's template. What a value contains is data: braces in a person's name are not looked at
 * again. A value that is unknown or blank leaves no hole: "Hello, {user_name}!" becomes "Hello!".
 * @returns the text to send; empty means say nothing.
 */
export function renderNotice(template: string, values: NoticeValues): string {
  return template
    .replace(/(,?[ \t]*)\{(\w+)\}/g, (_whole, before: string, placeholder: string) => {
      const value = values[placeholder as keyof NoticeValues]?.trim();
      return value ? before + value : '';
    })
    .trim();
}
