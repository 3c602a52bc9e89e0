import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import { z } from 'zod';
import { EstafetaError, explain } from '../../src/shared/errors.js';
import { sendShownFile } from '../shown-file.js';
import type { BookChat, BookMessage } from './chat-book.js';
import { contentSchema, deskPlatforms } from './desk.js';
import type { DeskCustomer, DeskPerson } from './desk.js';
import type { Desks } from './desks.js';

/** Files come as base64 in JSON, as the local Telegram takes them. */
const bodyLimit = 60_000_000;

const desk = z.object({ client: z.string(), platform: z.enum(deskPlatforms) });
const who = desk.extend({ person: z.int() });
const which = who.extend({ messageId: z.int() });

type PersonNamed = (id: number) => DeskPerson | null;
type Ground = { desks: Desks; personNamed: PersonNamed };
type Acting = { desks: Desks; customer: DeskCustomer; chat: BookChat };

/** What a customer does, by the name it has in `/playground/desks/<name>`. */
const acts = {
  sends: act(who.extend({ replyTo: z.int().optional() }).and(contentSchema), async (acting, asked) => {
    const replied = asked.replyTo === undefined ? null : messageOf(acting, asked.replyTo).external_id;
    await acting.customer.send(asked, replied);
  }),
  edits: act(which.extend({ text: z.string().min(1) }), async (acting, { messageId, text }) =>
    acting.customer.edit(messageOf(acting, messageId).external_id, text),
  ),
  deletes: act(which, async (acting, { messageId }) =>
    acting.customer.remove(messageOf(acting, messageId).external_id),
  ),
  reacts: act(which.extend({ emoji: z.string().nullable() }), async (acting, { messageId, emoji }) =>
    acting.customer.react(messageOf(acting, messageId).external_id, emoji),
  ),
  presses: act(which.extend({ data: z.string() }), async (acting, { messageId, data }) =>
    acting.customer.press(messageOf(acting, messageId).external_id, data),
  ),
  ownerAnswers: act(
    who.extend({ text: z.string().trim().min(1).max(4096) }),
    async ({ customer }, { text }) => customer.ownerAnswers(text),
  ),
  reads: act(who, async ({ customer, chat }) => {
    const unread = [...chat.messages.values()].filter(
      ({ author, status }) => author === 'shop' && status !== 'read',
    );
    if (unread.length > 0) await customer.read(unread.map(({ external_id }) => external_id));
  }),
};

/** What the page asks of the messengers beside Telegram: opening one, what a customer does there, files. */
export function deskRoutes(desks: Desks, personNamed: PersonNamed): FastifyPluginAsync {
  return async (server) => {
    // Whoever tries something out reads on the page why it can't be done.
    server.setErrorHandler((error, _request, reply) => reply.code(400).send({ error: explain(error) }));
    server.post('/playground/desks/choose', async (request) => {
      const { client, platform } = desk.parse(request.body);
      desks.choose(client, platform);
      return { ok: true };
    });
    for (const [name, perform] of Object.entries(acts)) {
      server.post(`/playground/desks/${name}`, { bodyLimit }, async (request) => {
        await perform({ desks, personNamed }, request.body);
        return { ok: true };
      });
    }
    server.get('/playground/files/:id', async (request, reply) => sendFile(desks, request.params, reply));
  };
}

function act<Asked extends z.output<typeof who>>(
  schema: z.ZodType<Asked>,
  run: (acting: Acting, asked: Asked) => Promise<void>,
) {
  return async ({ desks, personNamed }: Ground, body: unknown): Promise<void> => {
    const asked = schema.parse(body);
    const { client, platform, person: id } = asked;
    const person = personNamed(id);
    if (!person) throw nobody(id);
    await desks.act({ client, platform, person }, async (customer, chat) =>
      run({ desks, customer, chat }, asked),
    );
  };
}

function sendFile(desks: Desks, params: unknown, reply: FastifyReply): FastifyReply {
  const { id } = z.object({ id: z.string() }).parse(params);
  const [about, content] = [desks.files.about(id), desks.files.read(id)];
  if (!about || !content) return reply.status(404).send({ error: `There is no file ${id}.` });
  return sendShownFile(reply, about.mime_type, content);
}

function messageOf({ desks, chat }: Acting, message_id: number): BookMessage {
  const message = desks.book.numbered(chat, message_id);
  if (message) return message;
  throw new EstafetaError({
    code: 'no_such_message',
    message: `There is no message ${message_id} in this chat.`,
    whatToDo: 'Reload the page: it shows what is there.',
  });
}

function nobody(id: number): EstafetaError {
  return new EstafetaError({
    code: 'nobody_by_this_number',
    message: `Nobody in the playground has the number ${id}.`,
    whatToDo: 'Reload the page and choose a customer.',
  });
}
