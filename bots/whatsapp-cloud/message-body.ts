import { messageDetails } from '../../src/messages/message-details.js';
import type { MessageDetails } from '../../src/messages/message-details.js';
import type { FileKind, MediaReference, MessageKind } from '../../src/messages/message-kinds.js';
import type { IntegrationId } from '../../src/shared/ids.js';
import { parseUserButton } from '../text/user-buttons.js';
import type { UserPress } from '../text/user-buttons.js';
import { flowInWords, orderInWords } from './kinds-in-words.js';
import type { CloudContents, CloudFile } from './webhook-shapes.js';

/** What a message holds, whoever wrote it. */
export type MessageBody = {
  kind: MessageKind;
  /** The text or the caption, as it was written; of an order or a form what they say, in words. */
  text: string;
  media: CloudMedia | null;
  details: MessageDetails;
  /** What a pressed button asks for; null for a button of somebody else's. */
  press: UserPress | null;
  /** WhatsApp's id of the message it is about: a reply, a press or a reaction. */
  about: string | null;
  /** WhatsApp's own word for a kind that has no name here, e.g. `poll`. */
  unknown_kind: string | null;
};

/** How to get a file again: Meta keeps it for 30 days, for the number that received it. */
export type CloudMedia = MediaReference & {
  channel: 'whatsapp_cloud';
  integration_id: IntegrationId;
  media_id: string;
  sha256?: string;
};

const fileFields = ['image', 'video', 'audio', 'document', 'sticker'] as const;

/**
 * What a message holds, as messages: several contact cards are several.
 *
 * @param integration_id the number that received it, and alone can fetch its files
 */
export function bodiesOf(contents: CloudContents, integration_id: IntegrationId): MessageBody[] {
  const cards = (contents.type === 'contacts' && contents.contacts) || [];
  if (cards.length === 0) return [bodyOf(contents, integration_id)];
  return cards.map(({ name, phones }) => {
    const phone_number = phones?.find(({ phone }) => phone)?.phone ?? phones?.[0]?.wa_id;
    const { first_name, last_name, formatted_name = '' } = name ?? {};
    const found = bodyWith(contents);
    const contact = {
      phone_number,
      first_name: first_name ?? formatted_name,
      ...(last_name && { last_name }),
    };
    const details = messageDetails.safeParse({ contact }).data;
    // Somebody's card without a number is a name.
    return details
      ? found('contact', { details })
      : found('text', { text: formatted_name || (first_name ?? '') });
  });
}

function bodyOf(contents: CloudContents, integration_id: IntegrationId): MessageBody {
  const found = bodyWith(contents);
  const { type, text, reaction, button, order } = contents;
  if (type === 'text' && text) return found('text', { text: text.body });
  const field = fileFields.find((name) => name === type);
  const file = field && contents[field];
  if (field && file) {
    const media = mediaOf(file, integration_id);
    return found(kindOfFile(field, file), { text: file.caption ?? '', media });
  }
  if (type === 'location') {
    const details = placeIn(contents.location);
    if (details) return found('location', { details });
  }
  if (type === 'reaction' && reaction)
    return found('reaction', { text: reaction.emoji, about: reaction.message_id });
  // The button of a template: its payload is the template's, whatever it looks like.
  if (type === 'button' && button) return found('button', { text: button.text });
  if (type === 'order' && order) return found('text', { text: orderInWords(order) });
  if (type === 'interactive') return interactiveBody(contents);
  return found('unsupported', { unknown_kind: contents.unsupported?.type ?? type });
}

function interactiveBody(contents: CloudContents): MessageBody {
  const found = bodyWith(contents);
  const { interactive } = contents;
  const reply = interactive?.button_reply ?? interactive?.list_reply;
  if (reply) return found('button', { text: reply.title, press: parseUserButton(reply.id) });
  const answers = interactive?.nfm_reply && flowInWords(interactive.nfm_reply);
  if (answers) return found('text', { text: answers });
  return found('unsupported', { unknown_kind: interactive?.type ?? 'interactive' });
}

function bodyWith({ context, referral }: CloudContents) {
  const ad = referral && { title: referral.headline ?? referral.body ?? '', url: referral.source_url ?? '' };
  return (kind: MessageKind, more: Partial<MessageBody> = {}): MessageBody => {
    const body = { kind, text: '', media: null, details: {}, press: null, unknown_kind: null, ...more };
    return {
      ...body,
      about: more.about ?? context?.id ?? null,
      details: { ...body.details, ...(ad && { ad }) },
    };
  };
}

function kindOfFile(field: (typeof fileFields)[number], { voice }: CloudFile): FileKind {
  return field === 'audio' && voice ? 'voice' : field;
}

/** A place on the map; null for one that makes no sense. */
function placeIn(location: unknown): MessageDetails | null {
  const place =
    typeof location === 'object' && location !== null ? (location as Record<string, unknown>) : {};
  const named = { ...place, title: place['name'], address: place['address'] };
  const { latitude, longitude } = place;
  const found = [named, { latitude, longitude }].map(
    (one) => messageDetails.safeParse({ location: one }).data,
  );
  return found.find((details) => details?.location) ?? null;
}

function mediaOf(file: CloudFile, integration_id: IntegrationId): CloudMedia {
  const { id, mime_type, sha256, filename } = file;
  return {
    channel: 'whatsapp_cloud',
    integration_id,
    media_id: id,
    ...(mime_type && { mime_type }),
    ...(sha256 && { sha256 }),
    ...(filename && { file_name: filename }),
  };
}
