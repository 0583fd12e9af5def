/** The page begins here. */
import './parts/tokens.css'
import './parts/base.css'
import { Tooltip } from '@base-ui/react/tooltip'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { infoQuery, sessionQuery } from './api/queries.ts'
import { ask, queryClient } from './api/query-client.ts'
import { Gate } from './frame/gate.tsx'
import { applyTheme } from './parts/theme.ts'
import { router } from './router.ts'
import { language } from './words/words.ts'

applyTheme()
document.documentElement.lang = language()

// Asked for before anything is drawn: the first screen waits for all three, and none of them for another.
ask(sessionQuery())
ask(infoQuery())
void router.load()

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Tooltip.Provider delay={350}>
        <Gate>
          <RouterProvider router={router} />
        </Gate>
      </Tooltip.Provider>
    </QueryClientProvider>
  </StrictMode>,
)
