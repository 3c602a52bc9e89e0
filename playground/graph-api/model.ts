/** A business's number, and the app that speaks for it. */
export interface BusinessNumber {
  phone_number_id: string;
  /** Digits, as webhooks name it. */
  display_phone_number: string;
  verified_name: string;
  waba_id: string;
  app_id: string;
  access_token: string;
  /** The token was good once, and is not any more. */
  isTokenExpired: boolean;
  app_secret: string;
  verify_token: string;
  /** Where webhooks go; nowhere while null, and then they wait. */
  callbackUrl: string | null;
  /** Whether the app is subscribed to the account's webhooks. */
  isSubscribed: boolean;
  templates: Template[];
}

/** A template that Meta has approved, or not. */
export interface Template {
  name: string;
  /** As in `language.code`: `ru`, `en_US`. */
  language: string;
  status: 'APPROVED' | 'PENDING' | 'REJECTED' | 'PAUSED' | 'DISABLED';
  category: 'UTILITY' | 'MARKETING' | 'AUTHENTICATION';
  /** A line above the text. */
  header?: string | undefined;
  /** With places `{{1}}`, `{{2}}`. */
  body: string;
}

/** Somebody who writes to businesses. */
export interface Customer {
  /** Digits: the number in WhatsApp's form. */
  wa_id: string;
  name: string;
  /** The id by which a business knows the person besides, or alone. */
  user_id?: string | undefined;
  /** Businesses are told the id in place of the number. */
  hides_number?: boolean | undefined;
}

export type DeliveryStatus = 'accepted' | 'sent' | 'delivered' | 'read' | 'played' | 'failed';

/** One message of a chat. */
export interface ChatMessage {
  /** `wamid.…` */
  id: string;
  from: 'business' | 'customer';
  /** Milliseconds since 1970. */
  at: number;
  /** `text`, `image`, `interactive` and so on, and what the body holds under that name. */
  type: string;
  content: Record<string, unknown>;
  media_id: string | null;
  reply_to: string | null;
  /** How far a message of the business has come. */
  status: DeliveryStatus;
  /** The business marked this message of the customer as read. */
  isReadByBusiness: boolean;
  /** Emoji on it, by who set them. */
  reactions: { business?: string; customer?: string };
  isEdited: boolean;
  isDeleted: boolean;
}

/** A customer's chat with one number. */
export interface Chat {
  phone_number_id: string;
  customer: Customer;
  messages: ChatMessage[];
  /** When the customer wrote last; what opens the 24 hours. */
  lastFromCustomerAt: number | null;
  /** Until when it shows that an answer is being written. */
  typingUntil: number;
}

/** A file that was uploaded, or that a customer sent. */
export interface StoredMedia {
  id: string;
  phone_number_id: string;
  mime_type: string;
  filename: string | null;
  content: Buffer;
  /** Bytes; a file may pretend to be bigger than it is. */
  file_size: number;
  /** Milliseconds since 1970. */
  at: number;
}
