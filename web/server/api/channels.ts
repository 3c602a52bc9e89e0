import { z } from 'zod';
import {
  channel,
  channelId,
  inLanguage,
  keptTemplate,
  listedTemplates,
  managersGroup,
  newChannel,
  newCredentials,
  newTemplate,
  shownLink,
  toLink,
} from './channel-shapes.js';
import { moment, route } from './route.js';
import {
  addChannel,
  readChannel,
  readRenewal,
  renewChannel,
  switchChannelOff,
} from '../../../src/integrations/channels/change-channels.js';
import { checkCredentials } from '../../../src/integrations/channels/check-credentials.js';
import { drawLink, linkChannel, unlinkChannel } from '../../../src/integrations/channels/link-channel.js';
import { listChannels, readManagersGroup } from '../../../src/integrations/channels/list-channels.js';
import type { Channel } from '../../../src/integrations/channels/list-channels.js';
import { setTemplate } from '../../../src/integrations/channels/message-template.js';
import { readTemplates } from '../../../src/integrations/cloud-templates.js';
import { webhookUrl } from '../../../src/integrations/cloud-address.js';
import { makeConnectCodeFor } from '../../../src/integrations/connect-code.js';

const url = '/api/clients/:client_id/channels';

const connectionRoutes = [
  route({
    method: 'GET',
    url,
    role: 'viewer',
    summary: 'The connections: state, health, what to do; and the managers’ group',
    query: inLanguage,
    response: z.object({ items: z.array(channel), managers_group: managersGroup }),
    async handler({ app, params, query }) {
      const { whatsappFirstContactsPerDay: firstContactsPerDay, publicUrl } = app.config;
      const of = { ...params, ...query, firstContactsPerDay, now: app.clock.now() };
      const [items, managers_group] = await Promise.all([
        listChannels(app.db, of),
        readManagersGroup(app.db, of),
      ]);
      const addressOf = ({ id, platform }: Channel): string | null =>
        platform === 'whatsapp_cloud' && publicUrl !== undefined ? webhookUrl(publicUrl, id) : null;
      return { items: items.map((one) => ({ ...one, webhook_url: addressOf(one) })), managers_group };
    },
  }),
  route({
    method: 'POST',
    url,
    role: 'admin',
    summary: 'Add a connection by its credentials; a phone is linked afterwards',
    query: inLanguage,
    body: newChannel,
    response: z.object({ id: z.uuid(), account: z.string().nullable() }),
    status: 201,
    async handler({ app, params, query, body, caller }) {
      const by = { actor: caller.actor, box: app.sealedBox };
      const added = readChannel(body);
      const account = await checkCredentials(added, { roots: app.messengers, ...query });
      const { id } = await app.db.transaction((tx) =>
        addChannel(tx, { ...params, ...by, channel: added, account }),
      );
      return { id, account };
    },
  }),
  route({
    method: 'PUT',
    url: `${url}/:id/credentials`,
    role: 'admin',
    summary: 'Give a connection other credentials, also one that was switched off',
    params: channelId,
    query: inLanguage,
    body: newCredentials,
    async handler({ app, params: { client_id, id }, query, body, caller }) {
      const by = { client_id, actor: caller.actor, box: app.sealedBox };
      const renewed = await readRenewal(app.db, { client_id, id, ...body });
      const account = await checkCredentials(renewed, { roots: app.messengers, ...query });
      await app.db.transaction((tx) => renewChannel(tx, { ...by, channel: renewed, account }));
    },
  }),
  route({
    method: 'DELETE',
    url: `${url}/:id`,
    role: 'admin',
    summary: 'Switch a connection off: its credentials are erased, its conversations stay',
    params: channelId,
    async handler({ app, params, caller }) {
      await app.db.transaction((tx) => switchChannelOff(tx, { ...params, actor: caller.actor }));
    },
  }),
];

const templateRoutes = [
  route({
    method: 'GET',
    url: `${url}/:id/templates`,
    role: 'admin',
    summary: 'whatsapp_cloud: the templates Meta has approved, as it told them last',
    params: channelId,
    response: listedTemplates,
    async handler({ app, params }) {
      return readTemplates(app.db, params);
    },
  }),
  route({
    method: 'PUT',
    url: `${url}/:id/template`,
    role: 'admin',
    summary: 'whatsapp_cloud: name the template in which a manager’s words go out after 24 hours, or none',
    params: channelId,
    body: newTemplate,
    response: keptTemplate,
    async handler({ app, params, body: { template, seen }, caller: { actor } }) {
      const change = { ...params, template, seen, actor };
      return { template, is_checked: await app.db.transaction((tx) => setTemplate(tx, change)) };
    },
  }),
];

const linkRoutes = [
  route({
    method: 'POST',
    url: `${url}/:id/link`,
    role: 'admin',
    summary: 'Ask for a phone to be linked, by a QR code or a code to type; good for three minutes',
    params: channelId,
    body: toLink,
    response: z.object({ state: z.enum(['asked', 'reconnecting']) }),
    async handler({ app, params: { client_id, id }, body, caller }) {
      const by = { actor: caller.actor, now: app.clock.now() };
      const phone = { client_id, integration_id: id };
      return { state: await app.db.transaction((tx) => linkChannel(tx, { ...phone, ...body, ...by })) };
    },
  }),
  route({
    method: 'GET',
    url: `${url}/:id/link`,
    // Whoever sees the code can link a phone of theirs.
    role: 'admin',
    summary: 'Where the link of a phone stands, with the code while there is one; ask again each second',
    params: channelId,
    query: inLanguage,
    response: shownLink,
    async handler({ app, params: { client_id, id }, query }) {
      const phone = { client_id, integration_id: id };
      return drawLink(app.db, app.sealedBox, { ...phone, ...query, now: app.clock.now() });
    },
  }),
  route({
    method: 'DELETE',
    url: `${url}/:id/link`,
    role: 'admin',
    summary: 'Unlink the phone, or take back the request to link one',
    params: channelId,
    response: z.object({ state: z.enum(['unlinking', 'unlinked']) }),
    async handler({ app, params: { client_id, id }, caller }) {
      const phone = { client_id, integration_id: id, actor: caller.actor };
      return { state: await app.db.transaction((tx) => unlinkChannel(tx, phone)) };
    },
  }),
];

const groupRoutes = [
  route({
    method: 'POST',
    url: `${url}/connect-code`,
    role: 'admin',
    summary: 'A code that binds a Telegram group of managers to the client: good once, for a day',
    response: z.object({
      code: z.string().describe('Sent in the group as /connect CODE; never shown again'),
      expires_at: moment,
    }),
    status: 201,
    async handler({ app, params: { client_id }, caller }) {
      const by = { client_id, actor: caller.actor, now: app.clock.now() };
      return app.db.transaction((tx) => makeConnectCodeFor(tx, by));
    },
  }),
];

/** A client's connections: how they do, adding, renewing, switching off, linking a phone. */
export const channelRoutes = [...connectionRoutes, ...templateRoutes, ...linkRoutes, ...groupRoutes];
