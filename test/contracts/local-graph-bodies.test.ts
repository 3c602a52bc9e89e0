import { readFileSync } from 'node:fs';
import { bodyCheck, metaDescription } from '../../playground/graph-api/description/check-body.js';
import { CORRECTIONS } from '../../playground/graph-api/description/corrections.js';
import { projectFile } from '../../src/shared/project-files.js';
import { exampleBodies, extractSchemas } from '../support/meta-description.js';
import { sharedData } from '../support/shared-data.js';

const yaml = sharedData('whatsapp-cloud/business-messaging-api_v23.0.yaml');
if (yaml === undefined) {
  console.warn(
    "Meta's OpenAPI description is not here: our extract of it and its examples are not compared with it.",
  );
}
const withMetas = yaml === undefined ? describe.skip : describe;
const check = bodyCheck();
const to = { messaging_product: 'whatsapp', recipient_type: 'individual', to: '77010000001' };

describe("what is posted to /messages, by Meta's description", () => {
  it.each([
    ['a text', { type: 'text', text: { body: 'Здравствуйте' } }],
    ['a text that names no kind', { text: { body: 'Здравствуйте' } }],
    ['an answer to a message', { type: 'text', text: { body: 'да' }, context: { message_id: 'wamid.1' } }],
    ['a picture by its id', { type: 'image', image: { id: '1', caption: 'меню' } }],
    ['a picture by its address', { type: 'image', image: { link: 'http://127.0.0.1:80/menu.jpg' } }],
    ['a voice note', { type: 'audio', audio: { id: '1', voice: true } }],
    ['a document', { type: 'document', document: { id: '1', filename: 'счёт.pdf' } }],
    ['a sticker', { type: 'sticker', sticker: { id: '1' } }],
    ['a place', { type: 'location', location: { latitude: 43.2, longitude: 76.9, name: 'Абая 10' } }],
    [
      'contacts',
      { type: 'contacts', contacts: [{ name: { formatted_name: 'Анна' }, phones: [{ phone: '+7701' }] }] },
    ],
    ['a reaction', { type: 'reaction', reaction: { message_id: 'wamid.1', emoji: '👍' } }],
    ['a template', { type: 'template', template: { name: 'hello', language: { code: 'ru' } } }],
  ])('takes %s', (_kind, message) => {
    expect(check({ ...to, ...message })).toBeNull();
  });

  it('takes a read receipt that shows an answer being written', () => {
    const receipt = { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.1' };
    expect(check({ ...receipt, typing_indicator: { type: 'text' } })).toBeNull();
    expect(check({ ...receipt, status: 'unread' })).toMatch(/^status:/);
  });

  it.each([
    ['a kind there is none of', { type: 'poll', poll: {} }, /^type: poll is not one of text, audio/],
    ['a kind without what belongs to it', { type: 'image' }, /^image:/],
    ['a file that is named neither by id nor by address', { type: 'image', image: {} }, /^image:/],
    [
      'a file that is named by both',
      { type: 'image', image: { id: '1', link: 'https://a.kz/1' } },
      /^image:/,
    ],
    ['a file of this machine', { type: 'image', image: { link: 'file:///etc/passwd' } }, /^image:/],
    ['a place without a longitude', { type: 'location', location: { latitude: 1 } }, /longitude/],
    ['a text without words', { type: 'text', text: {} }, /^text\.body:/],
    ['something Meta does not know', { type: 'text', text: { body: 'a' }, priority: 1 }, /"priority"/],
    ['words of its own in a text', { type: 'text', text: { body: 'a', parse_mode: 'HTML' } }, /"parse_mode"/],
    [
      'a title of a button that is too long',
      {
        type: 'interactive',
        interactive: {
          type: 'button',
          body: { text: 'Оцените' },
          action: { buttons: [{ type: 'reply', reply: { id: '1', title: 'а'.repeat(21) } }] },
        },
      },
      /^interactive\.action:/,
    ],
  ])('refuses %s', (_kind, message, words) => {
    expect(check({ ...to, ...message })).toMatch(words);
  });
});

describe("where Meta's description is wrong", () => {
  const needed = {
    'recipient type': { messaging_product: 'whatsapp', to: '7701', type: 'text', text: { body: 'a' } },
    'recipient by id': {
      ...{ messaging_product: 'whatsapp', recipient_type: 'individual', recipient: 'US.1' },
      ...{ type: 'text', text: { body: 'a' } },
    },
    location: { ...to, type: 'location', location: { latitude: 1, longitude: 2 } },
    'simple template': { ...to, type: 'template', template: { name: 'hello', language: { code: 'ru' } } },
    'place of a button': {
      ...to,
      type: 'template',
      template: {
        name: 'offer',
        language: { code: 'ru', policy: 'deterministic' },
        components: [
          {
            type: 'button',
            sub_type: 'quick_reply',
            index: '0',
            parameters: [{ type: 'payload', payload: 'yes' }],
          },
        ],
      },
    },
    'read receipts': { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.1' },
  };

  it.each(Object.entries(needed))('%s: refused by the letter, taken by the correction', (name, body) => {
    const others = CORRECTIONS.filter((correction) => correction.name !== name);
    expect(bodyCheck(others)(body)).not.toBeNull();
    expect(check(body)).toBeNull();
  });

  it('media by link: a format that is none is read as what it means', () => {
    const others = bodyCheck(CORRECTIONS.filter(({ name }) => name !== 'media by link'));
    const message = { ...to, type: 'video', video: { link: 'ftp://a.kz/film.mp4' } };
    expect(others(message)).toBeNull();
    expect(check(message)).not.toBeNull();
  });

  it('what a kind must have: let through by the letter, refused by the correction', () => {
    const others = bodyCheck(CORRECTIONS.filter(({ name }) => name !== 'what a kind must have'));
    const message = { ...to, type: 'reaction', reaction: { emoji: '👍' } };
    expect(others(message)).toBeNull();
    expect(check(message)).not.toBeNull();
  });

  it('is said in the documentation, place by place', () => {
    const document = readFileSync(projectFile('docs', 'local-graph-api.md'), 'utf8');
    for (const { name } of CORRECTIONS) expect(document).toContain(`| ${name} |`);
  });
});

withMetas("beside Meta's description itself", () => {
  it('our extract is what stands there', () => {
    expect(metaDescription()).toEqual(extractSchemas(yaml ?? ''));
  });

  // What we never send: catalogues, orders, flows, and an example that is wrong itself.
  const unused = /Catalog|Product|Order|Flow|Send Reply to List Message|Sample Issue/;
  const examples = Object.entries(exampleBodies(yaml ?? 'paths: {}')).filter(([name]) => !unused.test(name));

  it.each(examples)("takes Meta's own example: %s", (_name, body) => {
    const filled = JSON.parse(
      JSON.stringify(body).replaceAll(/"(<http\(s\)|http\(s\))[^"]*"/g, '"https://a.kz/1"'),
    );
    expect(check(filled as Record<string, unknown>)).toBeNull();
  });
});
