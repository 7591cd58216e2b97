import { Loader, MantineProvider, createTheme } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { whenSignedOut } from '../api/client';
import { Problem } from '../api/problem';
import { SessionContext, useForgetSession, useSessionQuery } from '../session/session';
import { SignIn } from '../session/SignIn';
import { Failed } from '../ui/states';
import { Toasts } from '../ui/toasts';
import css from './App.module.css';
import { Frame } from './Frame';
import { Spoken } from './spoken';

const theme = createTheme({
  primaryColor: 'teal',
  cursorType: 'pointer',
  respectReducedMotion: true,
});

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) => failures < 2 && error instanceof Problem && error.passing,
      // What the browser believes of the network is often wrong; a request tells.
      networkMode: 'always',
    },
  },
});

export function App() {
  // The content security policy allows no styles made at run time: the library's variables come from its CSS files.
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={queries}>
        <Door />
        <Toasts />
        <Spoken />
      </QueryClientProvider>
    </MantineProvider>
  );
}

function Door() {
  const session = useSessionQuery();
  const forget = useForgetSession();
  const [ended, setEnded] = useState(false);

  useEffect(() => {
    whenSignedOut(() => {
      setEnded(true);
      forget();
    });
  });

  if (session.data === undefined) {
    return (
      <main className={css.middle}>
        {session.failureReason === null ? (
          <Loader type="dots" aria-label="Loading" />
        ) : (
          <Failed what="The console" error={session.failureReason} retry={() => void session.refetch()} />
        )}
      </main>
    );
  }

  if (session.data === null) {
    return <SignIn ended={ended} />;
  }

  return (
    <SessionContext value={session.data}>
      <Frame
        key={`${session.data.workspace}/${session.data.name}`}
        onSignedOut={() => {
          setEnded(false);
          forget();
        }}
      />
    </SessionContext>
  );
}
