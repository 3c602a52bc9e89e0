import { createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { en } from './languages/en.js';
import { kk } from './languages/kk.js';
import { ru } from './languages/ru.js';
import type { PanelTexts } from './shape.js';

const languages = { ru, kk, en } satisfies Record<string, PanelTexts>;
export type Language = keyof typeof languages;

/** As each language calls itself. */
export const languageNames: Record<Language, string> = { ru: 'Русский', kk: 'Қазақша', en: 'English' };

const kept = 'estafeta.language';
type Spoken = { language: Language; texts: PanelTexts; speak(language: Language): void };
const SpokenContext = createContext<Spoken | null>(null);

/** Gives everything within it the language the reader chose, or else the first of the browser's that we have. */
export function LanguageProvider({ children }: { children: ReactNode }): ReactNode {
  const [language, setLanguage] = useState(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const speak = useCallback((chosen: Language) => {
    window.localStorage.setItem(kept, chosen);
    setLanguage(chosen);
  }, []);
  const spoken = useMemo(() => ({ language, texts: languages[language], speak }), [language, speak]);
  return <SpokenContext value={spoken}>{children}</SpokenContext>;
}

/** The language of the page, its texts, and how to choose another one. */
export function useLanguage(): Spoken {
  const spoken = useContext(SpokenContext);
  if (!spoken) throw new Error('useLanguage needs a LanguageProvider above it.');
  return spoken;
}

export function useTexts(): PanelTexts {
  return useLanguage().texts;
}

function firstLanguage(): Language {
  const wanted = [window.localStorage.getItem(kept) ?? '', ...navigator.languages];
  return wanted.map((tag) => tag.slice(0, 2)).find(isKnown) ?? 'en';
}

function isKnown(tag: string): tag is Language {
  return Object.hasOwn(languages, tag);
}
