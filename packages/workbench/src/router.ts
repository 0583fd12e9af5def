/**
 * Every address of the page, what its search may hold, and the panel that it shows, loaded when first visited. What a
 * panel shows is in its address, so that any view can be shared; what its first screen waits for is asked for here, while
 * its code comes.
 */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import {
  endpointsQuery,
  errorQuery,
  errorsQuery,
  graphQuery,
  metricsQuery,
  problemsQuery,
  queuesQuery,
  runQuery,
  schedulesQuery,
  stateGroupsQuery,
  stepQuery,
  stepsQuery,
  traceQuery,
  unroutedQuery,
} from './api/queries.ts'
import { ask } from './api/query-client.ts'
import { askForRuns } from './api/run-feed.ts'
import { Broken } from './frame/broken.tsx'
import { Frame } from './frame/frame.tsx'
import { NotFound } from './frame/not-found.tsx'
import {
  DEFAULT_WINDOW,
  ERRORS_WINDOW,
  toErrorsSearch,
  toFlowSearch,
  toLogsSearch,
  toOverviewSearch,
  toRunsSearch,
  toStateSearch,
  toStepPageSearch,
  toStepSearch,
  toWindowSearch,
} from './model/page/search.ts'

const rootRoute = createRootRoute({ component: Frame, notFoundComponent: NotFound })

const overview = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: toOverviewSearch,
  loaderDeps: ({ search: { window } }) => ({ window }),
  loader: ({ deps: { window = DEFAULT_WINDOW } }) => {
    ask(metricsQuery(window))
    ask(stepsQuery())
  },
  component: lazyRouteComponent(() => import('./panels/overview/panel.tsx'), 'OverviewPanel'),
})

const flow = createRoute({
  getParentRoute: () => rootRoute,
  path: '/flow',
  validateSearch: toFlowSearch,
  loader: () => {
    ask(graphQuery())
    ask(stepsQuery())
  },
  component: lazyRouteComponent(() => import('./panels/flow/panel.tsx'), 'FlowPanel'),
})

const step = createRoute({
  getParentRoute: () => rootRoute,
  path: '/steps/$id',
  validateSearch: toStepPageSearch,
  loaderDeps: ({ search: { window } }) => ({ window }),
  loader: ({ params: { id }, deps: { window = DEFAULT_WINDOW } }) => {
    ask(stepQuery(id))
    ask(metricsQuery(window, id))
  },
  component: lazyRouteComponent(() => import('./panels/step/panel.tsx'), 'StepPanel'),
})

const runs = createRoute({
  getParentRoute: () => rootRoute,
  path: '/runs',
  validateSearch: toRunsSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ deps }) => askForRuns(deps),
  component: lazyRouteComponent(() => import('./panels/runs/panel.tsx'), 'RunsPanel'),
})

const run = createRoute({
  getParentRoute: () => rootRoute,
  path: '/runs/$id',
  loader: ({ params }) => ask(runQuery(params.id)),
  component: lazyRouteComponent(() => import('./panels/run/panel.tsx'), 'RunPanel'),
})

const trace = createRoute({
  getParentRoute: () => rootRoute,
  path: '/traces/$id',
  loader: ({ params }) => ask(traceQuery(params.id)),
  component: lazyRouteComponent(() => import('./panels/run/trace-panel.tsx'), 'TracePanel'),
})

const errors = createRoute({
  getParentRoute: () => rootRoute,
  path: '/errors',
  validateSearch: toErrorsSearch,
  loaderDeps: ({ search: { window, step } }) => ({ window, step }),
  loader: ({ deps: { window = ERRORS_WINDOW, step } }) => ask(errorsQuery(window, step)),
  component: lazyRouteComponent(() => import('./panels/errors/panel.tsx'), 'ErrorsPanel'),
})

const error = createRoute({
  getParentRoute: () => rootRoute,
  path: '/errors/$fingerprint',
  validateSearch: toWindowSearch,
  loaderDeps: ({ search: { window } }) => ({ window }),
  loader: ({ params, deps: { window = ERRORS_WINDOW } }) => ask(errorQuery(params.fingerprint, window)),
  component: lazyRouteComponent(() => import('./panels/errors/error-panel.tsx'), 'ErrorPanel'),
})

const logs = createRoute({
  getParentRoute: () => rootRoute,
  path: '/logs',
  validateSearch: toLogsSearch,
  component: lazyRouteComponent(() => import('./panels/logs/panel.tsx'), 'LogsPanel'),
})

const endpoints = createRoute({
  getParentRoute: () => rootRoute,
  path: '/endpoints',
  validateSearch: toStepSearch,
  loader: () => ask(endpointsQuery()),
  component: lazyRouteComponent(() => import('./panels/endpoints/panel.tsx'), 'EndpointsPanel'),
})

const schedules = createRoute({
  getParentRoute: () => rootRoute,
  path: '/schedules',
  loader: () => ask(schedulesQuery()),
  component: lazyRouteComponent(() => import('./panels/schedules/panel.tsx'), 'SchedulesPanel'),
})

const queues = createRoute({
  getParentRoute: () => rootRoute,
  path: '/queues',
  loader: () => ask(queuesQuery()),
  component: lazyRouteComponent(() => import('./panels/queues/panel.tsx'), 'QueuesPanel'),
})

const state = createRoute({
  getParentRoute: () => rootRoute,
  path: '/state',
  validateSearch: toStateSearch,
  loader: () => ask(stateGroupsQuery()),
  component: lazyRouteComponent(() => import('./panels/state/panel.tsx'), 'StatePanel'),
})

const gates = createRoute({
  getParentRoute: () => rootRoute,
  path: '/gates',
  loader: () => ask(stepsQuery()),
  component: lazyRouteComponent(() => import('./panels/gates/panel.tsx'), 'GatesPanel'),
})

const unrouted = createRoute({
  getParentRoute: () => rootRoute,
  path: '/unrouted',
  loader: () => ask(unroutedQuery()),
  component: lazyRouteComponent(() => import('./panels/unrouted/panel.tsx'), 'UnroutedPanel'),
})

const problems = createRoute({
  getParentRoute: () => rootRoute,
  path: '/problems',
  loader: () => ask(problemsQuery()),
  component: lazyRouteComponent(() => import('./panels/problems/panel.tsx'), 'ProblemsPanel'),
})

const routeTree = rootRoute.addChildren([
  overview,
  flow,
  step,
  runs,
  run,
  trace,
  errors,
  error,
  logs,
  endpoints,
  schedules,
  queues,
  state,
  gates,
  unrouted,
  problems,
])

export const router = createRouter({
  routeTree,
  defaultErrorComponent: Broken,
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
