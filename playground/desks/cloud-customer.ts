import type { LocalGraph } from '../graph-api/local-graph.js';
import { fileOf } from './desk.js';
import type { Content, DeskCustomer, FileKind } from './desk.js';

type Who = { phone_number_id: string; from: string; name: string };

/** What the Cloud API calls these files. */
const kinds = {
  photo: 'image',
  video: 'video',
  voice: 'voice',
  audio: 'audio',
  document: 'document',
  sticker: 'sticker',
} as const satisfies Record<FileKind, string>;

/** A customer of a number on the Cloud API. */
export class CloudCustomer implements DeskCustomer {
  readonly #graph: LocalGraph;
  readonly #who: Who;

  constructor(graph: LocalGraph, who: Who) {
    this.#graph = graph;
    this.#who = who;
  }

  async send(content: Content, reply_to: string | null): Promise<void> {
    this.#graph.customerSends({ ...this.#who, ...given(content), ...(reply_to !== null && { reply_to }) });
  }

  async edit(message_id: string, text: string): Promise<void> {
    this.#graph.customerEdits({ ...this.#where(), message_id, text });
  }

  async remove(message_id: string): Promise<void> {
    this.#graph.customerDeletes({ ...this.#where(), message_id });
  }

  async react(message_id: string, emoji: string | null): Promise<void> {
    this.#graph.customerSends({ ...this.#who, reaction: { message_id, emoji: emoji ?? '' } });
  }

  async press(message_id: string, button_id: string): Promise<void> {
    const { phone_number_id, from } = this.#where();
    const { messages } = this.#graph.shown({ phone_number_id, customer: from });
    const choice = messages.find(({ id }) => id === message_id)?.choices.find(({ id }) => id === button_id);
    if (!choice) throw new Error('This button is not there any more.');
    this.#graph.customerPresses({ ...this.#where(), message_id, title: choice.title });
  }

  async read(): Promise<void> {
    this.#graph.customerReads(this.#where());
  }

  async ownerAnswers(text: string): Promise<void> {
    const { phone_number_id, from: to } = this.#where();
    this.#graph.ownerWrites({ phone_number_id, to, text });
  }

  #where(): Omit<Who, 'name'> {
    const { phone_number_id, from } = this.#who;
    return { phone_number_id, from };
  }
}

function given(content: Content): Partial<Parameters<LocalGraph['customerSends']>[0]> {
  const { text, location, contact } = content;
  const sent = fileOf(content);
  if (location) return { location };
  if (contact) {
    const { first_name, phone_number } = contact;
    return { contacts: [{ name: { formatted_name: first_name }, phones: [{ phone: phone_number }] }] };
  }
  if (!sent) return { text };
  const { content: bytes, mime_type, file_name } = sent.file;
  const file = { content: bytes, mime_type, filename: file_name };
  return { [kinds[sent.kind]]: file, ...(text !== '' && { text }) };
}
