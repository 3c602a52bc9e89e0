import type { ReactNode } from 'react';
import type { Client } from '../api/me.js';
import type { IconName } from '../design/icons.js';
import { ConversationsPage } from '../pages/conversations/conversations-page.js';
import { OverviewPage } from '../pages/overview/overview-page.js';
import { PromptsPage } from '../pages/prompts/prompts-page.js';

/** What a page is given: the client it is about, and what stands in the address after the page's own name. */
export type PageProps = { client: Client; rest: string };

/** The pages of a client, in the order of the menu; the name stands in the address: `/panel/coffee-point/prompts`. */
export const pages = {
  overview: OverviewPage,
  conversations: ConversationsPage,
  prompts: PromptsPage,
} satisfies Partial<Record<IconName, (props: PageProps) => ReactNode>>;

export type PageName = keyof typeof pages;

export const pageNames = Object.keys(pages) as PageName[];

export function isPageName(name: string): name is PageName {
  return Object.hasOwn(pages, name);
}
