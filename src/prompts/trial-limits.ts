/** What one trial asks at most: more costs more than it shows. */
export const mostTyped = 10;
export const mostConversations = 5;
export const mostQuestions = 15;
/** The longest message that is typed for a trial, in characters. */
export const longestTyped = 4_000;
