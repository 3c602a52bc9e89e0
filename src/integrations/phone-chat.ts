/**
 * The chat with a phone number on each platform that can be written to first, in the form its adapter keeps chats in. Ids
 * of chats are opaque outside of their adapter; a chat that nobody has written in yet is the one that has to be named here.
 */
export const platformsByPhone = ['whatsapp', 'whatsapp_cloud'] as const;

export type PlatformByPhone = (typeof platformsByPhone)[number];

/** @param phone in E.164: `+77010000001` */
export function chatOfPhone(platform: PlatformByPhone, phone: string): string {
  const digits = phone.replace('+', '');
  return platform === 'whatsapp' ? `${digits}@s.whatsapp.net` : digits;
}
