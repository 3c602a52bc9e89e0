import { ActionIcon, Drawer, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { AccountMenu } from './account-menu.js';
import { Menu } from './menu.js';
import type { MenuProps } from './menu.js';
import { go, usePlace } from './navigation.js';
import { clientPage } from './pages.js';
import type { Client } from '../api/me.js';
import { BrandMark, Icon } from '../design/icons.js';
import { useTexts } from '../texts/use-texts.js';

type SideProps = MenuProps & { clients: Client[] };

/** Which client the pages are about, the menu, the account: beside the page, or above it on a phone. */
export function Side({ clients, ...menu }: SideProps): ReactNode {
  return (
    <header className="side">
      <MenuDrawer {...menu} />
      <div className="brand">
        <BrandMark />
        <span>Estafeta</span>
      </div>
      {clients.length > 0 && <ClientSwitch clients={clients} {...menu} />}
      <Menu {...menu} />
      <div className="side-end">
        <AccountMenu me={menu.me} />
      </div>
    </header>
  );
}

/** Another client, at the same page where it has one. */
function ClientSwitch({ clients, at }: SideProps): ReactNode {
  const { shell } = useTexts();
  const isAtOne = clients.some(({ slug }) => slug === at.slug);
  const page = clientPage(at.name) && isAtOne && at.name !== 'setup' ? `/${at.name}` : '';
  return (
    <NativeSelect
      className="client-switch"
      aria-label={shell.client}
      value={isAtOne ? at.slug : ''}
      onChange={(event) => go(`/${event.currentTarget.value}${page}`)}
      data={[
        ...(isAtOne ? [] : [{ value: '', label: shell.chooseClient, disabled: true }]),
        ...clients.map((one) => ({ value: one.slug, label: one.name })),
      ]}
    />
  );
}

/** The menu of a phone: behind a button, over the page until a page is chosen. */
function MenuDrawer(menu: MenuProps): ReactNode {
  const { shell, common } = useTexts();
  const { path } = usePlace();
  const [openAt, setOpenAt] = useState<string | null>(null);
  const isOpen = openAt === path;
  return (
    <>
      <ActionIcon
        className="menu-button"
        variant="subtle"
        color="gray"
        size={42}
        aria-label={shell.menu}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpenAt(path)}
      >
        <Icon name="menu" size={24} />
      </ActionIcon>
      <Drawer.Root opened={isOpen} onClose={() => setOpenAt(null)} size={290} lockScroll={false}>
        <Drawer.Overlay />
        <Drawer.Content aria-label={shell.menu}>
          <Drawer.Body className="menu-drawer">
            <Drawer.CloseButton aria-label={common.close} size="lg" />
            <Menu {...menu} />
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
    </>
  );
}
