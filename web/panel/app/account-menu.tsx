import { Button, Menu, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { signOut } from '../api/me.js';
import type { Me } from '../api/me.js';
import { Icon } from '../design/icons.js';
import { languageNames, useLanguage } from '../texts/use-texts.js';
import type { Language } from '../texts/use-texts.js';

const schemes = ['auto', 'light', 'dark'] as const;

/** Who has signed in; the language and the look they read the panel in; the way out. */
export function AccountMenu({ me }: { me: Me }): ReactNode {
  const { texts, language, speak } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const client = useQueryClient();
  const leave = useMutation({
    mutationFn: signOut,
    // Loaded anew: nothing of what was read stays in the page.
    onSuccess: () => {
      client.clear();
      window.location.assign('/panel/');
    },
  });
  return (
    <Menu position="top-start" width={240} withinPortal>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          className="account"
          aria-label={`${texts.shell.account}: ${me.name}`}
        >
          <Icon name="account" />
          <span className="account-name">{me.name}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.email}</Menu.Label>
        <Menu.Label>{texts.shell.language}</Menu.Label>
        {(Object.keys(languageNames) as Language[]).map((one) => (
          <Choice key={one} name={languageNames[one]} isChosen={one === language} choose={() => speak(one)} />
        ))}
        <Menu.Label>{texts.shell.appearance}</Menu.Label>
        {schemes.map((one) => (
          <Choice
            key={one}
            name={texts.shell[one]}
            isChosen={one === colorScheme}
            choose={() => setColorScheme(one)}
          />
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => leave.mutate()}>{texts.shell.signOut}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Choice({
  name,
  isChosen,
  choose,
}: {
  name: string;
  isChosen: boolean;
  choose: () => void;
}): ReactNode {
  return (
    <Menu.Item role="menuitemradio" aria-checked={isChosen} closeMenuOnClick={false} onClick={choose}>
      {isChosen ? '● ' : '○ '}
      {name}
    </Menu.Item>
  );
}
