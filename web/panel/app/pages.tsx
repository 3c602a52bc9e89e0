import { page } from './lazy-page.js';
import type { LazyPage } from './lazy-page.js';
import type { Client, Me } from '../api/me.js';
import type { IconName } from '../design/icons.js';
import type { GroupName, ShellTexts } from '../texts/shape/shell.js';

/** What a page of a client is given: the client, and what stands in the address after the page's own name. */
export type PageProps = { client: Client; rest: string };
/** What a page that belongs to no client is given. */
export type OwnPageProps = { me: Me; rest: string };

/** What a page is called in the address: its drawing and its word go by the same name. */
export type PageName = IconName & keyof ShellTexts;
type Group<Props> = Partial<Record<PageName, LazyPage<Props>>>;

/**
 * The pages of a client, in the groups and the order of the menu; the name stands in the address:
 * `/panel/coffee-point/prompts`. A page is one line here, a drawing in `design/icons.tsx` and a word in the texts of `shell`.
 */
export const clientMenu = {
  work: {
    setup: page(async () => (await import('../pages/setup/setup-page.js')).SetupPage, {
      isListed: ({ is_being_set_up }) => is_being_set_up,
    }),
    overview: page(async () => (await import('../pages/overview/overview-page.js')).OverviewPage),
    handovers: page(async () => (await import('../pages/handovers/handovers-page.js')).HandoversPage),
    conversations: page(
      async () => (await import('../pages/conversations/conversations-page.js')).ConversationsPage,
    ),
    users: page(async () => (await import('../pages/users/users-page.js')).UsersPage),
  },
  assistant: {
    prompts: page(async () => (await import('../pages/prompts/prompts-page.js')).PromptsPage),
    intents: page(async () => (await import('../pages/intents/intents-page.js')).IntentsPage),
    replies: page(async () => (await import('../pages/replies/replies-page.js')).RepliesPage),
    knowledge: page(async () => (await import('../pages/knowledge/knowledge-page.js')).KnowledgePage),
  },
  business: {
    channels: page(async () => (await import('../pages/channels/channels-page.js')).ChannelsPage),
    settings: page(async () => (await import('../pages/settings/settings-page.js')).SettingsPage),
    managers: page(async () => (await import('../pages/managers/managers-page.js')).ManagersPage),
    members: page(async () => (await import('../pages/members/members-page.js')).MembersPage, {
      least: 'admin',
    }),
    tokens: page(async () => (await import('../pages/tokens/tokens-page.js')).TokensPage, {
      least: 'admin',
    }),
  },
  insight: {
    usage: page(async () => (await import('../pages/usage/usage-page.js')).UsagePage),
    reports: page(async () => (await import('../pages/reports/reports-page.js')).ReportsPage),
    audit: page(async () => (await import('../pages/audit/audit-page.js')).AuditPage, { least: 'admin' }),
  },
} satisfies Record<Exclude<GroupName, 'installation'>, Group<PageProps>>;

/** The pages of the whole installation, for those who run it: `/panel/-/clients`. */
export const installationMenu: Group<OwnPageProps> = {
  clients: page(async () => (await import('../pages/clients/clients-page.js')).ClientsPage),
  defaults: page(async () => (await import('../pages/defaults/defaults-page.js')).DefaultsPage),
  admins: page(async () => (await import('../pages/admins/admins-page.js')).AdminsPage),
  journal: page(async () => (await import('../pages/audit/audit-page.js')).OwnAuditPage),
  queues: page(async () => (await import('../pages/queues/queues-page.js')).QueuesPage),
};

/** What everybody who has signed in has beside the menu: `/panel/-/account`. */
const ownPages: Group<OwnPageProps> = {
  account: page(async () => (await import('../pages/account/account-page.js')).AccountPage),
};

const clientPages: Group<PageProps> = Object.assign({}, ...Object.values(clientMenu));

/** The page of a client by its name in the address. */
export function clientPage(name: string): LazyPage<PageProps> | undefined {
  return Object.hasOwn(clientPages, name) ? clientPages[name as PageName] : undefined;
}

/** A page that belongs to no client, by its name in the address; undefined where it is not for this reader. */
export function ownPage(me: Me, name: string): LazyPage<OwnPageProps> | undefined {
  const pages = me.is_superadmin ? { ...installationMenu, ...ownPages } : ownPages;
  return Object.hasOwn(pages, name) ? pages[name as PageName] : undefined;
}

/** The pages of a group, by name, in the order of the menu. */
export function pagesOf<Props>(group: Group<Props>): [PageName, LazyPage<Props>][] {
  return Object.entries(group) as [PageName, LazyPage<Props>][];
}
