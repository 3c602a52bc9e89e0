import { Button, NativeSelect, Popover, SegmentedControl, Text, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { Link } from './navigation.js';
import { ownPlace } from './place.js';
import { signOut } from '../api/me.js';
import type { Me } from '../api/me.js';
import { Icon } from '../design/icons.js';
import { languageNames, useLanguage } from '../texts/use-texts.js';
import type { Language } from '../texts/use-texts.js';

const schemes = ['auto', 'light', 'dark'] as const;

/** Who has signed in; the language and the look they read the panel in; the way out. */
export function AccountMenu({ me }: { me: Me }): ReactNode {
  const { texts } = useLanguage();
  return (
    <Popover position="top-start" width={300} trapFocus returnFocus shadow="md">
      <Popover.Target>
        <Button variant="subtle" color="gray" className="account">
          <Icon name="account" />
          <span className="out-of-sight">{texts.shell.account}: </span>
          <span className="account-name">{me.name}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={texts.shell.account} className="account-panel">
        <Text size="sm" className="note">
          {me.email}
        </Text>
        <Link to={`/${ownPlace}/account`}>{texts.shell.accountSettings}</Link>
        <LanguageChoice />
        <SchemeChoice />
        <SignOut />
      </Popover.Dropdown>
    </Popover>
  );
}

function LanguageChoice(): ReactNode {
  const { texts, language, speak } = useLanguage();
  return (
    <NativeSelect
      label={texts.shell.language}
      value={language}
      onChange={(event) => speak(event.currentTarget.value as Language)}
      data={(Object.keys(languageNames) as Language[]).map((value) => ({
        value,
        label: languageNames[value],
      }))}
    />
  );
}

function SchemeChoice(): ReactNode {
  const { texts } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const label = useId();
  return (
    <div>
      <Text size="sm" id={label}>
        {texts.shell.appearance}
      </Text>
      <SegmentedControl
        aria-labelledby={label}
        fullWidth
        size="xs"
        value={colorScheme}
        onChange={setColorScheme}
        data={schemes.map((value) => ({ value, label: texts.shell[value] }))}
      />
    </div>
  );
}

function SignOut(): ReactNode {
  const { texts } = useLanguage();
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
    <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>
      {texts.shell.signOut}
    </Button>
  );
}
