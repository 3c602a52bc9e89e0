import '@mantine/core/styles.css';
import './design/base.css';
import './design/editing.css';
import './design/shell.css';
import { createTheme, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.js';
import { createQueryClient } from './app/session.js';
import { LanguageProvider } from './texts/use-texts.js';

const theme = createTheme({ primaryColor: 'teal', cursorType: 'pointer', respectReducedMotion: true });
const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');
createRoot(root).render(
  // The variables stand in design/base.css: the page may have no style that is not a file.
  <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
    <LanguageProvider>
      <QueryClientProvider client={createQueryClient()}>
        <App />
      </QueryClientProvider>
    </LanguageProvider>
  </MantineProvider>,
);
