import { z } from 'zod';
import type { Stage } from '../cast.js';
import type { QrPicture } from '../../src/integrations/qr-picture.js';

/** The messengers beside Telegram in which the demo's customers write. */
export const deskPlatforms = ['whatsapp', 'whatsapp_cloud'] as const;
export type DeskPlatform = (typeof deskPlatforms)[number];

/** A demo client's customers in one messenger. */
export type DeskName = { stage: Stage; platform: DeskPlatform };

/** Where a desk stands on its way to the first message, and after it. */
export type Standing =
  | { state: 'closed' }
  | { state: 'opening' }
  /** The shop's phone is being linked: it scans the picture that the program shows. */
  | { state: 'linking'; qr: QrPicture | null; isScanned: boolean }
  /** @property number the shop's, as a person reads it; @property qr what was scanned, where something was */
  | { state: 'ready'; number: string; qr: QrPicture | null }
  | { state: 'failed'; problem: string };

/** Somebody of the demo who writes to the shop. */
export type DeskPerson = { id: number; name: string };

const file = z.object({
  content: z.base64().transform((text) => Buffer.from(text, 'base64')),
  mime_type: z.string().max(100).optional(),
  file_name: z.string().max(200).optional(),
  duration: z.number().optional(),
});

/** What a customer sends: a text, or one thing with or without a caption. */
export const contentSchema = z.object({
  text: z.string().max(4096).default(''),
  photo: file.optional(),
  video: file.optional(),
  voice: file.optional(),
  audio: file.optional(),
  document: file.optional(),
  sticker: file.optional(),
  location: z.object({ latitude: z.number(), longitude: z.number() }).optional(),
  contact: z.object({ phone_number: z.string(), first_name: z.string() }).optional(),
});
export type Content = z.output<typeof contentSchema>;

export const fileKinds = ['photo', 'video', 'voice', 'audio', 'document', 'sticker'] as const;
export type FileKind = (typeof fileKinds)[number];
export type ContentFile = z.output<typeof file>;

/** The file of what is sent, and what it is. */
export function fileOf(content: Content): { kind: FileKind; file: ContentFile } | null {
  for (const kind of fileKinds) {
    const given = content[kind];
    if (given) return { kind, file: given };
  }
  return null;
}

/** What one customer can do in one messenger. Messages are named as the messenger names them. */
export interface DeskCustomer {
  send(content: Content, reply_to: string | null): Promise<void>;
  edit(external_id: string, text: string): Promise<void>;
  /** Takes a message back, for everybody. */
  remove(external_id: string): Promise<void>;
  /** @param emoji null takes the reaction back */
  react(external_id: string, emoji: string | null): Promise<void>;
  /** Presses a button or a row of a list, by its id. */
  press(external_id: string, button_id: string): Promise<void>;
  /** Has the chat before the eyes: these of the shop's messages were read. */
  read(external_ids: string[]): Promise<void>;
  /** The shop's owner answers, from the shop's phone itself. */
  ownerAnswers(text: string): Promise<void>;
}

/** One demo client's customers in one messenger; what is said there goes into the chat book. */
export interface Desk {
  /** Connects the demo client; resolves when a customer can write. */
  open(): Promise<void>;
  customer(person: DeskPerson): Promise<DeskCustomer>;
  close(): Promise<void>;
}

/** What every desk of one messenger shares: its local server, started with the first of them. */
export interface DeskServer {
  desk(stage: Stage, show: (standing: Standing) => void): Desk;
  close(): Promise<void>;
}
