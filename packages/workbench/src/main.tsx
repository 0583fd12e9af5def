/** The page begins here. */
import './parts/tokens.css'
import './parts/base.css'
import { Tooltip } from '@base-ui/react/tooltip'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiError } from './api/client.ts'
import { infoQuery, sessionQuery } from './api/queries.ts'
import { Gate } from './frame/gate.tsx'
import { applyTheme } from './parts/theme.ts'
import { router } from './router.ts'
import { language } from './words/words.ts'

applyTheme()
document.documentElement.lang = language()

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 1_000,
      gcTime: 60_000,
      // What the server refuses it refuses again; what did not reach it may the next time.
      retry: (count, error) =>
        count < 2 && error instanceof ApiError && (error.status === 0 || error.status === 503),
      refetchOnWindowFocus: true,
    },
  },
})

// Asked for before anything is drawn: the first screen waits for all three, and none of them for another.
void client.prefetchQuery(sessionQuery())
void client.prefetchQuery(infoQuery())
void router.load()

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <Tooltip.Provider delay={350}>
        <Gate>
          <RouterProvider router={router} />
        </Gate>
      </Tooltip.Provider>
    </QueryClientProvider>
  </StrictMode>,
)
