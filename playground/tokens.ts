/** What begins a secret that was issued by a playground, so that every process can tell: it means nothing outside of one. */
export const playgroundMark = 'PLAYGROUND-';

/** Whether a bot token was issued by a playground. */
export function isPlaygroundToken(token: string): boolean {
  return token.split(':')[1]?.startsWith(playgroundMark) ?? false;
}

/** Whether an access token of the Cloud API was issued by a playground. */
export function isPlaygroundAccessToken(token: string): boolean {
  return token.startsWith(playgroundMark);
}
